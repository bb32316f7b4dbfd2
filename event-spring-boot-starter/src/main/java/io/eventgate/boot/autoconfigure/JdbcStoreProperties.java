/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.jdbc.JdbcStateStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Configuration properties of a {@link JdbcStateStore}.
 *
 * @param table The table of events, with its schema if needed. The names of the two other
 * tables begin with it.
 * @param initializeSchema When to create the tables if they are missing.
 * @param schema The script that creates the tables. Without it, the one for the database.
 * @since 0.1.0
 */
@ConfigurationProperties("eventgate.store.jdbc")
public record JdbcStoreProperties(@DefaultValue("eventgate_events") String table,
		@DefaultValue("embedded") DatabaseInitializationMode initializeSchema, @Nullable String schema) {

}
