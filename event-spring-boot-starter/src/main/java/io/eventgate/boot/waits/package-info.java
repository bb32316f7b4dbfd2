/**
 * Durations of waits for events, and numbers of waiters.
 */
@NullMarked
package io.eventgate.boot.waits;

import org.jspecify.annotations.NullMarked;
