package io.eventgate;

import java.util.concurrent.locks.LockSupport;

/**
 * No gate: threads that merely park. Shows what the threads themselves cost, where nobody
 * is to be released.
 */
final class ParkGate implements Gate {

	private volatile boolean set;

	@Override
	public boolean isSet() {
		return this.set;
	}

	@Override
	public void set() {
		this.set = true;
	}

	@Override
	public void clear() {
		this.set = false;
	}

	@Override
	public void await() throws InterruptedException {
		while (!this.set) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		long began = System.nanoTime();
		while (!this.set) {
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
