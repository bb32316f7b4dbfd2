/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

@Timeout(60)
class EventRegistryTests {

	private final EventRegistry registry = new EventRegistry();

	@Test
	void createdEventIsFoundByItsName() {
		EventDefinition definition = EventDefinition.builder("orders")
			.initiallySet(true)
			.description("Orders are taken")
			.build();
		Event event = this.registry.create(definition);
		assertThat(event.isSet()).isTrue();
		assertThat(event).asString().contains("orders");
		assertThat(this.registry.get("orders")).isSameAs(event);
		assertThat(this.registry.find("orders")).containsSame(event);
		assertThat(this.registry.findRegistration("orders"))
			.contains(new EventRegistry.Registration(definition, event));
	}

	@Test
	void createdEventHasTheGivenInitialState() {
		assertThat(this.registry.create("one", false).isSet()).isFalse();
		assertThat(this.registry.create("other", true).isSet()).isTrue();
	}

	@Test
	void lookupOfAnUnknownNameCreatesNoEvent() {
		this.registry.create("orders", false);
		assertThat(this.registry.find("order")).isEmpty();
		assertThat(this.registry.findRegistration("order")).isEmpty();
		assertThat(this.registry.remove("order")).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> this.registry.get("order"))
			.withMessage("Event 'order' is not defined. The defined events are [orders]");
		assertThat(this.registry.getRegistrations()).hasSize(1);
	}

	@Test
	void nameIsUnique() {
		Event event = this.registry.create("orders", false);
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.create("orders", true))
			.withMessageContaining("'orders'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.registry.register(EventDefinition.of("orders"), Event.create()))
			.withMessageContaining("'orders'");
		assertThat(this.registry.get("orders")).isSameAs(event);
	}

	@Test
	void existingEventCanBeRegistered() {
		Event event = Event.create();
		this.registry.register(EventDefinition.of("mine"), event);
		assertThat(this.registry.get("mine")).isSameAs(event);
	}

	@Test
	void factoryCreatesTheEvents() {
		List<EventDefinition> asked = new ArrayList<>();
		Event made = Event.create();
		EventRegistry custom = new EventRegistry((definition) -> {
			asked.add(definition);
			return made;
		});
		EventDefinition definition = EventDefinition.builder("orders").initiallySet(true).description("text").build();
		assertThat(custom.create(definition)).isSameAs(made);
		assertThat(asked).containsExactly(definition);
	}

	@Test
	void registrationsAreASnapshotOrderedByName() {
		this.registry.create("b", false);
		this.registry.create("c", false);
		this.registry.create("a", false);
		List<EventRegistry.Registration> snapshot = this.registry.getRegistrations();
		this.registry.remove("b");
		assertThat(snapshot).extracting((registration) -> registration.definition().name())
			.containsExactly("a", "b", "c");
		assertThat(this.registry.getRegistrations()).hasSize(2);
	}

	@Test
	void removedEventIsShutDownAndItsNameIsFree() {
		Event event = this.registry.create("orders", false);
		Started<Boolean> waiter = Started.run(event::await);
		Started.untilWaiting(event, 1);
		assertThat(this.registry.remove("orders")).isTrue();
		assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class).hasMessageContaining("orders");
		assertThat(this.registry.find("orders")).isEmpty();
		assertThat(this.registry.create("orders", false)).isNotSameAs(event);
	}

	@Test
	void shutdownShutsDownEventsAndRefusesNewOnes() {
		Event event = this.registry.create("orders", false);
		Started<Boolean> waiter = Started.run(event::await);
		Started.untilWaiting(event, 1);
		this.registry.shutdown();
		this.registry.shutdown();
		assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class);
		assertThat(this.registry.get("orders").isShutdown()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.registry.create("late", false))
			.withMessageContaining("'late'");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.registry.register(EventDefinition.of("late"), Event.create()));
		assertThat(this.registry.find("late")).isEmpty();
		assertThat(this.registry.remove("orders")).isTrue();
	}

	@Test
	void listenerIsNotifiedOfPresentAddedAndRemovedEvents() {
		Recorder recorder = new Recorder();
		this.registry.create("a", false);
		this.registry.addListener(recorder);
		this.registry.create("b", false);
		this.registry.remove("a");
		this.registry.removeListener(recorder);
		this.registry.remove("b");
		this.registry.create("c", false);
		assertThat(recorder.calls).containsExactly("+a", "+b", "-a closed");
	}

	@Test
	void listenerMayCallTheRegistry() {
		this.registry.addListener(new EventRegistry.Listener() {

			@Override
			public void onAdded(EventRegistry.Registration registration) {
				if (registration.definition().name().equals("a")) {
					EventRegistryTests.this.registry.create("b", false);
				}
			}

			@Override
			public void onRemoved(EventRegistry.Registration registration) {
			}

		});
		this.registry.create("a", false);
		assertThat(this.registry.find("b")).isPresent();
	}

	@Test
	void onlyOneOfManyThreadsTakesAName() {
		List<Started<Boolean>> creators = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			creators.add(Started.call(() -> {
				int won = 0;
				for (int name = 0; name < 200; name++) {
					try {
						this.registry.create("event-" + name, false);
						won++;
					}
					catch (IllegalArgumentException ex) {
						// Another thread was first.
					}
				}
				return won > 0;
			}));
		}
		creators.forEach(Started::result);
		assertThat(this.registry.getRegistrations()).hasSize(200);
	}

	@Test
	@SuppressWarnings("NullAway") // passes null on purpose
	void nullArgumentIsNamedInException() {
		assertThatNullPointerException().isThrownBy(() -> new EventRegistry(null)).withMessage("factory");
		assertThatNullPointerException().isThrownBy(() -> this.registry.create(null)).withMessage("definition");
		assertThatNullPointerException().isThrownBy(() -> this.registry.register(null, Event.create()))
			.withMessage("definition");
		assertThatNullPointerException().isThrownBy(() -> this.registry.register(EventDefinition.of("orders"), null))
			.withMessage("event");
		assertThatNullPointerException().isThrownBy(() -> this.registry.find(null)).withMessage("name");
		assertThatNullPointerException().isThrownBy(() -> this.registry.remove(null)).withMessage("name");
		assertThatNullPointerException().isThrownBy(() -> this.registry.addListener(null)).withMessage("listener");
		assertThatNullPointerException().isThrownBy(() -> this.registry.removeListener(null)).withMessage("listener");
	}

	private static final class Recorder implements EventRegistry.Listener {

		final List<String> calls = new ArrayList<>();

		@Override
		public void onAdded(EventRegistry.Registration registration) {
			this.calls.add("+" + registration.definition().name());
		}

		@Override
		public void onRemoved(EventRegistry.Registration registration) {
			this.calls
				.add("-" + registration.definition().name() + (registration.event().isShutdown() ? " closed" : ""));
		}

	}

	@Test
	void registryWithoutAStoreRefusesSharedEvents() {
		EventRegistry registry = new EventRegistry();
		EventDefinition shared = EventDefinition.builder("orders").scope(EventDefinition.Scope.CLUSTER).build();
		assertThatIllegalArgumentException().isThrownBy(() -> registry.create(shared))
			.withMessageContaining("'orders'");
		assertThat(registry.find("orders")).isEmpty();
		registry
			.create(EventDefinition.builder("orders").initiallySet(true).scope(EventDefinition.Scope.LOCAL).build());
		assertThat(registry.get("orders").isSet()).isTrue();
	}

	@Test
	void replacedEventKeepsItsDefinition() {
		Event original = this.registry.create(EventDefinition.builder("orders").description("Orders").build());
		List<Event> seen = new ArrayList<>();
		this.registry.addListener(new EventRegistry.Listener() {

			@Override
			public void onAdded(EventRegistry.Registration registration) {
				seen.add(registration.event());
			}

			@Override
			public void onReplaced(EventRegistry.Registration registration) {
				seen.add(registration.event());
			}

			@Override
			public void onRemoved(EventRegistry.Registration registration) {
				seen.add(registration.event());
			}

		});
		Event wrapper = new Wrapper(original);
		assertThat(this.registry.replace(registration("orders"), wrapper)).isTrue();
		assertThat(this.registry.get("orders")).isSameAs(wrapper);
		assertThat(registration("orders").original()).isSameAs(original);
		assertThat(registration("orders").definition().description()).hasValue("Orders");
		assertThat(this.registry.remove("orders")).isTrue();
		assertThat(original.isShutdown()).isTrue();
		assertThat(seen).containsExactly(original, wrapper, wrapper);
	}

	@Test
	void outdatedRegistrationIsNotReplaced() {
		this.registry.create("orders", false);
		EventRegistry.Registration removed = registration("orders");
		this.registry.remove("orders");
		assertThat(this.registry.replace(removed, new Wrapper(removed.event()))).isFalse();
		Event other = this.registry.create("orders", false);
		assertThat(this.registry.replace(removed, new Wrapper(removed.event()))).isFalse();
		assertThat(this.registry.get("orders")).isSameAs(other);
	}

	@Test
	void eventReplacedDuringRemovalIsRemoved() {
		Event original = this.registry.create("orders", false);
		original.addObserver(new EventObserver() {

			@Override
			public void onShutdown(Event event) {
				EventRegistryTests.this.registry.replace(registration("orders"), new Wrapper(original));
			}

		});
		assertThat(this.registry.remove("orders")).isTrue();
		assertThat(this.registry.find("orders")).isEmpty();
	}

	private EventRegistry.Registration registration(String name) {
		return this.registry.findRegistration(name).orElseThrow();
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
