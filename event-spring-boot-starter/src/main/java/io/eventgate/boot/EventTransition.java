package io.eventgate.boot;

import java.time.Instant;

import io.eventgate.Transition;

/**
 * A transition that took place. Each is published as an application event: in the thread
 * that made it, when its waiters are released and it is in the history. Methods that
 * listen to it may throw without harm to others.
 *
 * @param event the name of the event
 * @param time when it was recorded, by the system clock
 * @param transition what happened, and where it came from
 * @since 0.1.0
 */
public record EventTransition(String event, Instant time, Transition transition) {

}
