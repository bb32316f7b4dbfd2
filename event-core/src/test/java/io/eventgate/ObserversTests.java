/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@Timeout(60)
class ListenersTests {

	private static final Transition TRANSITION = new Transition(Transition.Kind.SET, false, 0);

	private final Logger logger = Logger.getLogger(Event.class.getName());

	private final Capture capture = new Capture();

	private final LocalEvent event = new LocalEvent("orders", false);

	private final Observers listeners = new Observers();

	private final List<String> calls = new ArrayList<>();

	@BeforeEach
	void captureTheLog() {
		this.logger.setUseParentHandlers(false);
		this.logger.addHandler(this.capture);
	}

	@AfterEach
	void releaseTheLog() {
		this.logger.removeHandler(this.capture);
		this.logger.setUseParentHandlers(true);
	}

	@Test
	void listenersAreNotifiedInTheOrderOfRegistration() {
		this.listeners.add(listener("first"));
		this.listeners.add(listener("second"));
		this.listeners.transition(this.event, TRANSITION);
		this.listeners.waited(this.event, WaitOutcome.TIMEOUT, new ThreadWaiter());
		assertThat(this.calls).containsExactly("first SET", "second SET", "first TIMEOUT", "second TIMEOUT");
	}

	@Test
	void removalOfAnUnknownListenerIsIgnored() {
		this.listeners.remove(listener("none"));
		assertThat(this.listeners.isEmpty()).isTrue();
	}

	@Test
	void listenerThatDoesNothingIsAllowed() {
		this.listeners.add(new EventObserver() {
		});
		this.listeners.transition(this.event, TRANSITION);
		this.listeners.waited(this.event, WaitOutcome.SET, new ThreadWaiter());
		assertThat(this.listeners.isEmpty()).isFalse();
		assertThat(this.capture.records).isEmpty();
	}

	@Test
	void failureIsLoggedWithTheListenerAndTheEvent() {
		this.listeners.add(failing(new IllegalStateException("of the test"), "BadListener"));
		this.listeners.add(listener("next"));
		assertThatNoException().isThrownBy(() -> this.listeners.transition(this.event, TRANSITION));
		assertThat(this.calls).containsExactly("next SET");
		assertThat(this.capture.records).singleElement().satisfies((record) -> {
			assertThat(record.getLevel()).isEqualTo(Level.WARNING);
			assertThat(record.getMessage()).contains("BadListener", "orders");
			assertThat(record.getThrown()).hasMessage("of the test");
		});
	}

	@Test
	void listenerErrorIsThrownAfterWaitersAreReleased() {
		Started<Boolean> waiter = Started.run(this.event::await);
		Started.untilWaiting(this.event, 1);
		EventObserver failing = failing(new StackOverflowError("of the test"), "BadListener");
		this.event.addObserver(failing);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::set);
		assertThat(this.event.isSet()).isTrue();
		// The listener is notified of the end of the wait as well, and fails again.
		assertThat(waiter.failure()).isInstanceOf(StackOverflowError.class);
		this.event.removeObserver(failing);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void listenerErrorBeforeAWaitLeavesNoWaiter() {
		this.event.addObserver(failing(new StackOverflowError("of the test"), "BadListener"));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::await);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::whenSet);
		assertThat(this.event.getQueueLength()).isZero();
		assertThat(this.event.getLongestWait()).isEmpty();
	}

	@Test
	void removedListenerReceivesTheOutcomeOfABegunWait() {
		EventObserver listener = new EventObserver() {

			@Override
			public Consumer<WaitOutcome> onBlock(Event source) {
				return (outcome) -> ListenersTests.this.calls.add("ended by " + outcome);
			}

		};
		this.event.addObserver(listener);
		CompletableFuture<Void> waiter = this.event.whenSet();
		this.event.removeObserver(listener);
		this.event.set();
		assertThat(waiter).isCompleted();
		assertThat(this.calls).containsExactly("ended by SET");
	}

	@Test
	void releasedIsTheNumberOfWaitersAtThatMoment() {
		List<Integer> released = new ArrayList<>();
		this.event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				released.add(transition.released());
			}

		});
		for (int count = 0; count < 8; count++) {
			List<Started<Boolean>> waiters = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				waiters.add(Started.run(this.event::await));
			}
			Started.untilWaiting(this.event, count);
			this.event.pulse();
			assertThat(waiters).allMatch(Started::result);
		}
		assertThat(released).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
	}

	@Test
	void listenersMayBeAddedAndRemovedDuringNotification() {
		AtomicInteger notifications = new AtomicInteger();
		EventObserver counting = new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				notifications.incrementAndGet();
				source.removeObserver(this);
			}

		};
		this.event.addObserver(counting);
		this.event.set();
		this.event.clear();
		assertThat(notifications).hasValue(1);
	}

	private EventObserver listener(String name) {
		return new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				ListenersTests.this.calls.add(name + " " + transition.kind());
			}

			@Override
			public void onWait(Event source, WaitOutcome outcome, long nanos) {
				ListenersTests.this.calls.add(name + " " + outcome);
			}

		};
	}

	private static EventObserver failing(Throwable failure, String name) {
		return new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				ListenersTests.<RuntimeException>sneak(failure);
			}

			@Override
			public @Nullable Consumer<WaitOutcome> onBlock(Event source) {
				ListenersTests.<RuntimeException>sneak(failure);
				return null;
			}

			@Override
			public void onWait(Event source, WaitOutcome outcome, long nanos) {
				ListenersTests.<RuntimeException>sneak(failure);
			}

			@Override
			public String toString() {
				return name;
			}

		};
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

	private static final class Capture extends Handler {

		final List<LogRecord> records = new ArrayList<>();

		@Override
		public void publish(LogRecord record) {
			this.records.add(record);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
