/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;

import io.eventgate.Event;

/**
 * Common ways to hold threads, and their replacements by events.
 */
abstract class Migrations {

	abstract void pass() throws InterruptedException;

	abstract void release();

	static final class Latch extends Migrations {

		private final CountDownLatch open = new CountDownLatch(1);

		@Override
		void pass() throws InterruptedException {
			this.open.await();
		}

		@Override
		void release() {
			this.open.countDown();
		}

	}

	static final class Flag extends Migrations {

		private volatile boolean paused = true;

		@Override
		void pass() throws InterruptedException {
			while (this.paused) {
				Thread.sleep(100);
			}
		}

		@Override
		void release() {
			this.paused = false;
		}

	}

	static final class LatchOrFlagToday extends Migrations {

		private final Event open = Event.create();

		@Override
		void pass() throws InterruptedException {
			this.open.await();
		}

		@Override
		void release() {
			this.open.set();
		}

	}

	static final class Rounds extends Migrations {

		private final Phaser rounds = new Phaser(1);

		@Override
		void pass() throws InterruptedException {
			this.rounds.awaitAdvanceInterruptibly(this.rounds.getPhase());
		}

		@Override
		void release() {
			this.rounds.arrive();
		}

	}

	static final class RoundsToday extends Migrations {

		private final Event next = Event.create();

		@Override
		void pass() throws InterruptedException {
			this.next.await();
		}

		@Override
		void release() {
			this.next.pulse();
		}

	}

}
