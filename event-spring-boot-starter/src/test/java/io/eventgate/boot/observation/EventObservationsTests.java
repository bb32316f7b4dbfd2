/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class EventObservationsTests {

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final EventRegistry events = new EventRegistry();

	private final Event gate = this.events.create("gate", false);

	EventObservationsTests() {
		this.events.addListener(new EventObservations(this.observations, null));
	}

	@Test
	void waitIsObservedFromBeginToEnd() throws Exception {
		CompletableFuture<Void> waiter = CompletableFuture.runAsync(this.gate::awaitUninterruptibly);
		Awaitility.await().until(() -> this.gate.getQueueLength() == 1);
		wait("none").hasBeenStarted().isNotStopped();
		this.gate.set();
		waiter.get(60, TimeUnit.SECONDS);
		wait("set").hasBeenStopped().hasContextualNameEqualTo("await gate");
	}

	@Test
	void timedOutWaitIsObserved() throws InterruptedException {
		assertThat(this.gate.await(Duration.ofNanos(1))).isFalse();
		wait("timeout").hasBeenStopped();
	}

	@Test
	void waitThatIsInterruptedIsObserved() {
		this.observations.observationConfig().observationHandler(new InterruptOnStart());
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.gate::await);
		wait("interrupted").hasBeenStopped().doesNotHaveError();
	}

	@Test
	void futureIsObservedUntilItIsCompleted() {
		CompletableFuture<Void> future = this.gate.whenSet();
		wait("none").isNotStopped();
		this.events.remove("gate");
		assertThat(future).isCompletedExceptionally();
		wait("shutdown").hasBeenStopped();
	}

	@Test
	void waitThatDoesNotBlockIsNotObserved() throws InterruptedException {
		assertThat(this.gate.await(Duration.ZERO)).isFalse();
		this.gate.set();
		this.gate.await();
		assertThat(this.gate.whenSet()).isCompleted();
		assertThat(this.observations).doesNotHaveAnyObservation();
	}

	@Test
	void currentObservationOfTheWaitingThreadIsTheParent() {
		Observation request = Observation.start("request", this.observations);
		request.scoped(() -> {
			assertThat(this.gate.whenSet().cancel(false)).isTrue();
			assertThat(this.observations.getCurrentObservation()).isSameAs(request);
		});
		assertThat(this.observations).hasObservationWithNameEqualTo("eventgate.await")
			.that()
			.hasParentObservationEqualTo(request);
	}

	@Test
	void customConventionNamesTheWait() throws InterruptedException {
		TestObservationRegistry other = TestObservationRegistry.create();
		this.events.addListener(new EventObservations(other, new EventWaitObservationConvention() {

			@Override
			public String getName() {
				return "gates";
			}

		}));
		assertThat(this.gate.await(Duration.ofNanos(1))).isFalse();
		assertThat(other).hasSingleObservationThat().hasNameEqualTo("gates");
	}

	@Test
	void removedEventIsNoLongerObserved() {
		Event kept = Event.create();
		this.events.register(EventDefinition.of("kept"), kept);
		this.events.remove("kept");
		assertThat(kept.whenSet()).isNotNull();
		assertThat(this.observations).doesNotHaveAnyObservation();
	}

	@Test
	void documentationNamesTheKeysOfTheConvention() {
		EventWaitObservationConvention convention = new DefaultEventWaitObservationConvention();
		assertThat(EventWaitObservationDocumentation.WAIT.getDefaultConvention()).isEqualTo(convention.getClass());
		assertThat(convention.getLowCardinalityKeyValues(new EventWaitContext("gate"))).extracting("key")
			.containsExactly((Object[]) keys());
	}

	private static String[] keys() {
		return Arrays.stream(EventWaitObservationDocumentation.WAIT.getLowCardinalityKeyNames())
			.map((key) -> key.asString())
			.toArray(String[]::new);
	}

	private TestObservationRegistryAssertReturningObservationContextAssert wait(String outcome) {
		return assertThat(this.observations).hasSingleObservationThat()
			.hasNameEqualTo("eventgate.await")
			.hasOnlyKeys("event", "outcome")
			.hasLowCardinalityKeyValue("event", "gate")
			.hasLowCardinalityKeyValue("outcome", outcome);
	}

	private static final class InterruptOnStart implements ObservationHandler<EventWaitContext> {

		@Override
		public void onStart(EventWaitContext context) {
			Thread.currentThread().interrupt();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof EventWaitContext;
		}

	}

}
