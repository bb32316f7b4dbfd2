/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The limits of any gate: a change is one compare-and-set, and a wait is one that parks,
 * without a record of the waiting threads.
 */
final class BareGate implements Gate {

	private static final Object SET = new Object();

	private static final Object CLEAR = new Object();

	private static final VarHandle STATE;
	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(BareGate.class, "state", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile Object state = CLEAR;

	@Override
	public boolean isSet() {
		return this.state == SET;
	}

	@Override
	public void set() {
		STATE.compareAndSet(this, CLEAR, SET);
	}

	@Override
	public void clear() {
		STATE.compareAndSet(this, SET, CLEAR);
	}

	@Override
	public void await() throws InterruptedException {
		while (!isSet()) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		long began = System.nanoTime();
		while (!isSet()) {
			long left = nanos - (System.nanoTime() - began);
			if (left <= 0) {
				return false;
			}
			LockSupport.parkNanos(this, left);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		return true;
	}

}
