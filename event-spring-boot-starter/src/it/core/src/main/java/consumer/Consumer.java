/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package consumer;

import java.time.Duration;

import io.eventgate.Event;

final class Consumer {

	private Consumer() {
	}

	public static void main(String[] args) throws InterruptedException {
		Event event = Event.create();
		new Thread(event::set).start();
		if (!event.await(Duration.ofSeconds(30))) {
			throw new IllegalStateException("The event was not set");
		}
		System.out.println("Released, in " + Consumer.class.getModule() + " by " + Event.class.getModule());
	}

}
