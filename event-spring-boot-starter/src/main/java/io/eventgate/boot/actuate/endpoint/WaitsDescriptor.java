package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.eventgate.boot.waits.WaitSummary;

/**
 * How long waits took that blocked and are over, in this instance. Percentiles and the
 * maximum are of the latest 256 at most.
 *
 * @param count how many there were
 * @param p50 half of the latest took no longer
 * @param p90 nine of ten took no longer
 * @param p99 ninety-nine of a hundred took no longer
 * @param max the longest of the latest
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
