/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The tables of a store: a table of events, and two more whose names begin with its name,
 * of namespaces and of reports. Each application has a namespace, so that several can
 * share the tables.
 *
 * @param name the table of events, with its schema if there is one
 * @param namespace the namespace of the instances that share events
 */
record JdbcTable(String name, String namespace) {

	static final String DEFAULT_NAME = "eventgate_events";

	private static final int MAX_NAMESPACE_LENGTH = 200;

	/** No quotes, because the name is part of statements as it is. */
	private static final Pattern NAME = Pattern
		.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.){0,2}[A-Za-z_][A-Za-z0-9_]{0,51}");

	static JdbcTable of(String name, String namespace) {
		Objects.requireNonNull(namespace, "namespace");
		if (!namespace.equals(namespace.strip()) || namespace.isEmpty() || namespace.length() > MAX_NAMESPACE_LENGTH
				|| namespace.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("The namespace '" + namespace.replaceAll("\\p{Cc}", "?")
					+ "' is blank, begins or ends with a blank, is longer than " + MAX_NAMESPACE_LENGTH
					+ " characters or has control characters. Set eventgate.store.namespace to a name that only the"
					+ " instances of this application share, such as 'orders'");
		}
		return new JdbcTable(checkName(name), namespace);
	}

	static String checkName(String name) {
		if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
			throw new IllegalArgumentException("'" + name.replaceAll("\\p{Cc}", "?")
					+ "' is not the name of a table. Set eventgate.store.jdbc.table to letters, digits and underscores,"
					+ " at most 52, with the schema and a dot before it if needed, such as 'ops." + DEFAULT_NAME + "'");
		}
		return name;
	}

	/** Puts the names of the tables into a statement. */
	String sql(String statement) {
		return statement.replace("{events}", this.name)
			.replace("{namespaces}", this.name + "_namespaces")
			.replace("{reports}", this.name + "_reports");
	}

	/** Returns the channel of PostgreSQL on which changes are announced. */
	String channel() {
		// A hash, because an identifier of PostgreSQL has 63 bytes at most.
		byte[] seed = (this.name + '\n' + this.namespace).getBytes(StandardCharsets.UTF_8);
		return "eventgate_" + UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
	}

	@Override
	public String toString() {
		return "table '" + this.name + "', namespace '" + this.namespace + "'";
	}

}
