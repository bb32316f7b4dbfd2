/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaiterStackSweepTests {

	private static final int MANY = 10_000;

	@Test
	void manyDeparturesBesideAWaiterLeaveFewLinks() {
		WaiterCount count = new WaiterCount();
		WaiterStack stack = new WaiterStack(count);
		List<ThreadWaiter> leaving = Stream.generate(ThreadWaiter::new).limit(MANY).toList();
		leaving.forEach((waiter) -> stack.push(waiter, MANY + 1));
		ThreadWaiter staying = new ThreadWaiter();
		stack.push(staying, MANY + 1);
		leaving.forEach((waiter) -> {
			waiter.thread = null;
			stack.departed(waiter);
		});
		int links = 0;
		for (Waiter waiter = staying; waiter != null; waiter = waiter.next) {
			links++;
		}
		assertThat(count.get()).isOne();
		assertThat(links).isLessThan(100);
	}

}
