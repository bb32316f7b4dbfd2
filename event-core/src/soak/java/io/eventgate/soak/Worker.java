/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.Event;

/**
 * A thread that makes random calls and records them.
 */
final class Worker implements Runnable {

	private static final int LONGEST_TIMEOUT = 500_000;

	private final Round round;

	private final SplittableRandom random;

	private final int calls;

	final List<Wait> waits = new ArrayList<>();

	final List<Switch> switches = new ArrayList<>();

	final Queue<History.Interrupt> interrupts = new ConcurrentLinkedQueue<>();

	/** The pending wait, which other threads read. */
	volatile Wait current;

	volatile boolean hasEnded;

	boolean wasInterruptedInTheEnd;

	volatile Throwable failure;

	Thread thread;

	Worker(Round round, SplittableRandom random, int calls) {
		this.round = round;
		this.random = random;
		this.calls = calls;
	}

	@Override
	public void run() {
		try {
			for (int i = 0; i < this.calls; i++) {
				call();
			}
			// In the end all threads wait, and only the round releases them.
			lastWait();
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		this.hasEnded = true;
		this.wasInterruptedInTheEnd = this.round.awaitEnd();
	}

	private void call() {
		switch (this.random.nextInt(20)) {
			case 0, 1, 2 -> switchTo(Switch.Kind.SET);
			case 3, 4, 5 -> switchTo(Switch.Kind.CLEAR);
			case 6, 7, 8 -> switchTo(Switch.Kind.PULSE);
			case 9 -> this.round.interruptAny(this.random);
			case 10 -> await(Wait.Kind.IS_SET);
			case 11, 12 -> await(Wait.Kind.FUTURE);
			case 13, 14 -> await(Wait.Kind.CANCEL);
			case 15, 16 -> await(Wait.Kind.ANY);
			default -> await(Wait.Kind.TIMED_AWAIT);
		}
	}

	private void lastWait() {
		Wait.Kind kind = switch (this.random.nextInt(4)) {
			case 0 -> Wait.Kind.TIMED_AWAIT;
			case 1 -> Wait.Kind.UNINTERRUPTIBLE;
			default -> Wait.Kind.AWAIT;
		};
		await(kind);
	}

	private void switchTo(Switch.Kind kind) {
		this.switches.add(this.round.switchTo(kind, this.random.nextBoolean()));
	}

	private void await(Wait.Kind kind) {
		Wait wait = new Wait(kind, isTimed(kind) ? this.random.nextInt(LONGEST_TIMEOUT) : 0);
		this.waits.add(wait);
		this.current = wait;
		try {
			wait.over(outcome(wait, this.round.event()));
		}
		catch (InterruptedException ex) {
			wait.over(Wait.Outcome.INTERRUPTED);
		}
		this.current = null;
	}

	private static boolean isTimed(Wait.Kind kind) {
		return kind == Wait.Kind.TIMED_AWAIT || kind == Wait.Kind.ANY || kind == Wait.Kind.FUTURE;
	}

	private Wait.Outcome outcome(Wait wait, Event event) throws InterruptedException {
		return switch (wait.kind) {
			case AWAIT -> {
				event.await();
				yield Wait.Outcome.SET;
			}
			case UNINTERRUPTIBLE -> {
				event.awaitUninterruptibly();
				yield Wait.Outcome.SET;
			}
			case TIMED_AWAIT -> outcome(event.await(wait.timeout, TimeUnit.NANOSECONDS));
			case ANY ->
				outcome(Event.awaitAny(Duration.ofNanos(wait.timeout), this.round.neverSet(), event).isPresent());
			case IS_SET -> outcome(event.isSet());
			case FUTURE -> outcomeOfFuture(wait, event.whenSet());
			case CANCEL -> outcomeOfCancel(wait, event.whenSet());
		};
	}

	private static Wait.Outcome outcome(boolean set) {
		return set ? Wait.Outcome.SET : Wait.Outcome.NOT_SET;
	}

	private static Wait.Outcome outcomeOfFuture(Wait wait, CompletableFuture<Void> future) throws InterruptedException {
		wait.entered = System.nanoTime();
		wait.asked = wait.entered;
		try {
			future.get(wait.timeout, TimeUnit.NANOSECONDS);
			return Wait.Outcome.SET;
		}
		catch (TimeoutException ex) {
			return Wait.Outcome.NOT_SET;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			future.cancel(false);
		}
	}

	private Wait.Outcome outcomeOfCancel(Wait wait, CompletableFuture<Void> future) {
		wait.entered = System.nanoTime();
		for (int i = this.random.nextInt(200); i > 0; i--) {
			Thread.onSpinWait();
		}
		wait.asked = System.nanoTime();
		return future.cancel(false) ? Wait.Outcome.CANCELLED : Wait.Outcome.SET;
	}

}
