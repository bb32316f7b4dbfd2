/**
 * What Micrometer Observation is told of waits, and so tracing.
 */
@NullMarked
package io.eventgate.boot.observation;

import org.jspecify.annotations.NullMarked;
