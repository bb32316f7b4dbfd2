/**
 * Events that an application's readiness depends on, as health contributors.
 */
@NullMarked
package io.eventgate.boot.health;

import org.jspecify.annotations.NullMarked;
