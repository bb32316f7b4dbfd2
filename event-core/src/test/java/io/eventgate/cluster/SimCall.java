/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import io.eventgate.Transition.Kind;

/**
 * A call of set, clear or pulse.
 */
final class SimCall {

	final String event;

	final Kind kind;

	final long calledAt;

	/** The version that the instance had at the call. */
	final long known;

	final String operation;

	/** The time at which the instance had last read the clock of the store. */
	final long clockReadAt;

	long appliedAt = -1;

	long threwAt = -1;

	long version;

	SimCall(String event, Kind kind, String operation, long calledAt, long known, long clockReadAt) {
		this.event = event;
		this.kind = kind;
		this.operation = operation;
		this.calledAt = calledAt;
		this.known = known;
		this.clockReadAt = clockReadAt;
	}

	@Override
	public String toString() {
		return this.kind + " of " + this.event + " as " + this.operation + ", called at "
				+ this.calledAt / SimWorld.MILLI + " ms, applied at " + this.appliedAt / SimWorld.MILLI
				+ " ms as version " + this.version;
	}

}
