package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.eventgate.boot.waits.WaiterPeaks;

/**
 * How many have waited lately, in this instance.
 *
 * @param since when the first step began
 * @param step how long a step is
 * @param peaks the most that waited at once in each step, the oldest first; the last step
 * is still running
 * @since 0.1.0
 */
public record RecentWaitersDescriptor(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant since,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration step, List<Integer> peaks) {

	static RecentWaitersDescriptor of(WaiterPeaks waiters) {
		return new RecentWaitersDescriptor(waiters.since(), waiters.step(), waiters.peaks());
	}

}
