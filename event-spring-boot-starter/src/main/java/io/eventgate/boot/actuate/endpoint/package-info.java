/**
 * The Actuator endpoint {@code events}, over HTTP and over JMX: shows events and who
 * waits at them, and switches them.
 */
@NullMarked
package io.eventgate.boot.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
