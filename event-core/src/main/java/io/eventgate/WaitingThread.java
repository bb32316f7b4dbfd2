/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Instant;

/**
 * A thread that waits for an {@link Event}.
 *
 * @param thread the thread
 * @param since the time when its wait began, by the system clock
 * @since 0.1.0
 */
public record WaitingThread(Thread thread, Instant since) {

}
