package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.eventgate.boot.history.WaitSummary;

/**
 * Durations of ended waits that blocked, in this instance. Percentiles and the maximum
 * are those of the latest 256 waits.
 *
 * @param count the number of ended waits
 * @param p50 the 50th percentile
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param max the maximum
 * @since 0.1.0
 */
public record WaitsDescriptor(long count, @JsonFormat(shape = JsonFormat.Shape.STRING) Duration p50,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration p90,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration p99,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration max) {

	static WaitsDescriptor of(WaitSummary waits) {
		return new WaitsDescriptor(waits.count(), waits.p50(), waits.p90(), waits.p99(), waits.max());
	}

}
