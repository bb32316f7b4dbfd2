/**
 * How long waits at events take, and how many there are.
 */
@NullMarked
package io.eventgate.boot.waits;

import org.jspecify.annotations.NullMarked;
