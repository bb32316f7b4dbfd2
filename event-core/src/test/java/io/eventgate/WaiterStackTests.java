/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class WaiterStackTests {

	private final WaiterCount count = new WaiterCount();

	private final WaiterStack stack = new WaiterStack(this.count);

	private final AtomicInteger looks = new AtomicInteger();

	@Test
	void newStackIsEmpty() {
		assertThat(this.stack.isEmpty()).isTrue();
		assertThat(this.count.get()).isZero();
		this.stack.wake(1);
		assertThat(this.stack.isEmpty()).isTrue();
	}

	@Test
	void pendingWaitersAreListedNewestFirst() {
		List<Stub> waiters = push(5);
		depart(waiters.get(0));
		depart(waiters.get(2));
		assertThat(pending()).containsExactly(waiters.get(4), waiters.get(3), waiters.get(1));
		assertThat(this.count.get()).isEqualTo(3);
		assertThat(this.stack.isEmpty()).isFalse();
	}

	@Test
	void wakeRemovesAsManyAsItsQuota() {
		List<Stub> waiters = push(5);
		this.stack.wake(2);
		assertThat(waiters).extracting(Stub::wakes).containsExactly(0, 0, 0, 1, 1);
		assertThat(linked(this.stack)).isEqualTo(3);
		this.stack.wake(Integer.MAX_VALUE);
		assertThat(waiters).extracting(Stub::wakes).containsExactly(1, 1, 1, 1, 1);
		assertThat(this.stack.isEmpty()).isTrue();
	}

	@Test
	void departedWaitersDoNotCountForTheQuota() {
		List<Stub> waiters = push(6);
		waiters.get(5).pending = false;
		waiters.get(3).pending = false;
		this.stack.wake(2);
		assertThat(waiters).extracting(Stub::wakes).containsExactly(0, 0, 1, 0, 1, 0);
		assertThat(linked(this.stack)).isEqualTo(2);
	}

	@Test
	void nextWakerTakesOverTheWaiterOfADeadOne() {
		List<Stub> waiters = push(5);
		waiters.get(3).failNext(1);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> this.stack.wake(4));
		assertThat(waiters).extracting(Stub::wakes).containsExactly(0, 0, 0, 0, 1);
		this.stack.wake(4);
		assertThat(waiters).extracting(Stub::wakes).containsExactly(1, 1, 1, 1, 1);
	}

	@Test
	void departedWaitersOnTopAreUnlinkedAtOnce() {
		List<Stub> waiters = push(5);
		depart(waiters.get(3));
		assertThat(linked(this.stack)).isEqualTo(5);
		depart(waiters.get(4));
		assertThat(linked(this.stack)).isEqualTo(3);
		assertThat(pending()).containsExactly(waiters.get(2), waiters.get(1), waiters.get(0));
	}

	@Test
	void lastWaiterThatDepartsLeavesTheStackEmpty() {
		List<Stub> waiters = push(100);
		Collections.shuffle(waiters, new Random(1));
		waiters.forEach(this::depart);
		assertThat(this.stack.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 31, 33, 100, 5_000 })
	void waitersThatDepartBelowAnotherAreUnlinked(int count) {
		List<Stub> waiters = push(count);
		Stub standing = push(1).get(0);
		waiters.forEach(this::depart);
		assertThat(pending()).containsExactly(standing);
		assertThat(linked(this.stack)).isLessThanOrEqualTo(33);
	}

	@Test
	void waitersThatComeAndGoAboveAnotherAreUnlinked() {
		Stub standing = push(1).get(0);
		for (int i = 0; i < 5_000; i++) {
			depart(push(1).get(0));
			assertThat(linked(this.stack)).isOne();
		}
		assertThat(pending()).containsExactly(standing);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void pendingWaitersStayLinkedAndDepartedOnesDoNot(long seed) {
		Random random = new Random(seed);
		List<Stub> expected = new ArrayList<>();
		for (int step = 0; step < 5_000; step++) {
			// Long phases of growth and of shrinkage.
			boolean grow = random.nextInt(10) < (((step / 500) % 2 == 0) ? 7 : 3);
			if (grow || expected.isEmpty()) {
				expected.addAll(0, push(1));
			}
			else {
				depart(expected.remove(random.nextInt(expected.size())));
			}
			if (step % 50 == 0) {
				assertThat(pending()).isEqualTo(expected);
			}
			assertThat(linked(this.stack) - expected.size()).isLessThanOrEqualTo(Math.max(32, expected.size()));
		}
		this.stack.wake(Integer.MAX_VALUE);
		assertThat(expected).allMatch((waiter) -> waiter.wakes() == 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1_000, 10_000, 100_000 })
	void waitersThatDepartTogetherTakeLinearTime(int count) {
		List<Stub> waiters = push(count);
		Collections.shuffle(waiters, new Random(2));
		this.looks.set(0);
		waiters.forEach(this::depart);
		assertThat(this.looks.get()).as("number of inspected waiters").isLessThan(8 * count);
	}

	@Test
	void waitersThatDepartOldestFirstTakeLinearTime() {
		int count = 100_000;
		List<Stub> waiters = push(count);
		this.looks.set(0);
		waiters.forEach(this::depart);
		assertThat(this.looks.get()).as("number of inspected waiters").isLessThan(8 * count);
	}

	@Test
	void oldestWaiterIsFoundAfterAnyDepartures() {
		assertThat(this.stack.oldest()).isNull();
		assertThat(this.stack.oldest(1)).isEmpty();
		List<Stub> waiters = push(200);
		List<Stub> leaving = new ArrayList<>(waiters);
		Collections.shuffle(leaving, new Random(1));
		for (Stub waiter : leaving) {
			depart(waiter);
			waiters.remove(waiter);
			assertThat(this.stack.oldest()).isSameAs(waiters.isEmpty() ? null : waiters.get(0));
			assertThat(this.stack.oldest(3)).isEqualTo(waiters.subList(0, Math.min(3, waiters.size())));
		}
		List<Stub> next = push(2);
		assertThat(this.stack.oldest()).isSameAs(next.get(0));
		assertThat(this.stack.oldest(5)).isEqualTo(next);
	}

	@Test
	void oldestWaitersAreFoundWithoutFullTraversal() {
		List<Stub> waiters = push(100_000);
		this.looks.set(0);
		assertThat(this.stack.oldest()).isSameAs(waiters.get(0));
		assertThat(this.stack.oldest(100)).isEqualTo(waiters.subList(0, 100));
		assertThat(this.count.get()).isEqualTo(100_000);
		assertThat(this.looks.get()).isLessThan(200);
	}

	@Test
	void waiterIsRefusedIfThereAreTooMany() {
		push(2);
		Stub third = new Stub();
		assertThat(this.stack.push(third, 2)).isFalse();
		assertThat(this.count.get()).isEqualTo(2);
		depart(third);
		assertThat(this.count.get()).isEqualTo(2);
		assertThat(this.stack.push(new Stub(), 3)).isTrue();
		assertThat(this.count.get()).isEqualTo(3);
	}

	@Test
	void unlinkedWaiterOfADeadThreadIsNotCounted() {
		List<Stub> waiters = push(100);
		waiters.get(99).pending = false;
		this.stack.popDeparted();
		assertThat(this.count.get()).isEqualTo(99);
		waiters.get(10).pending = false;
		waiters.subList(20, 99).forEach(this::depart);
		assertThat(linked(this.stack)).isEqualTo(19);
		assertThat(this.count.get()).isEqualTo(19);
	}

	@Test
	void waiterOfADeadThreadIsFoundBelowOthers() {
		List<Stub> waiters = push(3);
		waiters.get(1).pending = false;
		assertThat(this.count.get()).isEqualTo(3);
		this.stack.uncountDeparted();
		assertThat(this.count.get()).isEqualTo(2);
		depart(waiters.get(1));
		this.stack.uncountDeparted();
		assertThat(this.count.get()).isEqualTo(2);
	}

	@Test
	void hasFindsPendingThreadsOnly() {
		assertThat(this.stack.has(Thread.currentThread())).isFalse();
		ThreadWaiter waiter = new ThreadWaiter();
		this.stack.push(waiter);
		push(1);
		assertThat(this.stack.has(Thread.currentThread())).isTrue();
		waiter.thread = null;
		assertThat(this.stack.has(Thread.currentThread())).isFalse();
	}

	@Test
	void stackSurvivesAStormOfPushesAndDepartures() {
		int threads = 4;
		List<Started<List<Stub>>> workers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Random random = new Random(i);
			workers.add(Started.call(() -> {
				List<Stub> mine = new ArrayList<>();
				for (int step = 0; step < 60_000; step++) {
					if (mine.size() < 50 || (random.nextBoolean() && mine.size() < 400)) {
						mine.addAll(push(1));
					}
					else {
						depart(mine.remove(random.nextInt(mine.size())));
					}
				}
				return mine;
			}));
		}
		List<Stub> left = workers.stream().flatMap((worker) -> worker.result().stream()).toList();
		assertThat(pending()).containsExactlyInAnyOrderElementsOf(left);
		assertThat(this.count.get()).isEqualTo(left.size());
		List<Waiter> oldestFirst = pending();
		Collections.reverse(oldestFirst);
		assertThat(this.stack.oldest()).isSameAs(oldestFirst.get(0));
		assertThat(this.stack.oldest(10)).isEqualTo(oldestFirst.subList(0, 10));
		assertThat(this.stack.oldest(Integer.MAX_VALUE)).isEqualTo(oldestFirst);
		List<Started<Boolean>> wakers = Stream.generate(() -> Started.run(() -> {
			while (!this.stack.isEmpty()) {
				this.stack.wake(2);
			}
		})).limit(threads).toList();
		assertThat(wakers).allMatch(Started::result);
		assertThat(left).allMatch((waiter) -> waiter.wakes() > 0);
	}

	/** The number of linked waiters, pending or not. */
	static int linked(WaiterStack stack) {
		try {
			var field = WaiterStack.class.getDeclaredField("top");
			field.setAccessible(true);
			int count = 0;
			for (Waiter waiter = (Waiter) field.get(stack); waiter != null; waiter = waiter.next) {
				count++;
			}
			return count;
		}
		catch (ReflectiveOperationException ex) {
			throw new LinkageError(ex.getMessage(), ex);
		}
	}

	private List<Stub> push(int count) {
		List<Stub> waiters = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Stub waiter = new Stub(this.looks);
			waiters.add(waiter);
			this.stack.push(waiter, Integer.MAX_VALUE);
		}
		return waiters;
	}

	private void depart(Stub waiter) {
		waiter.pending = false;
		this.stack.departed(waiter);
	}

	private List<Waiter> pending() {
		List<Waiter> waiters = new ArrayList<>();
		this.stack.forEachPending(waiters::add);
		return waiters;
	}

	/** A waiter that the test controls. */
	static final class Stub extends Waiter {

		private final AtomicInteger looks;

		volatile boolean pending = true;

		private final AtomicInteger wakes = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		Stub() {
			this(new AtomicInteger());
		}

		Stub(AtomicInteger looks) {
			this.looks = looks;
		}

		@Override
		boolean isPending() {
			this.looks.incrementAndGet();
			return this.pending;
		}

		/** The number of calls of {@link #wake()} that fail before the first success. */
		void failNext(int count) {
			this.failures.set(count);
		}

		/** The number of wake-ups. */
		int wakes() {
			return this.wakes.get();
		}

		@Override
		void wake() {
			if (this.failures.get() > 0) {
				this.failures.decrementAndGet();
				throw new StackOverflowError("of the test");
			}
			this.wakes.incrementAndGet();
		}

		@Override
		@Nullable Thread thread() {
			return null;
		}

	}

}
