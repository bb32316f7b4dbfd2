/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Shared events in a table of a database: changes arrive on PostgreSQL at once, by
 * {@code LISTEN} and {@code NOTIFY}, on any other database at each interval. Only
 * {@code io.eventgate.boot.jdbc.JdbcStateStore} and the initializer of its table are for
 * users.
 */
@NullMarked
package io.eventgate.boot.jdbc;

import org.jspecify.annotations.NullMarked;
