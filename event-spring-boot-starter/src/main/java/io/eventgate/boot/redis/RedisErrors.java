/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.eventgate.cluster.StateStore.RefusedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/**
 * The translation of errors of Redis.
 */
final class RedisErrors {

	private static final Pattern MOVED = Pattern.compile("MOVED \\d+ (.*):(\\d+)");

	/**
	 * The messages of different versions, within scripts and outside, for a missing
	 * right.
	 */
	private static final Pattern NO_PERMISSION = Pattern
		.compile("noperm|acl failure|no permissions|can't run this command|can't access at least one");

	/** A blocked client is notified of a change of roles by {@code UNBLOCKED}. */
	private static final Pattern NOT_PRIMARY = Pattern.compile("^MOVED |^MASTERDOWN |^UNBLOCKED |\\bREADONLY ");

	private RedisErrors() {
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? unwrap(cause) : failure;
	}

	/**
	 * Translates an error of Redis into a refusal and a cancellation by the client into
	 * an exception with a message. Other errors are unchanged.
	 */
	static Throwable translate(Throwable failure, RedisKeys keys) {
		if (failure instanceof CancellationException) {
			return new RedisException("The connection to Redis was lost before the response", failure);
		}
		if (!(failure instanceof RedisCommandExecutionException)) {
			return failure;
		}
		String message = "Redis rejected the command, for the namespace '" + keys.namespace() + "': "
				+ failure.getMessage();
		if (NO_PERMISSION.matcher(message.toLowerCase(Locale.ROOT)).find()) {
			message += ". The user of Redis requires these rights (ACL SETUSER): " + keys.rights();
		}
		return new RefusedException(message, failure);
	}

	/**
	 * Returns whether the server is not, or is no longer, the primary of our keys. Redis
	 * 6 wraps the error of a command in a script.
	 */
	static boolean isNotPrimary(Throwable failure) {
		return failure instanceof RedisCommandExecutionException && NOT_PRIMARY.matcher(message(failure)).find();
	}

	/** Returns the node to which a node of a cluster redirects for our keys. */
	static @Nullable RedisURI redirection(Throwable failure, RedisURI from) {
		Matcher moved = MOVED.matcher(message(failure));
		if (!(failure instanceof RedisCommandExecutionException) || !moved.matches()) {
			return null;
		}
		String host = moved.group(1);
		// No host means the one that answered.
		return RedisURI.builder(from)
			.withHost((host.isEmpty() || host.equals("?")) ? from.getHost() : host)
			.withPort(Integer.parseInt(moved.group(2)))
			.build();
	}

	private static String message(Throwable failure) {
		return Objects.requireNonNullElse(failure.getMessage(), "");
	}

}
