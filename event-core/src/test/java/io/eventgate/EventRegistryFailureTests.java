/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventRegistryFailureTests {

	private final EventRegistry registry = new EventRegistry();

	@Test
	void dependentsOfARemovedEventMayWaitForTheRegistry() {
		CompletableFuture<Void> dependent = anotherThreadAddsAnEventOnceClosed("first");
		Started.run(() -> this.registry.remove("first")).result();
		assertThat(dependent).isCompleted();
		assertThat(this.registry.find("first")).isEmpty();
		assertThat(this.registry.find("after-first")).isPresent();
	}

	@Test
	void dependentsOfShutDownEventsMayWaitForTheRegistry() {
		CompletableFuture<Void> dependent = anotherThreadAddsAnEventOnceClosed("first");
		Started.run(this.registry::shutdown).result();
		assertThat(dependent).isCompletedExceptionally();
	}

	private CompletableFuture<Void> anotherThreadAddsAnEventOnceClosed(String name) {
		return this.registry.create(name, false)
			.whenSet()
			.handle((nothing, failure) -> CompletableFuture.runAsync(() -> this.registry.create("after-" + name, false))
				.join());
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failingShutdownOfAnEventDoesNotAffectOthers(Throwable failure) {
		this.registry.register(EventDefinition.of("a"), failing(failure));
		RuntimeException second = new IllegalArgumentException("neither");
		this.registry.register(EventDefinition.of("b"), failing(second));
		Event other = this.registry.create("c", false);
		assertThatThrownBy(this.registry::shutdown).isSameAs(failure).hasSuppressedException(second);
		assertThat(other.isShutdown()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failingListenerAffectsNeitherRegistryNorListeners(Throwable failure) {
		List<String> seen = new ArrayList<>();
		this.registry.addListener(new Recorder(seen, failure));
		this.registry.addListener(new Recorder(seen, null));
		assertThat(this.registry.create("a", false)).isNotNull();
		assertThat(this.registry.remove("a")).isTrue();
		assertThat(seen).containsExactly("added a", "removed a");
	}

	@Test
	void factoryThatRegistersTheRequestedNameIsRefused() {
		EventRegistry[] self = new EventRegistry[1];
		self[0] = new EventRegistry((definition) -> {
			self[0].register(definition, Event.create());
			return Event.create();
		});
		assertThatIllegalArgumentException().isThrownBy(() -> self[0].create("a", false)).withMessageContaining("'a'");
		assertThat(self[0].find("a")).isEmpty();
	}

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("cannot"), new AssertionError("cannot"),
				new NoClassDefFoundError("cannot"), new IOException("cannot"));
	}

	private static Event failing(Throwable failure) {
		return new FailingEvent(Event.create(), failure);
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

	private record Recorder(List<String> seen, @Nullable Throwable failure) implements EventRegistry.Listener {

		@Override
		public void onAdded(EventRegistry.Registration registration) {
			record("added ", registration);
		}

		@Override
		public void onRemoved(EventRegistry.Registration registration) {
			record("removed ", registration);
		}

		private void record(String what, EventRegistry.Registration registration) {
			if (this.failure != null) {
				EventRegistryFailureTests.<RuntimeException>sneak(this.failure);
			}
			this.seen.add(what + registration.definition().name());
		}

	}

	/** An event whose shutdown fails. */
	private static final class FailingEvent extends ForwardingEvent {

		private final Event delegate;

		private final Throwable failure;

		FailingEvent(Event delegate, Throwable failure) {
			this.delegate = delegate;
			this.failure = failure;
		}

		@Override
		protected Event delegate() {
			return this.delegate;
		}

		@Override
		public void shutdown() {
			EventRegistryFailureTests.<RuntimeException>sneak(this.failure);
		}

	}

}
