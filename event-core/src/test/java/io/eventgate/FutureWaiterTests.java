/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class FutureWaiterTests {

	@Test
	void completedFutureDoesNotRetainOlderOnes() {
		Event event = Event.create();
		WeakReference<CompletableFuture<Void>> older = new WeakReference<>(event.whenSet());
		CompletableFuture<Void> held = event.whenSet();
		event.set();
		Started.until("the older future is collected", () -> {
			System.gc();
			return older.get() == null;
		});
		assertThat(held).isCompleted();
	}

	@Test
	void refusedCompletionKeepsThePlace() {
		Event event = Event.create();
		CompletableFuture<Void> future = event.whenSet();
		assertThatNullPointerException().isThrownBy(() -> future.completeExceptionally(null));
		assertThat(event.getQueueLength()).isOne();
		assertThat(event.change(Transition.Kind.SET).released()).isOne();
		assertThat(future).isCompleted();
	}

	@Test
	void setInADependentDoesNotNestBesideAnotherSetter() {
		Event event = Event.create();
		Thread outer = Thread.currentThread();
		CountDownLatch otherIsInside = new CountDownLatch(1);
		CountDownLatch outerIsOver = new CountDownLatch(1);
		int[] depth = new int[1];
		int[] deepest = new int[1];
		Runnable dependent = () -> {
			if (Thread.currentThread() != outer) {
				otherIsInside.countDown();
				Started.until("the first dependent is over", () -> outerIsOver.getCount() == 0);
				return;
			}
			deepest[0] = Math.max(deepest[0], ++depth[0]);
			if (outerIsOver.getCount() > 0) {
				Started.run(event::set);
				Started.until("another thread runs a dependent", () -> otherIsInside.getCount() == 0);
				outerIsOver.countDown();
				event.set();
			}
			depth[0]--;
		};
		CompletableFuture<?> all = CompletableFuture.allOf(
				Stream.generate(() -> event.whenSet().thenRun(dependent)).limit(5).toArray(CompletableFuture[]::new));
		event.set();
		Started.until("all dependents have run", all::isDone);
		assertThat(all).isCompleted();
		assertThat(deepest[0]).isOne();
	}

}
