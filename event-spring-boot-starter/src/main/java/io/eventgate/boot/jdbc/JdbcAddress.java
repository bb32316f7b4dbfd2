/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the address of a database that contains no password. Each driver has its
 * own syntax for a password in an address, so only parts are shown that certainly are a
 * sub-protocol, a host, a port or the name of a database.
 */
final class JdbcAddress {

	static final String PREFIX = "jdbc:";

	private static final String HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?";

	private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_$.-]{0,127}";

	private static final String SUB_PROTOCOL = "jdbc:[a-z][a-z0-9-]{0,30}";

	/** The syntax of most drivers. An at sign anywhere may be the end of a password. */
	private static final Pattern HOSTS = Pattern
		.compile("(" + SUB_PROTOCOL + "://" + HOST + "(?:," + HOST + "){0,9})(?=$|[/?;])[^@]*", Pattern.DOTALL);

	private static final Pattern DATABASE = Pattern.compile("(/" + NAME + ")(?:$|[?;:].*)", Pattern.DOTALL);

	/** Oracle's, without a user before the at sign. */
	private static final Pattern ORACLE = Pattern
		.compile("(jdbc:oracle:thin:@(?://)?" + HOST + "[:/]" + NAME + ")(?:$|\\?[^@]*)", Pattern.DOTALL);

	private static final Pattern IN_MEMORY = Pattern.compile("(jdbc:(?:h2|hsqldb):mem:" + NAME + ")(?:$|;.*)",
			Pattern.DOTALL);

	private static final Pattern ANY = Pattern.compile("(" + SUB_PROTOCOL + ")(?=:).*", Pattern.DOTALL);

	private JdbcAddress() {
	}

	/**
	 * Returns the part of an address that may be shown.
	 * @param url the address, in the driver's syntax
	 * @return the sub-protocol, and hosts, ports and database if all of them are
	 * recognized; empty if it is no address
	 */
	static String of(String url) {
		Matcher hosts = HOSTS.matcher(url);
		if (hosts.matches()) {
			Matcher database = DATABASE.matcher(url.substring(hosts.end(1)));
			return hosts.group(1) + (database.matches() ? database.group(1) : "");
		}
		for (Pattern pattern : new Pattern[] { ORACLE, IN_MEMORY, ANY }) {
			Matcher matcher = pattern.matcher(url);
			if (matcher.matches()) {
				return matcher.group(1);
			}
		}
		return "";
	}

	/** Cuts a message after the part of its first address that may be shown. */
	static String redact(String message) {
		int start = message.indexOf(PREFIX);
		return (start >= 0) ? message.substring(0, start) + of(message.substring(start)) : message;
	}

}
