/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

/**
 * A timeline that delegates all calls, as a base for tests that override one of them.
 */
class ForwardingTimeline implements Timeline {

	private final Timeline timeline;

	ForwardingTimeline(Timeline timeline) {
		this.timeline = timeline;
	}

	@Override
	public long nanoTime() {
		return this.timeline.nanoTime();
	}

	@Override
	public Runnable schedule(Runnable task, long nanos) {
		return this.timeline.schedule(task, nanos);
	}

	@Override
	public void execute(Runnable task) {
		this.timeline.execute(task);
	}

	@Override
	public void handOver(Runnable userCode) {
		this.timeline.handOver(userCode);
	}

	@Override
	public double random() {
		return this.timeline.random();
	}

	@Override
	public void close() {
		this.timeline.close();
	}

}
