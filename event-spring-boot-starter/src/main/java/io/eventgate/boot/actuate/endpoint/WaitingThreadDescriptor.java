package io.eventgate.boot.actuate.endpoint;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.eventgate.WaitingThread;

/**
 * A waiting thread.
 *
 * @param name its name; virtual threads often have an empty one
 * @param virtual whether it is a virtual thread
 * @param since the beginning of its wait
 * @since 0.1.0
 */
public record WaitingThreadDescriptor(String name, boolean virtual,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Instant since) {

	static WaitingThreadDescriptor of(WaitingThread waiting) {
		return new WaitingThreadDescriptor(waiting.thread().getName(), VirtualThreads.isVirtual(waiting.thread()),
				waiting.since());
	}

}
