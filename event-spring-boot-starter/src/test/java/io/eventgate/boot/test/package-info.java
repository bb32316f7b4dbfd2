/**
 * Help for tests of applications that use events: assertions, and a JUnit extension that
 * gives each test the events in their initial state. Published as the test-jar of the
 * starter.
 */
@NullMarked
package io.eventgate.boot.test;

import org.jspecify.annotations.NullMarked;
