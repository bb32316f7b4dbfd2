/**
 * Real servers for tests, and what makes a network fail.
 */
@NullMarked
package io.eventgate.boot.testing;

import org.jspecify.annotations.NullMarked;
