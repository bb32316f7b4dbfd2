/**
 * Observations of waits for Micrometer Observation and tracing.
 */
@NullMarked
package io.eventgate.boot.observation;

import org.jspecify.annotations.NullMarked;
