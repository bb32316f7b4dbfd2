/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Instant;
import java.util.stream.IntStream;

import io.eventgate.EventRegistry;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventHistoryTests {

	private final EventRegistry registry = new EventRegistry();

	@Test
	void keepsTheLatestTransitionsOfEachEventNewestFirst() {
		EventHistory history = history(2, "one", "other");
		history.accept(transition("one", 1));
		history.accept(transition("one", 2));
		history.accept(transition("one", 3));
		history.accept(transition("other", 4));
		assertThat(history.getTransitions("one")).containsExactly(transition("one", 3), transition("one", 2));
		assertThat(history.getTransitions("other")).containsExactly(transition("other", 4));
		assertThat(history.getLastChange("one")).hasValue(Instant.ofEpochSecond(3));
	}

	@Test
	void sizeIsBoundedWhenManyThreadsAdd() {
		EventHistory history = history(5, "one");
		IntStream.range(0, 10_000).parallel().forEach((second) -> history.accept(transition("one", second)));
		assertThat(history.getTransitions("one")).hasSize(5).doesNotHaveDuplicates();
		for (int second = 1; second <= 5; second++) {
			history.accept(transition("one", second));
		}
		assertThat(history.getTransitions("one")).extracting((transition) -> transition.time().getEpochSecond())
			.containsExactly(5L, 4L, 3L, 2L, 1L);
	}

	@Test
	void sizeZeroKeepsOnlyTheLastChange() {
		EventHistory history = history(0, "one");
		history.accept(transition("one", 1));
		assertThat(history.getTransitions("one")).isEmpty();
		assertThat(history.getLastChange("one")).hasValue(Instant.ofEpochSecond(1));
	}

	@Test
	void anEventThatNeverChangedHasNoLastChange() {
		EventHistory history = history(2, "one");
		assertThat(history.getTransitions("one")).isEmpty();
		assertThat(history.getLastChange("one")).isEmpty();
		assertThat(history.getLastChange("unknown")).isEmpty();
		assertThat(history.getTransitions("unknown")).isEmpty();
	}

	@Test
	void historyIsRemovedWithItsEvent() {
		EventHistory history = history(2, "one");
		history.accept(transition("one", 1));
		this.registry.remove("one");
		history.accept(transition("one", 2));
		assertThat(history.getTransitions("one")).isEmpty();
		this.registry.create("one", false);
		assertThat(history.getLastChange("one")).isEmpty();
	}

	@Test
	void aNegativeSizeIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EventHistory(-1)).withMessageContaining("-1");
	}

	private EventHistory history(int size, String... events) {
		EventHistory history = new EventHistory(size);
		this.registry.addListener(history);
		for (String event : events) {
			this.registry.create(event, false);
		}
		return history;
	}

	private static EventTransition transition(String event, long second) {
		return new EventTransition(event, Instant.ofEpochSecond(second),
				new Transition(Transition.Kind.PULSE, false, 0));
	}

}
