/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventRegistry} while a factory or a listener blocks.
 */
@Timeout(120)
class EventRegistryConcurrencyTests {

	private final Blocker blocker = new Blocker();

	private final List<Event> made = new CopyOnWriteArrayList<>();

	private final EventRegistry registry = new EventRegistry((definition) -> {
		if (definition.name().equals("slow")) {
			this.blocker.block();
		}
		this.made.add(Event.create(definition.name(), definition.initiallySet()));
		return this.made.get(this.made.size() - 1);
	});

	@AfterEach
	void unblock() {
		this.blocker.unblock.complete(null);
	}

	@Test
	void eventIsNotVisibleBeforeItIsComplete() {
		List<String> added = new CopyOnWriteArrayList<>();
		this.registry.addListener((registration) -> added.add(registration.definition().name()));
		Started<Event> creation = creationThatBlocks();
		assertThat(this.registry.find("slow")).isEmpty();
		assertThat(this.registry.findRegistration("slow")).isEmpty();
		assertThat(this.registry.getRegistrations()).isEmpty();
		assertThat(Started.call(() -> this.registry.remove("slow")).result()).isFalse();
		assertThat(added).isEmpty();
		this.blocker.unblock.complete(null);
		Event event = creation.result();
		assertThat(this.registry.get("slow")).isSameAs(event);
		assertThat(added).containsExactly("slow");
	}

	@Test
	void otherEventsAreCreatedAndRemovedWhileAFactoryBlocks() {
		creationThatBlocks();
		assertThat(Started.call(() -> this.registry.create("quick", false)).result()).isNotNull();
		assertThat(Started.call(() -> this.registry.remove("quick")).result()).isTrue();
	}

	@Test
	void nameIsTakenWhileItsEventIsBeingCreated() {
		Started<Event> first = creationThatBlocks();
		assertThat(Started.call(() -> this.registry.create("slow", true)).failure())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("Event 'slow' already exists. Find it, or choose another name");
		this.blocker.unblock.complete(null);
		Event event = first.result();
		assertThat(this.registry.get("slow")).isSameAs(event);
		assertThat(this.made).hasSize(1);
	}

	@Test
	void shutDownRegistryRefusesAnEventBeingCreated() {
		Started<Event> creation = creationThatBlocks();
		assertThat(Started.run(this.registry::shutdown).result()).isTrue();
		this.blocker.unblock.complete(null);
		assertThat(creation.failure()).isInstanceOf(IllegalStateException.class)
			.hasMessage("The registry is shut down. Event 'slow' was not added");
		assertThat(this.made).singleElement().satisfies((event) -> assertThat(event.isShutdown()).isTrue());
		assertThat(this.registry.getRegistrations()).isEmpty();
	}

	@Test
	void registryIsClosedWhileAListenerBlocks() {
		this.registry.addListener((registration) -> this.blocker.block());
		Started<Event> creation = Started.call(() -> this.registry.create("orders", false));
		Started.until("the listener blocks", this.blocker.blocked::isDone);
		assertThat(Started.run(this.registry::shutdown).result()).isTrue();
		assertThat(this.registry.get("orders").isShutdown()).isTrue();
		this.blocker.unblock.complete(null);
		assertThat(creation.result().isShutdown()).isTrue();
	}

	@Test
	void nameIsFreeAgainIfTheFactoryFails() {
		EventRegistry failing = new EventRegistry((definition) -> {
			if (definition.initiallySet()) {
				throw new AssertionError("of the test");
			}
			return Event.create();
		});
		assertThat(Started.call(() -> failing.create("orders", true)).failure()).hasMessage("of the test");
		assertThat(failing.create("orders", false)).isSameAs(failing.get("orders"));
		assertThatIllegalArgumentException().isThrownBy(() -> failing.create("orders", false));
	}

	private Started<Event> creationThatBlocks() {
		Started<Event> creation = Started.call(() -> this.registry.create("slow", false));
		Started.until("the factory blocks", this.blocker.blocked::isDone);
		return creation;
	}

	private static final class Blocker {

		final CompletableFuture<Void> blocked = new CompletableFuture<>();

		final CompletableFuture<Void> unblock = new CompletableFuture<>();

		void block() {
			this.blocked.complete(null);
			this.unblock.join();
		}

	}

}
