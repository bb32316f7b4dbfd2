/**
 * Support for tests of applications that use events: assertions, and a JUnit extension
 * that resets events to their initial state. It is published as the test-jar of the
 * starter.
 */
@NullMarked
package io.eventgate.boot.test;

import org.jspecify.annotations.NullMarked;
