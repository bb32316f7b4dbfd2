package io.eventgate;

import java.time.Instant;

/**
 * A thread that waits at an {@link Event}.
 *
 * @param thread the thread
 * @param since when its wait began, by the system clock
 * @since 0.1.0
 */
public record WaitingThread(Thread thread, Instant since) {

}
