/**
 * Methods that wait at an event before they run:
 * {@link io.eventgate.boot.aop.AwaitEvent @AwaitEvent}.
 */
@NullMarked
package io.eventgate.boot.aop;

import org.jspecify.annotations.NullMarked;
