/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.util.List;
import java.util.Objects;

/**
 * The keys of a namespace. The braces are a hash tag: a Redis Cluster keeps all keys with
 * the same one together, so that one script may use them all.
 *
 * @param namespace the namespace of the instances that share events
 * @param events a hash; version, space, and note of each event, and the id of the last
 * change
 * @param feed a stream of the latest changes, each with the id of the one before it
 * @param reports a hash; time, space, and report of each instance, and the time since
 * which they are kept
 */
record RedisKeys(String namespace, String events, String feed, String reports) {

	static final int MAX_NAMESPACE_LENGTH = 200;

	private static final String COMMANDS = "+eval +evalsha +time +hget +hgetall +hlen +hset +hdel +xadd +xread"
			+ " +xinfo +ping";

	static RedisKeys of(String namespace) {
		Objects.requireNonNull(namespace, "namespace");
		if (namespace.isBlank()) {
			throw invalid(namespace, "is blank");
		}
		if (namespace.length() > MAX_NAMESPACE_LENGTH) {
			throw invalid(namespace.substring(0, MAX_NAMESPACE_LENGTH) + "...",
					"is longer than " + MAX_NAMESPACE_LENGTH + " characters");
		}
		if (namespace.indexOf('{') >= 0 || namespace.indexOf('}') >= 0) {
			throw invalid(namespace, "has braces, which mark the hash tag of Redis Cluster");
		}
		if (namespace.chars().anyMatch((c) -> Character.isISOControl(c) || Character.isWhitespace(c))) {
			throw invalid(namespace.replaceAll("\\p{Cc}", "?"), "has white space or control characters");
		}
		String prefix = prefix(namespace);
		return new RedisKeys(namespace, prefix + "events", prefix + "feed", prefix + "reports");
	}

	/** Returns the keys that a change is written to. */
	List<String> changing() {
		return List.of(this.events, this.feed);
	}

	/** Returns the rights that a user of Redis needs, as rules of {@code ACL SETUSER}. */
	String rights() {
		String pattern = prefix(this.namespace).replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
		return "~" + pattern + " " + COMMANDS;
	}

	private static String prefix(String namespace) {
		return "eventgate:{" + namespace + "}:";
	}

	private static IllegalArgumentException invalid(String namespace, String problem) {
		return new IllegalArgumentException("The namespace '" + namespace + "' " + problem
				+ ". Set eventgate.store.namespace to a name that only the instances of this application share, such as"
				+ " 'orders'");
	}

}
