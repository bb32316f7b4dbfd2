/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A group of threads that do the same work in rounds, and meet at the end of each round.
 */
final class Crowd {

	/** {@code Thread.startVirtualThread}, which Java 17 does not have. */
	private static final @Nullable MethodHandle START_VIRTUAL = startVirtual();

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicInteger entered = new AtomicInteger();

	private final AtomicInteger left = new AtomicInteger();

	private final Thread conductor = Thread.currentThread();

	private final boolean virtual;

	private final int rounds;

	private final Work work;

	/** The time at which each thread had done its work, as {@link System#nanoTime()}. */
	private final long[] doneAt;

	private volatile int round;

	/** Creates threads that repeat their work in each round. */
	Crowd(int size, boolean virtual, Work work) {
		this(size, virtual, Integer.MAX_VALUE, work);
	}

	/** Creates threads that end after some rounds. */
	Crowd(int size, boolean virtual, int rounds, Work work) {
		this.doneAt = new long[size];
		this.virtual = virtual;
		this.rounds = rounds;
		this.work = work;
	}

	private void repeat(int index) {
		for (int mine = 1; mine <= this.rounds; mine++) {
			while (this.round < mine) {
				LockSupport.park();
			}
			this.entered.incrementAndGet();
			try {
				this.work.run();
			}
			catch (InterruptedException ex) {
				// Ignored, because interrupts are part of a trial.
			}
			this.doneAt[index] = System.nanoTime();
			if (this.left.decrementAndGet() == 0) {
				LockSupport.unpark(this.conductor);
			}
		}
	}

	int size() {
		return this.doneAt.length;
	}

	List<Thread> threads() {
		return this.threads;
	}

	/** Begins the next round in all threads, which are started for the first one. */
	void begin() {
		this.entered.set(0);
		this.left.set(this.doneAt.length);
		this.round++;
		if (this.threads.isEmpty()) {
			for (int i = 0; i < this.doneAt.length; i++) {
				int index = i;
				this.threads.add(start(this.virtual, () -> repeat(index)));
			}
		}
		else {
			this.threads.forEach(LockSupport::unpark);
		}
	}

	/** Waits until all threads are blocked in their work. */
	void awaitAsleep() throws InterruptedException {
		while (this.entered.get() < this.doneAt.length) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		for (Thread thread : this.threads) {
			while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
		TimeUnit.MILLISECONDS.sleep(2);
	}

	/**
	 * Waits until all threads have done their work.
	 * @return the time of the last one, or -1 if {@code limit} is exceeded
	 */
	long awaitDone(long limit) {
		long began = System.nanoTime();
		while (this.left.get() > 0) {
			long rest = limit - (System.nanoTime() - began);
			if (rest <= 0) {
				return -1;
			}
			LockSupport.parkNanos(rest);
		}
		long last = this.doneAt[0];
		for (long at : this.doneAt) {
			last = (at - last > 0) ? at : last;
		}
		return last;
	}

	void awaitEnd() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	static Thread start(boolean virtual, Runnable work) {
		if (virtual && START_VIRTUAL != null) {
			try {
				return (Thread) START_VIRTUAL.invokeExact(work);
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static @Nullable MethodHandle startVirtual() {
		try {
			return MethodHandles.lookup()
				.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	static boolean canBeVirtual() {
		return Runtime.version().feature() >= 21;
	}

	/** The work of a thread in each round. */
	interface Work {

		void run() throws InterruptedException;

	}

}
