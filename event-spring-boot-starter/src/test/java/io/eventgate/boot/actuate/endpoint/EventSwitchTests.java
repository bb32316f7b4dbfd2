package io.eventgate.boot.actuate.endpoint;

import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.Origin;
import io.eventgate.Transition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventSwitchTests {

	private static final Origin OPERATOR = new Origin(Origin.Source.ENDPOINT, "ann", "migration", "");

	private final Event event = Event.create();

	@Test
	void tellsWhatItDid() {
		CompletableFuture<Void> waiter = this.event.whenSet();
		assertThat(change(Transition.Kind.PULSE)).isEqualTo(transition(Transition.Kind.PULSE, false, 1));
		assertThat(waiter).isCompleted();
		assertThat(change(Transition.Kind.SET)).isEqualTo(transition(Transition.Kind.SET, false, 0));
		assertThat(change(Transition.Kind.PULSE)).isEqualTo(transition(Transition.Kind.PULSE, true, 0));
	}

	@Test
	void tellsThatThereWasNothingToDo() {
		assertThat(change(Transition.Kind.CLEAR)).isEqualTo(transition(Transition.Kind.CLEAR, false, 0));
		this.event.set();
		assertThat(change(Transition.Kind.SET)).isEqualTo(transition(Transition.Kind.SET, true, 0));
		assertThat(this.event.isSet()).isTrue();
	}

	@Test
	void doesNotTakeWhatFollowsForWhatWasAskedFor() {
		CompletableFuture<Void> dependent = this.event.whenSet().thenRun(() -> {
			this.event.clear();
			new Origin(Origin.Source.JMX, "bob", "", "").run(this.event::set);
		});
		assertThat(change(Transition.Kind.SET)).isEqualTo(transition(Transition.Kind.SET, false, 1));
		assertThat(dependent).isCompleted();
	}

	private Transition change(Transition.Kind kind) {
		return EventSwitch.change(this.event, kind, OPERATOR);
	}

	private static Transition transition(Transition.Kind kind, boolean wasSet, int released) {
		return new Transition(kind, wasSet, released, OPERATOR);
	}

}
