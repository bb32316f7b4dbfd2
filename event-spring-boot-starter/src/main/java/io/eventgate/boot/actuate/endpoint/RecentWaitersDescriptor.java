package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.eventgate.boot.history.WaiterPeaks;

/**
 * Numbers of waiters in this instance over the last ten minutes.
 *
 * @param since the beginning of the first step
 * @param step the duration of a step
 * @param peaks the maximum number of waiters in each step, the oldest first; the last
 * step has not ended
 * @since 0.1.0
 */
public record RecentWaitersDescriptor(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant since,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration step, List<Integer> peaks) {

	static RecentWaitersDescriptor of(WaiterPeaks waiters) {
		return new RecentWaitersDescriptor(waiters.since(), waiters.step(), waiters.peaks());
	}

}
