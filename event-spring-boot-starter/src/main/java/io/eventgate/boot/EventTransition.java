/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import java.time.Instant;

import io.eventgate.Transition;

/**
 * A transition, published as an application event: in the thread that made it, after its
 * waiters are released and it is in the history. An exception of a listening method
 * affects neither the event nor other listeners.
 *
 * @param event the name of the event
 * @param time the time when it was recorded, by the system clock
 * @param transition the change and its origin
 * @since 0.1.0
 */
public record EventTransition(String event, Instant time, Transition transition) {

}
