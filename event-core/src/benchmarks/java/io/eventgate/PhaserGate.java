/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link Phaser} whose one party arrives when the gate is opened.
 */
final class PhaserGate implements Gate {

	private final Phaser phaser = new Phaser(1);

	private volatile boolean set;

	@Override
	public boolean isSet() {
		return this.set;
	}

	@Override
	public void set() {
		if (!this.set) {
			this.set = true;
			this.phaser.arrive();
		}
	}

	@Override
	public void clear() {
		this.set = false;
	}

	@Override
	public void await() throws InterruptedException {
		int phase = this.phaser.getPhase();
		if (!this.set) {
			this.phaser.awaitAdvanceInterruptibly(phase);
		}
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		int phase = this.phaser.getPhase();
		if (!this.set) {
			try {
				this.phaser.awaitAdvanceInterruptibly(phase, nanos, TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				return false;
			}
		}
		return true;
	}

}
