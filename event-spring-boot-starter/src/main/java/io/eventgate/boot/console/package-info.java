/**
 * The operations console: a page to watch and switch events, served by Actuator.
 */
@NullMarked
package io.eventgate.boot.console;

import org.jspecify.annotations.NullMarked;
