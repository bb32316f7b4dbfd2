/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A program whose first waits in the JVM fail because the stack is exhausted. It prints
 * {@value #DONE} if later waits succeed.
 */
final class ExhaustedStackAtFirstUse implements Runnable {

	static final String DONE = "Waits work.";

	private final Event event = Event.create();

	private int failures;

	private boolean done;

	private @Nullable Throwable unexpected;

	private ExhaustedStackAtFirstUse() {
	}

	public static void main(String[] args) throws InterruptedException {
		ExhaustedStackAtFirstUse use = new ExhaustedStackAtFirstUse();
		Thread deep = new Thread(null, use, "deep", 256 * 1024);
		deep.start();
		deep.join();
		if (use.unexpected != null) {
			throw new AssertionError("Not only the stack was exhausted", use.unexpected);
		}
		if (use.failures == 0) {
			throw new AssertionError("The stack was never exhausted; nothing was tested");
		}
		Event fresh = Event.create();
		if (fresh.await(1, TimeUnit.MILLISECONDS)) {
			throw new AssertionError("Not released:  " + fresh);
		}
		fresh.set();
		fresh.await();
		System.out.println(DONE);
	}

	@Override
	@SuppressWarnings("InfiniteRecursion") // the recursion ends with the stack
	public void run() {
		try {
			run();
		}
		catch (StackOverflowError ex) {
			// The deepest call. The next attempts have more room.
		}
		if (!this.done) {
			try {
				this.event.await(1, TimeUnit.NANOSECONDS);
				this.done = true;
			}
			catch (StackOverflowError ex) {
				this.failures++;
			}
			catch (InterruptedException | Error ex) {
				this.unexpected = ex;
				this.done = true;
			}
		}
	}

}
