/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.eventgate.Transition.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RevertibleEvent} within one JVM.
 */
@Timeout(60)
class ReversalTests {

	private static final Duration SOON = Duration.ofMillis(20);

	private static final Duration LATER = Duration.ofDays(1);

	private final LocalEvent event = new LocalEvent("orders", true);

	@Test
	void temporaryStateIsRevertedWithItsOrigin() throws InterruptedException {
		List<Transition> transitions = new CopyOnWriteArrayList<>();
		CountDownLatch two = new CountDownLatch(2);
		this.event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event event, Transition transition) {
				transitions.add(transition);
				two.countDown();
			}

		});
		Origin alice = new Origin(Origin.Source.ENDPOINT, "alice", "migration");
		Transition transition = alice.call(() -> this.event.changeFor(Kind.CLEAR, SOON));
		assertThat(transition.wasSet()).isTrue();
		assertThat(transition.until()).isNotNull();
		this.event.await();
		assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(transitions).extracting(Transition::kind).containsExactly(Kind.CLEAR, Kind.SET);
		assertThat(transitions).extracting(Transition::until).containsExactly(transition.until(), null);
		assertThat(transitions.get(1).origin()).isEqualTo(new Origin(Origin.Source.REVERSAL, "alice", "migration"));
		assertThat(this.event.getRevertTime()).isEmpty();
	}

	@Test
	void temporarySetIsRevertedToClear() {
		this.event.clear();
		assertThat(this.event.changeFor(Kind.SET, SOON).isSet()).isTrue();
		Started.until("it is clear", () -> !this.event.isSet());
		assertThat(this.event.isSet()).isFalse();
	}

	@Test
	void revertTimeIsThatOfTheTransition() {
		Instant before = Instant.now();
		Transition transition = this.event.changeFor(Kind.CLEAR, LATER);
		assertThat(this.event.getRevertTime()).contains(transition.until());
		assertThat(transition.until()).isBetween(before.plus(LATER).minusMillis(1), Instant.now().plus(LATER));
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void laterSetCancelsTheReversalEvenWithoutAChange(Kind kind) {
		this.event.changeFor(Kind.CLEAR, LATER);
		this.event.change(kind);
		assertThat(this.event.getRevertTime()).isEmpty();
		this.event.set();
		this.event.changeFor(Kind.CLEAR, SOON);
		this.event.changeFor(Kind.CLEAR, LATER);
		assertThat(this.event.getRevertTime()).isPresent();
		this.event.clear();
		assertThat(this.event.getRevertTime()).isEmpty();
		assertThat(this.event.isSet()).isFalse();
	}

	@Test
	void setOfATemporarilySetEventKeepsItSet() {
		this.event.clear();
		this.event.changeFor(Kind.SET, LATER);
		assertThat(this.event.set()).isFalse();
		assertThat(this.event.getRevertTime()).isEmpty();
		assertThat(this.event.isSet()).isTrue();
	}

	@Test
	void permanentStateIsNotReverted() {
		Transition transition = this.event.changeFor(Kind.SET, SOON);
		assertThat(transition.until()).isNull();
		assertThat(this.event.getRevertTime()).isEmpty();
		this.event.clear();
		assertThat(this.event.changeFor(Kind.CLEAR, SOON).until()).isNull();
		assertThat(this.event.getRevertTime()).isEmpty();
	}

	@Test
	void laterTimeReplacesAnEarlierOne() throws InterruptedException {
		this.event.changeFor(Kind.CLEAR, LATER);
		Transition again = this.event.changeFor(Kind.CLEAR, SOON);
		assertThat(again.wasSet()).isFalse();
		assertThat(again.until()).isNotNull();
		this.event.await();
	}

	@Test
	void shutdownEndsTheReversal() {
		this.event.changeFor(Kind.CLEAR, LATER);
		this.event.shutdown();
		assertThat(this.event.getRevertTime()).isEmpty();
		assertThat(this.event.changeFor(Kind.SET, LATER).until()).isNull();
	}

	@Test
	void waitersAreReleasedByTheReversal() throws InterruptedException {
		this.event.changeFor(Kind.CLEAR, Duration.ofMillis(200));
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			waiters.add(Started.run(this.event::await));
		}
		this.event.await();
		waiters.forEach(Started::result);
	}

	/** The first of a switch and the reversal wins, and the other one has no effect. */
	@Test
	void reversalBesideOtherSwitchesHappensAtMostOnce() {
		for (int i = 0; i < 300; i++) {
			LocalEvent raced = new LocalEvent(null, true);
			List<Kind> kinds = new CopyOnWriteArrayList<>();
			raced.addObserver(new EventObserver() {

				@Override
				public void onTransition(Event event, Transition transition) {
					kinds.add(transition.kind());
				}

			});
			raced.changeFor(Kind.CLEAR, Duration.ofNanos(1));
			boolean changed = raced.clear();
			Started.until("the reversal is done or cancelled", () -> raced.getRevertTime().isEmpty());
			if (changed) {
				// The reversal came first.
				Started.until("all are notified", () -> kinds.size() == 3);
				assertThat(raced.isSet()).isFalse();
			}
			else {
				assertThat(kinds).hasSizeBetween(1, 2);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P365DT0.000000001S" })
	void durationMustBePositiveAndNotTooLong(Duration duration) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.event.changeFor(Kind.CLEAR, duration))
			.withMessage("duration must be positive and at most 365 days, but was " + duration);
		assertThat(this.event.isSet()).isTrue();
	}

	@Test
	void pulseCannotBeTemporary() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.event.changeFor(Kind.PULSE, SOON))
			.withMessageContaining("use SET or CLEAR");
	}

	@Test
	void registryFindsTheEventBehindItsWrappers() {
		EventRegistry registry = new EventRegistry();
		Event created = registry.create("orders", true);
		registry.replace(registry.findRegistration("orders").orElseThrow(), new Wrapper(created));
		assertThat(registry.changeFor("orders", Kind.CLEAR, LATER).until()).isNotNull();
		assertThat(created.isSet()).isFalse();
		registry.register(EventDefinition.builder("own").build(), new Wrapper(Event.create(true)));
		assertThat(registry.changeFor("own", Kind.CLEAR, LATER).until()).isNotNull();
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> registry.changeFor("unknown", Kind.CLEAR, LATER))
			.withMessage("Event 'unknown' is not defined. The defined events are [orders, own]");
	}

	private static final class Wrapper extends ForwardingEvent {

		private final Event delegate;

		Wrapper(Event delegate) {
			this.delegate = delegate;
		}

		@Override
		protected Event delegate() {
			return this.delegate;
		}

	}

}
