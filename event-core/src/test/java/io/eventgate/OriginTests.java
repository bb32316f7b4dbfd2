/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Origin}.
 */
class OriginTests {

	private static final Origin ALICE = new Origin(Origin.Source.ENDPOINT, "alice", "migration");

	@Test
	void threadWithoutAnOriginActsForTheApplication() {
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

	@Test
	void listenerReceivesTheOriginOfATransition() {
		Event event = Event.create("orders-open", false);
		List<Origin> origins = new ArrayList<>();
		event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				origins.add(transition.origin());
			}

		});
		ALICE.run(event::set);
		event.clear();
		assertThat(origins).containsExactly(ALICE, Origin.APPLICATION);
		assertThat(event).hasToString("Event[orders-open, clear, 0 waiting]");
	}

	@Test
	void innermostOriginAppliesUntilItsActionEnds() {
		Origin bob = new Origin(Origin.Source.JMX, "bob", null);
		ALICE.run(() -> {
			assertThatIllegalStateException().isThrownBy(() -> bob.run(() -> {
				assertThat(Origin.current()).isEqualTo(bob);
				throw new IllegalStateException("of the test");
			}));
			assertThat(Origin.current()).isEqualTo(ALICE);
		});
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

	@Test
	void textsAreInert() {
		Origin origin = new Origin(Origin.Source.APPLICATION, "ann\n", "a\r\nERROR b", "x".repeat(10_000_000));
		assertThat(origin.principal()).isEqualTo("ann");
		assertThat(origin.reason()).isEqualTo("a  ERROR b");
		assertThat(origin.instance()).hasSize(Origin.MAX_TEXT_LENGTH);
	}

	@Test
	void blankTextIsAbsent() {
		Origin origin = new Origin(Origin.Source.APPLICATION, "", " \n ", null);
		assertThat(origin).isEqualTo(Origin.APPLICATION);
		assertThat(origin.principal()).isNull();
		assertThat(origin.reason()).isNull();
		assertThat(origin.instance()).isNull();
	}

	@Test
	void callReturnsTheResultAndRestoresTheOrigin() throws IOException {
		assertThat(ALICE.<Origin, IOException>call(Origin::current)).isEqualTo(ALICE);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> ALICE.call(() -> {
			throw new IOException("of the test");
		}));
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

}
