/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Callers}. The starter has a resolver and tests that it is found.
 */
class CallersTests {

	@Test
	void firstNameIsTaken() {
		assertThat(first(Optional::empty, () -> Optional.of("alice"), () -> Optional.of("bob"))).contains("alice");
	}

	@Test
	void callerIsUnknownIfNoResolverFindsOne() {
		assertThat(first(Optional::empty)).isEmpty();
		assertThat(first()).isEmpty();
		assertThat(Callers.current()).isEmpty();
	}

	@Test
	void failingResolverDoesNotAffectOthers() {
		assertThat(first(() -> {
			throw new IllegalStateException("of the test");
		}, () -> {
			throw new NoClassDefFoundError("of the test");
		}, () -> {
			throw new AssertionError("of the test");
		}, () -> Optional.of("alice"))).contains("alice");
	}

	private static Optional<String> first(CallerResolver... resolvers) {
		return Callers.first(List.of(resolvers));
	}

}
