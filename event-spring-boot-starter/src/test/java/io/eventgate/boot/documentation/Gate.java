/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;

/**
 * The common interface of the hand-written gate and an event.
 */
abstract class Gate {

	abstract void await() throws InterruptedException;

	abstract void set();

	abstract void clear();

	abstract boolean isSet();

	static Gate of(Event event) {
		return new Gate() {

			@Override
			void await() throws InterruptedException {
				event.await();
			}

			@Override
			void set() {
				event.set();
			}

			@Override
			void clear() {
				event.clear();
			}

			@Override
			boolean isSet() {
				return event.isSet();
			}

		};
	}

}
