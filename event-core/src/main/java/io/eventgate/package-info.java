/**
 * A gate that threads wait at: {@link io.eventgate.Event} holds a flag, {@code set()}
 * raises it and releases everyone, {@code clear()} lowers it again.
 * {@link io.eventgate.EventRegistry} keeps events by name. Nothing here depends on
 * anything but the JDK.
 */
@NullMarked
package io.eventgate;

import org.jspecify.annotations.NullMarked;
