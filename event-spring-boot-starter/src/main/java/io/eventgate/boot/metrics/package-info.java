/**
 * What Micrometer is told of events: their state, who waits, and how long waits took.
 */
@NullMarked
package io.eventgate.boot.metrics;

import org.jspecify.annotations.NullMarked;
