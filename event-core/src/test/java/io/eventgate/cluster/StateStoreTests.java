/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.HashMap;
import java.util.Map;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StateStore}.
 */
class StateStoreTests {

	@ParameterizedTest
	@CsvSource({ "SET, 0, 1", "SET, 1, 1", "SET, 6, 7", "CLEAR, 0, 0", "CLEAR, 1, 2", "CLEAR, 6, 6", "PULSE, 0, 2",
			"PULSE, 1, 2", "PULSE, 6, 8", "PULSE, 7, 8" })
	void commandLeadsToTheNextVersionOfItsParity(Kind kind, long stored, long expected) {
		assertThat(command(kind, 0).apply(stored)).isEqualTo(expected);
		assertThat(command(kind, stored).apply(0)).isEqualTo(expected);
		assertThat(command(kind, stored).apply(stored)).isEqualTo(expected);
	}

	@Test
	void resultOfATimelyCommandIsNotExpired() {
		assertThat(new Result(3, 4)).isEqualTo(new Result(Result.Status.EXECUTED, 3, 4));
		assertThat(Result.EXPIRED.isExecuted()).isFalse();
	}

	@Test
	void stateRejectsNegativeVersions() {
		assertThatIllegalArgumentException().isThrownBy(() -> new State(-1, "")).withMessageContaining("-1");
	}

	@ParameterizedTest
	@ValueSource(longs = { -7, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) - 1 })
	void invalidVersionIsUnknown(long number) {
		assertThat(State.of(number, "note")).isEqualTo(State.UNKNOWN);
		assertThatIllegalArgumentException().isThrownBy(() -> new State(number, "note"));
	}

	@Test
	void stateIsReadFromTextAndNote() {
		assertThat(State.of(7, "note")).isEqualTo(new State(7, "note"));
		assertThat(State.of(StateStore.MAX_VERSION, null)).isEqualTo(new State((1L << 53) - 2, ""));
	}

	@Test
	void tooLongNoteIsEmpty() {
		assertThat(new State(1, "x".repeat(2_048)).note()).hasSize(2_048);
		assertThat(new State(1, "x".repeat(2_049)).note()).isEmpty();
	}

	@Test
	void snapshotIsACopy() {
		Map<String, State> states = new HashMap<>(Map.of("orders", State.UNKNOWN));
		Snapshot snapshot = new Snapshot(7, "1-a", states);
		states.clear();
		assertThat(snapshot.states()).containsOnlyKeys("orders");
	}

	@Test
	void refusalHasItsReason() {
		assertThat(new RefusedException("READONLY", null)).hasMessage("READONLY").hasNoCause();
	}

	private static Command command(Kind kind, long known) {
		return new Command("orders", kind, known, Long.MAX_VALUE, "");
	}

}
