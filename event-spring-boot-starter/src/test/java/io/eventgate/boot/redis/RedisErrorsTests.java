/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

import io.eventgate.cluster.StateStore.RefusedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RedisErrors}.
 */
class RedisErrorsTests {

	private static final RedisKeys KEYS = RedisKeys.of("orders");

	private final RedisURI node = RedisURI.builder()
		.withHost("10.0.0.1")
		.withPort(6379)
		.withAuthentication("alice", "secret")
		.withSsl(true)
		.withDatabase(0)
		.build();

	@Test
	void onlyAnswersOfRedisAreRefusals() {
		assertThat(RedisErrors.translate(new RedisCommandExecutionException("OOM command not allowed"), KEYS))
			.isInstanceOf(RefusedException.class)
			.hasMessage("Redis rejected the command, for the namespace 'orders': OOM command not allowed");
		RedisCommandTimeoutException timeout = new RedisCommandTimeoutException("no answer");
		assertThat(RedisErrors.translate(timeout, KEYS)).isSameAs(timeout);
	}

	@Test
	void cancellationByTheClientIsALoss() {
		assertThat(RedisErrors.translate(new CancellationException(), KEYS)).isInstanceOf(RedisException.class)
			.hasMessageContaining("lost before the response");
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOPERM this user has no permissions to run the 'evalsha' command or its subcommand",
			"ERR Error running script (call to f_1): @user_script:3: @user_script: 3: The user executing the script can't"
					+ " run this command or subcommand",
			"ERR The user executing the script can't access at least one of the keys mentioned in the command",
			"ERR ACL failure in script: User eventgate has no permissions to run the 'xadd' command script: 1" })
	void missingRightIsNamedTogetherWithAllThatAreNeeded(String message) {
		assertThat(RedisErrors.translate(new RedisCommandExecutionException(message), KEYS))
			.hasMessageContaining(message)
			.hasMessageEndingWith(KEYS.rights());
	}

	@ParameterizedTest
	@CsvSource({ "MOVED 3999 10.0.0.2:6380, 10.0.0.2, 6380", "MOVED 3999 :6380, 10.0.0.1, 6380",
			"MOVED 3999 ?:6380, 10.0.0.1, 6380", "MOVED 3999 node.example:6379, node.example, 6379",
			"MOVED 3999 2001:db8::1:6379, 2001:db8::1, 6379" })
	void redirectionLeadsToTheOtherNodeWithTheSameSettings(String message, String host, int port) {
		RedisURI target = Objects
			.requireNonNull(RedisErrors.redirection(new RedisCommandExecutionException(message), this.node));
		assertThat(target.getHost()).isEqualTo(host);
		assertThat(target.getPort()).isEqualTo(port);
		assertThat(target.isSsl()).isTrue();
		assertThat(target.getCredentialsProvider()).isSameAs(this.node.getCredentialsProvider());
		assertThat(target.getTimeout()).isEqualTo(this.node.getTimeout());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ASK 3999 10.0.0.2:6380", "CLUSTERDOWN The cluster is down", "READONLY", "MOVED" })
	void otherAnswersAreNoRedirection(String message) {
		assertThat(RedisErrors.redirection(new RedisCommandExecutionException(message), this.node)).isNull();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "MOVED 1 a:1, true", "READONLY this is a replica, true",
			"MASTERDOWN Link with MASTER is down, true", "UNBLOCKED force unblock from blocking operation, true",
			"ASK 1 a:1, false", "TRYAGAIN later, false",
			"ERR Error running script: @user_script:1: -READONLY You can't write, true",
			"LOADING Redis is loading, false", "BUSY a script, false", "OOM memory, false", "NOPERM no, false" })
	void onlyAServerThatIsNotThePrimaryEndsTheLink(String message, boolean expected) {
		assertThat(RedisErrors.isNotPrimary(new RedisCommandExecutionException(message))).isEqualTo(expected);
		assertThat(RedisErrors.isNotPrimary(new IllegalStateException(message))).isFalse();
	}

	@Test
	void causeIsUnwrapped() {
		IllegalStateException cause = new IllegalStateException();
		assertThat(RedisErrors.unwrap(new CompletionException(new CompletionException(cause)))).isSameAs(cause);
		assertThat(RedisErrors.unwrap(cause)).isSameAs(cause);
	}

}
