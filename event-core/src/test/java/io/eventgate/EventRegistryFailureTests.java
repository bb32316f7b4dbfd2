package io.eventgate;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

	@Test
	void eventThatCannotBeClosedKeepsNoOtherOpen() {
		this.registry.register(new EventDefinition("a", false), failing());
		Event other = this.registry.create("b", false);
		assertThatIllegalStateException().isThrownBy(this.registry::close).withMessage("cannot");
		assertThat(other.isClosed()).isTrue();
	}

	@Test
	void listenerThatFailsHarmsNeitherTheRegistryNorOtherListeners() {
		List<String> seen = new ArrayList<>();
		this.registry.addListener(new Recorder(seen, true));
		this.registry.addListener(new Recorder(seen, false));
		assertThat(this.registry.create("a", false)).isNotNull();
		assertThat(this.registry.remove("a")).isTrue();
		assertThat(seen).containsExactly("added a", "removed a");
	}

	@Test
	void factoryThatCreatesTheSameNameLosesNoEvent() {
		List<Event> inner = new ArrayList<>();
		EventRegistry[] self = new EventRegistry[1];
		self[0] = new EventRegistry((definition) -> {
			if (inner.isEmpty()) {
				inner.add(Event.create());
				self[0].register(definition, inner.get(0));
			}
			return Event.create();
		});
		assertThatIllegalStateException().isThrownBy(() -> self[0].create("a", false)).withMessageContaining("'a'");
		assertThat(self[0].get("a")).isSameAs(inner.get(0));
	}

	private static Event failing() {
		return (Event) Proxy.newProxyInstance(Event.class.getClassLoader(), new Class<?>[] { Event.class },
				(proxy, method, arguments) -> {
					throw new IllegalStateException("cannot");
				});
	}

	private record Recorder(List<String> seen, boolean fails) implements EventRegistry.Listener {

		@Override
		public void onAdded(EventRegistry.Registration registration) {
			record("added ", registration);
		}

		@Override
		public void onRemoved(EventRegistry.Registration registration) {
			record("removed ", registration);
		}

		private void record(String what, EventRegistry.Registration registration) {
			if (this.fails) {
				throw new IllegalArgumentException("listener");
			}
			this.seen.add(what + registration.definition().name());
		}

	}

}
