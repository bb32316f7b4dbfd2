/**
 * Events that instances share through Redis or Valkey: an
 * {@link io.eventgate.cluster.StateStore} that connects as the application does, over
 * connections of its own.
 */
@NullMarked
package io.eventgate.boot.redis;

import org.jspecify.annotations.NullMarked;
