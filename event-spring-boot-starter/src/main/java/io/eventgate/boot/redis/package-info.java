/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Shared events in Redis or Valkey: an {@link io.eventgate.cluster.StateStore} that
 * connects like the application, on separate connections.
 */
@NullMarked
package io.eventgate.boot.redis;

import org.jspecify.annotations.NullMarked;
