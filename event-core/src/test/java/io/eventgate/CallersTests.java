package io.eventgate;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Callers}. That resolvers are found is tested where there is one: in the
 * starter.
 */
class CallersTests {

	@Test
	void firstThatKnowsIsBelieved() {
		assertThat(Callers.first(List.of(() -> "", () -> "alice", () -> "bob"))).isEqualTo("alice");
	}

	@Test
	void callerIsUnknownWhereNobodyKnows() {
		assertThat(Callers.first(List.of(() -> ""))).isEmpty();
		assertThat(Callers.first(List.of())).isEmpty();
		assertThat(Callers.current()).isEmpty();
	}

	@Test
	void resolverThatFailsHarmsNobody() {
		assertThat(Callers.first(List.of(() -> {
			throw new IllegalStateException("of the test");
		}, () -> {
			throw new NoClassDefFoundError("of the test");
		}, () -> {
			throw new AssertionError("of the test");
		}, () -> "alice"))).isEqualTo("alice");
	}

}
