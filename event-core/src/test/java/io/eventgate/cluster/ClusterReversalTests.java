/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.RevertibleEvent;
import io.eventgate.Transition;
import io.eventgate.Transition.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for temporary states of shared events.
 */
class ClusterReversalTests extends AbstractClusterTests {

	private static final Duration LATER = Duration.ofDays(1);

	private RevertibleEvent revertible(String instance, boolean initiallySet) {
		return (RevertibleEvent) event(instance, "orders", initiallySet);
	}

	@Test
	void temporaryStateIsRevertedInEachInstance() {
		RevertibleEvent here = revertible("a", true);
		RevertibleEvent there = revertible("b", true);
		List<Transition> seen = new CopyOnWriteArrayList<>();
		there.addObserver(recorder((event, transition) -> seen.add(transition)));
		Transition transition = new Origin(Origin.Source.ENDPOINT, "alice", "migration")
			.call(() -> here.changeFor(Kind.CLEAR, Duration.ofMillis(300)));
		assertThat(transition.until()).isNotNull();
		until("the state is as expected", () -> seen.size() == 2);
		assertThat(seen.get(0).until()).isNotNull();
		assertThat(seen.get(0).origin().instance()).isEqualTo("a");
		assertThat(seen.get(1).isSet()).isTrue();
		assertThat(seen.get(1).origin()).isEqualTo(new Origin(Origin.Source.REVERSAL, "alice", "migration"));
		until("the state is as expected", () -> here.isSet() && there.isSet());
		assertThat(version("orders")).isEqualTo(3);
		until("it is no longer temporary", () -> here.getRevertTime().isEmpty());
	}

	@Test
	void otherInstanceRevertsIfTheFirstHasEnded() {
		RevertibleEvent here = revertible("a", true);
		RevertibleEvent there = revertible("b", true);
		here.changeFor(Kind.CLEAR, Duration.ofMillis(300));
		this.instances.get(0).close();
		until("it is reverted", () -> version("orders") == 3);
		until("it is set here", there::isSet);
	}

	@Test
	void nextInstanceRevertsIfNoneWasRunning() {
		RevertibleEvent here = revertible("a", true);
		here.changeFor(Kind.CLEAR, Duration.ofMillis(50));
		this.instances.get(0).close();
		Event there = revertible("b", true);
		until("the state is as expected", there::isSet);
		assertThat(version("orders")).isEqualTo(3);
	}

	@Test
	void revertTimeIsAvailableInEachInstance() {
		RevertibleEvent here = revertible("a", true);
		RevertibleEvent there = revertible("b", true);
		here.changeFor(Kind.CLEAR, LATER);
		until("the state is as expected", () -> there.getRevertTime().isPresent());
		assertThat(there.getRevertTime()).contains(here.getRevertTime().orElseThrow());
	}

	@Test
	void switchThatChangesNothingCancelsTheReversalInEachInstance() {
		RevertibleEvent here = revertible("a", true);
		RevertibleEvent there = revertible("b", true);
		here.changeFor(Kind.CLEAR, LATER);
		until("the state is as expected", () -> there.getRevertTime().isPresent());
		assertThat(there.clear()).isFalse();
		until("the state is as expected", () -> here.getRevertTime().isEmpty());
		assertThat(there.getRevertTime()).isEmpty();
		assertThat(version("orders")).isEqualTo(2);
	}

	@Test
	void laterTimeReplacesAnEarlierOne() {
		RevertibleEvent here = revertible("a", true);
		RevertibleEvent there = revertible("b", true);
		here.changeFor(Kind.CLEAR, LATER);
		until("the state is as expected", () -> there.getRevertTime().isPresent());
		there.changeFor(Kind.CLEAR, Duration.ofMillis(50));
		until("the state is as expected", here::isSet);
		assertThat(version("orders")).isEqualTo(3);
	}

	@Test
	void acknowledgedPermanentStateIsNotReverted() {
		revertible("a", false);
		Acknowledgements acknowledgements = StoreCalls
			.get(this.instances.get(0).changeAsync("orders", Kind.CLEAR, LATER, PATIENT, 0));
		assertThat(acknowledgements.isComplete()).isTrue();
		assertThat(acknowledgements.transition().until()).isNull();
		assertThat(Note.isTemporary(this.server.memory.get("orders").note())).isFalse();
	}

	@Test
	void temporaryStateCanBeAcknowledged() {
		RevertibleEvent event = revertible("a", true);
		Acknowledgements acknowledgements = StoreCalls
			.get(this.instances.get(0).changeAsync("orders", Kind.CLEAR, LATER, PATIENT, 0));
		assertThat(acknowledgements.isComplete()).isTrue();
		assertThat(event.getRevertTime()).contains(acknowledgements.transition().until());
	}

	@Test
	void registrySwitchesASharedEventForATime() {
		ClusterEvents cluster = started("a");
		EventRegistry registry = new EventRegistry(cluster::create);
		Event event = registry.create(EventDefinition.builder("orders").initiallySet(true).build());
		registry.changeFor("orders", Kind.CLEAR, Duration.ofMillis(50));
		until("the state is as expected", event::isSet);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> registry.changeFor("orders", Kind.CLEAR, Duration.ofDays(366)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> cluster.changeAsync("orders", Kind.PULSE, LATER, PATIENT, 0));
		assertThat(event.isSet()).isTrue();
	}

	@Test
	void forgedTimeRevertsNothing() {
		RevertibleEvent event = revertible("a", true);
		this.server.memory.put("orders", new StateStore.State(2, "kind=clear&until=soon"), "forged");
		until("it is applied", () -> !event.isSet());
		assertThat(event.getRevertTime()).isEmpty();
		// The reversal of a later event shows that this one is not reverted.
		RevertibleEvent later = (RevertibleEvent) this.instances.get(0)
			.create(EventDefinition.builder("later").initiallySet(true).build());
		later.changeFor(Kind.CLEAR, Duration.ofMillis(1_500));
		until("it is reverted", later::isSet);
		assertThat(version("orders")).isEqualTo(2);
	}

}
