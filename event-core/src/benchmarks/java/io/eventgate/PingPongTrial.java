/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * A trial that measures the time in which two threads wake each other in turn.
 */
final class PingPongTrial {

	private static final int REPETITIONS = 5;

	private final Gate ping;

	private final Gate pong;

	private final int roundTrips;

	PingPongTrial(Gate ping, Gate pong, int roundTrips) {
		this.ping = ping;
		this.pong = pong;
		this.roundTrips = roundTrips;
	}

	void run() throws InterruptedException {
		Crowd.start(false, this::answer);
		double[] nanos = new double[REPETITIONS];
		for (int i = -REPETITIONS / 2; i < REPETITIONS; i++) {
			long began = System.nanoTime();
			for (int trip = 0; trip < this.roundTrips; trip++) {
				this.ping.set();
				this.pong.await();
				this.pong.clear();
			}
			if (i >= 0) {
				nanos[i] = (double) (System.nanoTime() - began) / this.roundTrips;
			}
		}
		Trial.report("round-trip", Sample.median(nanos));
	}

	private void answer() {
		try {
			while (true) {
				this.ping.await();
				this.ping.clear();
				this.pong.set();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
