/**
 * Threads of frameworks that must not wait for events.
 */
@NullMarked
package io.eventgate.boot.threads;

import org.jspecify.annotations.NullMarked;
