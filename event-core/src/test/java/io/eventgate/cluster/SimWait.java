/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A waiting thread.
 */
final class SimWait {

	final SimNode node;

	final String event;

	final long since;

	final long version;

	/** Whether the instance had the store's state when the wait began. */
	final boolean adopted;

	/** The calls that must release it, with the versions that they have led to. */
	final Map<SimCall, Long> due = new LinkedHashMap<>();

	boolean released;

	SimWait(SimNode node, String event, long since) {
		this.node = node;
		this.event = event;
		this.since = since;
		this.version = node.version(event);
		this.adopted = node.isAdopted(event);
	}

	@Override
	public String toString() {
		return "the waiter for " + this.event + " in " + this.node + " since " + this.since / SimWorld.MILLI
				+ " ms, version " + this.version + ",";
	}

}
