package io.eventgate;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaiterStackSweepTests {

	private static final int MANY = 10_000;

	@Test
	void manyThatDepartBesideOneThatStaysLeaveFewLinks() {
		WaiterStack stack = new WaiterStack();
		List<ThreadWaiter> leaving = Stream.generate(ThreadWaiter::new).limit(MANY).toList();
		leaving.forEach(stack::push);
		ThreadWaiter staying = new ThreadWaiter();
		stack.push(staying);
		leaving.forEach((waiter) -> {
			waiter.thread = null;
			stack.departed();
		});
		int links = 0;
		for (Waiter waiter = staying; waiter != null; waiter = waiter.next) {
			links++;
		}
		assertThat(stack.count()).isOne();
		assertThat(links).isLessThan(100);
	}

}
