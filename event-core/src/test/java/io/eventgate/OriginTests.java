package io.eventgate;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Origin}.
 */
class OriginTests {

	private static final Origin ALICE = new Origin(Origin.Source.ENDPOINT, "alice", "migration", "");

	@Test
	void threadThatSaysNothingActsForTheApplication() {
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

	@Test
	void listenerIsToldTheOriginOfATransition() {
		Event event = Event.create("orders-open", false);
		List<Origin> origins = new ArrayList<>();
		event.addListener(new EventListener() {

			@Override
			public void onTransition(Event source, Transition transition) {
				origins.add(transition.origin());
			}

		});
		ALICE.run(event::set);
		event.clear();
		assertThat(origins).containsExactly(ALICE, Origin.APPLICATION);
		assertThat(event).hasToString("Event[orders-open, clear, 0 waiting]");
	}

	@Test
	void innermostOriginCountsUntilItsActionIsOver() {
		Origin bob = new Origin(Origin.Source.JMX, "bob", "", "");
		ALICE.run(() -> {
			assertThatIllegalStateException().isThrownBy(() -> bob.run(() -> {
				assertThat(Origin.current()).isEqualTo(bob);
				throw new IllegalStateException("of the test");
			}));
			assertThat(Origin.current()).isEqualTo(ALICE);
		});
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

	@Test
	void textsAreInert() {
		Origin origin = new Origin(Origin.Source.APPLICATION, "ann\n", "a\r\nERROR b", "x".repeat(10_000_000));
		assertThat(origin.who()).isEqualTo("ann");
		assertThat(origin.why()).isEqualTo("a  ERROR b");
		assertThat(origin.instance()).hasSize(Origin.MAX_TEXT_LENGTH);
	}

}
