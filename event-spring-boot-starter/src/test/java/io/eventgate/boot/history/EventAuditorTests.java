/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventAuditorTests {

	private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");

	private final List<EventTransition> seen = new ArrayList<>();

	private final EventRegistry registry = new EventRegistry();

	private final EventAuditor auditor = new EventAuditor(Clock.fixed(NOW, ZoneOffset.UTC), List.of(this.seen::add));

	private final Event event = this.registry.create("gate", false);

	@BeforeEach
	void follow() {
		this.registry.addListener(this.auditor);
	}

	@Test
	void transitionIsPassedOnWithTimeAndOrigin() {
		Origin operator = new Origin(Origin.Source.ENDPOINT, "ann", "migration");
		this.event.set();
		operator.run(this.event::clear);
		assertThat(this.seen).containsExactly(
				new EventTransition("gate", NOW, new Transition(Transition.Kind.SET, false, 0)),
				new EventTransition("gate", NOW, new Transition(Transition.Kind.CLEAR, true, 0, operator)));
	}

	@Test
	void eventsThatAreAddedLaterAreFollowed() {
		this.registry.create("later", false).set();
		assertThat(this.seen).extracting(EventTransition::event).containsExactly("later");
	}

	@Test
	void removedEventIsNoLongerFollowed() {
		this.registry.remove("gate");
		this.event.set();
		assertThat(this.seen).isEmpty();
	}

	@Test
	void failingListenerDoesNotAffectOthers() {
		this.registry.removeListener(this.auditor);
		Event other = this.registry.create("other", false);
		other.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event event, Transition transition) {
				throw new IllegalStateException("on purpose");
			}

		});
		this.registry.addListener(this.auditor);
		other.set();
		assertThat(this.seen).hasSize(1);
	}

	@Test
	void failingConsumerAffectsNeitherEventNorConsumers() {
		this.registry.removeListener(this.auditor);
		this.registry.addListener(new EventAuditor(Clock.fixed(NOW, ZoneOffset.UTC), List.of((changed) -> {
			throw new IllegalStateException("of the test");
		}, (changed) -> {
			throw new NoClassDefFoundError("of the test");
		}, this.seen::add)));
		Event other = this.registry.create("other", false);
		other.set();
		assertThat(other.isSet()).isTrue();
		assertThat(this.seen).hasSize(1);
	}

}
