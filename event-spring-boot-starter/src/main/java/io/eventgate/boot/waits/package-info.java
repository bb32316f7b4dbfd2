/**
 * How long waits at events take.
 */
@NullMarked
package io.eventgate.boot.waits;

import org.jspecify.annotations.NullMarked;
