package io.eventgate.boot.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where the events are in the database. Each application has a namespace, so that several
 * can share the table. A row is an event, kind {@value #EVENT}, or a report of an
 * instance, kind {@value #REPORT}.
 *
 * @param name the table, with its schema if there is one
 * @param namespace what the instances that share events have in common
 */
record JdbcTable(String name, String namespace) {

	static final String DEFAULT_NAME = "eventgate_events";

	static final String EVENT = "E";

	static final String REPORT = "I";

	private static final int MAX_NAMESPACE_LENGTH = 200;

	/** No quotes: the name gets into statements as it is. */
	private static final Pattern NAME = Pattern
		.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}");

	static JdbcTable of(String name, String namespace) {
		Objects.requireNonNull(namespace, "namespace");
		if (namespace.isBlank() || namespace.length() > MAX_NAMESPACE_LENGTH
				|| namespace.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("The namespace '" + namespace.replaceAll("\\p{Cc}", "?")
					+ "' is blank, longer than " + MAX_NAMESPACE_LENGTH
					+ " characters or has control characters; set eventgate.store.namespace to a name that only the"
					+ " instances of this application share, such as 'orders'");
		}
		return new JdbcTable(checkName(name), namespace);
	}

	static String checkName(String name) {
		if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
			throw new IllegalArgumentException("'" + name.replaceAll("\\p{Cc}", "?")
					+ "' is not the name of a table; set eventgate.store.jdbc.table to letters, digits and underscores,"
					+ " at most 63, with the schema and a dot before it if needed, such as 'ops." + DEFAULT_NAME + "'");
		}
		return name;
	}

	/** The channel of PostgreSQL on which names of changed events are published. */
	String channel() {
		// A hash, as an identifier of PostgreSQL has 63 bytes at most.
		byte[] seed = (this.name + '\n' + this.namespace).getBytes(StandardCharsets.UTF_8);
		return "eventgate_" + UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
	}

	@Override
	public String toString() {
		return "table '" + this.name + "', namespace '" + this.namespace + "'";
	}

}
