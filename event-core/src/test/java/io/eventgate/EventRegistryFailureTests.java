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
	void dependentsOfAnEventThatIsRemovedMayWaitForTheRegistry() {
		CompletableFuture<Void> dependent = anotherThreadAddsAnEventOnceClosed("first");
		Started.run(() -> this.registry.remove("first")).result();
		assertThat(dependent).isCompleted();
		assertThat(this.registry.find("first")).isEmpty();
		assertThat(this.registry.find("after-first")).isPresent();
	}

	@Test
	void dependentsOfEventsThatAreClosedMayWaitForTheRegistry() {
		CompletableFuture<Void> dependent = anotherThreadAddsAnEventOnceClosed("first");
		Started.run(this.registry::close).result();
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
	void eventThatCannotBeClosedKeepsNoOtherOpen(Throwable failure) {
		this.registry.register(new EventDefinition("a", false), failing(failure));
		RuntimeException second = new IllegalArgumentException("neither");
		this.registry.register(new EventDefinition("b", false), failing(second));
		Event other = this.registry.create("c", false);
		assertThatThrownBy(this.registry::close).isSameAs(failure).hasSuppressedException(second);
		assertThat(other.isClosed()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void listenerThatFailsHarmsNeitherTheRegistryNorOtherListeners(Throwable failure) {
		List<String> seen = new ArrayList<>();
		this.registry.addListener(new Recorder(seen, failure));
		this.registry.addListener(new Recorder(seen, null));
		assertThat(this.registry.create("a", false)).isNotNull();
		assertThat(this.registry.remove("a")).isTrue();
		assertThat(seen).containsExactly("added a", "removed a");
	}

	@Test
	void factoryThatRegistersTheNameThatItIsAskedForIsRefused() {
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
		return new UnclosableEvent(Event.create(), failure);
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

	private record UnclosableEvent(Event delegate, Throwable failure) implements ForwardingEvent {

		@Override
		public void set() {
			this.delegate.set();
		}

		@Override
		public void clear() {
			this.delegate.clear();
		}

		@Override
		public void pulse() {
			this.delegate.pulse();
		}

		@Override
		public void close() {
			EventRegistryFailureTests.<RuntimeException>sneak(this.failure);
		}

		@Override
		public void addListener(EventListener listener) {
			this.delegate.addListener(listener);
		}

		@Override
		public void removeListener(EventListener listener) {
			this.delegate.removeListener(listener);
		}

	}

}
