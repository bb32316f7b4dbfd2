/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.eventgate.Event;
import io.eventgate.WaitingThread;

/**
 * A round of random calls by several threads. At its end, all of them wait and are
 * released by one call. Then the history is checked.
 */
final class Round {

	private static final int CALLS = 30;

	private static final long LIMIT_SECONDS = 20;

	private static final long POLL_NANOS = 20_000;

	private final Event event;

	private final Event neverSet;

	private final SplittableRandom random;

	private final List<Worker> workers = new ArrayList<>();

	private final List<Switch> switches = new ArrayList<>();

	private volatile boolean over;

	Round(Event event, Event neverSet, SplittableRandom random, int platformThreads, int virtualThreads) {
		this.event = event;
		this.neverSet = neverSet;
		this.random = random;
		for (int i = 0; i < platformThreads + virtualThreads; i++) {
			Worker worker = new Worker(this, random.split(), random.nextInt(CALLS));
			worker.thread = (i < platformThreads) ? new Thread(worker, "soak-" + i) : VirtualThreads.unstarted(worker);
			this.workers.add(worker);
		}
	}

	Event event() {
		return this.event;
	}

	Event neverSet() {
		return this.neverSet;
	}

	/** Runs the round and returns the calls that cannot be explained. */
	List<String> run() {
		this.switches.add(switchTo(this.event.isSet() ? Switch.Kind.SET : Switch.Kind.CLEAR, false));
		this.workers.forEach((worker) -> worker.thread.start());
		List<String> objections = new ArrayList<>();
		releaseAll(objections);
		this.over = true;
		if (objections.isEmpty()) {
			check(objections);
		}
		return objections;
	}

	/** Releases all remaining waiters by one call, and checks that they end. */
	private void releaseAll(List<String> objections) {
		if (!until(() -> this.workers.stream().allMatch((worker) -> worker.hasEnded || isInLastWait(worker)))) {
			objections.add("A thread waits too long:  " + states());
			return;
		}
		boolean interrupt = this.random.nextBoolean();
		if (interrupt) {
			interruptAny(this.random);
		}
		this.switches.add(switchTo(this.random.nextBoolean() ? Switch.Kind.PULSE : Switch.Kind.SET, true));
		if (this.random.nextBoolean()) {
			this.switches.add(switchTo(Switch.Kind.CLEAR, false));
		}
		if (!until(() -> this.workers.stream().allMatch((worker) -> worker.hasEnded))) {
			objections.add("A thread was not released:  " + states());
		}
	}

	private boolean isInLastWait(Worker worker) {
		Wait wait = worker.current;
		return wait != null && (wait.kind == Wait.Kind.AWAIT || wait.kind == Wait.Kind.UNINTERRUPTIBLE)
				&& this.event.getWaitingThreads().stream().anyMatch((one) -> one.thread() == worker.thread);
	}

	private void check(List<String> objections) {
		for (Worker worker : this.workers) {
			try {
				worker.thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.switches.addAll(worker.switches);
			if (worker.failure != null) {
				objections.add("A call failed: " + worker.failure);
			}
		}
		History history = new History(this.switches);
		for (Worker worker : this.workers) {
			objections.addAll(history.objections(worker.waits));
			History.objection(worker.interrupts, worker.waits, worker.wasInterruptedInTheEnd)
				.ifPresent(objections::add);
		}
		int left = this.event.getQueueLength() + this.neverSet.getQueueLength();
		if (left != 0) {
			objections.add(left + " are left behind");
		}
	}

	/** Waits for the end of the round, and returns whether the thread was interrupted. */
	boolean awaitEnd() {
		boolean interrupted = false;
		while (!this.over) {
			// A thread with its status set would spin instead of parking.
			interrupted |= Thread.interrupted();
			LockSupport.parkNanos(POLL_NANOS);
		}
		return Thread.interrupted() || interrupted;
	}

	void interruptAny(SplittableRandom random) {
		Worker victim = this.workers.get(random.nextInt(this.workers.size()));
		long begin = System.nanoTime();
		victim.thread.interrupt();
		victim.interrupts.add(new History.Interrupt(begin, System.nanoTime()));
	}

	/** Switches the event, and optionally records the pending waits before. */
	Switch switchTo(Switch.Kind kind, boolean look) {
		List<Wait> sighted = look ? look() : List.of();
		long begin = System.nanoTime();
		switch (kind) {
			case SET -> this.event.set();
			case CLEAR -> this.event.clear();
			case PULSE -> this.event.pulse();
		}
		return new Switch(kind, begin, System.nanoTime(), sighted);
	}

	/** Returns the waits that are certainly pending. */
	private List<Wait> look() {
		List<Wait> before = this.workers.stream().map((worker) -> worker.current).toList();
		List<Thread> waiting = this.event.getWaitingThreads(4).stream().map(WaitingThread::thread).toList();
		List<Wait> sighted = new ArrayList<>();
		for (int i = 0; i < this.workers.size(); i++) {
			Worker worker = this.workers.get(i);
			Wait wait = worker.current;
			if (wait != null && wait == before.get(i) && waiting.contains(worker.thread)) {
				sighted.add(wait);
			}
		}
		return sighted;
	}

	private static boolean until(BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
				return false;
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		return true;
	}

	private List<String> states() {
		return this.workers.stream().filter((worker) -> !worker.hasEnded).map((worker) -> {
			Wait wait = worker.current;
			return wait + " in " + worker.thread + " at " + Arrays.toString(worker.thread.getStackTrace());
		}).toList();
	}

}
