/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderDeskTests {

	private final OrderDesk desk = new OrderDesk();

	@Test
	void ordersAreTakenInTheirOrder() throws Exception {
		assertThat(this.desk.place()).contains(new Order(1));
		assertThat(this.desk.place()).contains(new Order(2));
		assertThat(this.desk.take()).isEqualTo(new Order(1));
		assertThat(this.desk.take()).isEqualTo(new Order(2));
	}

	@Test
	void takenOrderIsQueuedUntilItIsBegun() throws Exception {
		this.desk.place();
		this.desk.place();
		this.desk.take();
		assertThat(this.desk.stats()).isEqualTo(new OrderStats(2, 2, 0, 0));
		this.desk.begin();
		assertThat(this.desk.stats()).isEqualTo(new OrderStats(2, 1, 1, 0));
		this.desk.finish();
		assertThat(this.desk.stats()).isEqualTo(new OrderStats(2, 1, 0, 1));
	}

	@Test
	void fullDeskRefusesOrdersUntilOneIsTaken() throws Exception {
		for (int i = 0; i < OrderDesk.MAX_QUEUED; i++) {
			assertThat(this.desk.place()).isPresent();
		}
		assertThat(this.desk.place()).isEmpty();
		assertThat(this.desk.stats().placed()).isEqualTo(OrderDesk.MAX_QUEUED);
		this.desk.take();
		assertThat(this.desk.place()).contains(new Order(OrderDesk.MAX_QUEUED + 1));
	}

}
