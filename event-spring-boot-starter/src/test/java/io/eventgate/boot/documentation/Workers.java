package io.eventgate.boot.documentation;

import java.util.concurrent.BlockingQueue;

import io.eventgate.Event;

/**
 * Workers that can be held between two orders, and tell when none of them is at work.
 */
class Workers {

	private final Event ordersOpen;

	private final Event idle = Event.create(true);

	private int busy;

	Workers(Event ordersOpen) {
		this.ordersOpen = ordersOpen;
	}

	Event idle() {
		return this.idle;
	}

	void work(BlockingQueue<Runnable> orders) throws InterruptedException {
		while (true) {
			Runnable order = orders.take();
			while (!enter()) {
				leave();
				this.ordersOpen.await();
			}
			try {
				order.run();
			}
			finally {
				leave();
			}
		}
	}

	private synchronized boolean enter() {
		this.busy++;
		this.idle.clear();
		return this.ordersOpen.isSet(); // after it counts as busy
	}

	private synchronized void leave() {
		if (--this.busy == 0) {
			this.idle.set();
		}
	}

}
