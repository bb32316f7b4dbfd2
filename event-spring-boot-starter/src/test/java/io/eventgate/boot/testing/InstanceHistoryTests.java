/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceHistoryTests {

	private final InstanceHistory history = new InstanceHistory();

	@Test
	void possibleOrderIsNoContradiction() {
		this.history.add("a", List.of("call 1 5 SET 1", "saw 5 1", "call 8 9 CLEAR 4", "saw 9 4"));
		this.history.add("b", List.of("call 2 7 PULSE 2", "unknown 3 4 SET 0", "saw 3 1", "saw 9 4"));
		assertThat(this.history.contradictions()).isEmpty();
		assertThat(this.history.calls()).isEqualTo(3);
	}

	@Test
	void laterSwitchWithALowerVersionIsAContradiction() {
		this.history.add("a", List.of("call 1 2 SET 3"));
		this.history.add("b", List.of("call 3 4 CLEAR 2"));
		assertThat(this.history.contradictions()).hasSize(1);
	}

	@Test
	void pulseWithoutAChangeIsAContradiction() {
		this.history.add("a", List.of("call 1 2 PULSE 2"));
		this.history.add("b", List.of("call 3 4 PULSE 2"));
		assertThat(this.history.contradictions()).hasSize(2);
	}

	@Test
	void decreasingVersionIsAContradiction() {
		this.history.add("a", List.of("call 1 2 PULSE 2", "saw 2 2", "saw 3 1"));
		assertThat(this.history.contradictions()).hasSize(1);
	}

	@Test
	void versionBeforeItsSwitchIsAContradiction() {
		this.history.add("a", List.of("call 5 6 SET 1"));
		this.history.add("b", List.of("saw 4 1"));
		assertThat(this.history.contradictions()).hasSize(1);
	}

	@Test
	void violationReportedByAnInstanceIsAContradiction() {
		this.history.add("a", List.of("broken: it was clear after a set"));
		assertThat(this.history.contradictions()).containsExactly("a broken: it was clear after a set");
	}

}
