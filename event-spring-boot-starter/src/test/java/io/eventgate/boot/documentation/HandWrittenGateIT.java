package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.Event;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The two bugs of a gate that is written by hand, which docs/why.md shows: each loses
 * something within a bounded number of rounds. An event loses nothing.
 */
class HandWrittenGateIT {

	private static final int WAITERS = 8;

	private static final int PULSES = 1_000;

	/** For prices; two threads that share a processor take long for a few thousand. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Enough for all prices of an event, unless the processors are busy with others. */
	private static final Duration PATIENCE_WITH_AN_EVENT = Duration.ofSeconds(10);

	private static final int PRICES = 50_000_000;

	/** One of so many that two processors exchange is lost, or none is. */
	private static final int ENOUGH_AT_ONCE = 5_000_000;

	private static final int PRICES_OF_AN_EVENT = 2_000_000;

	/** So long a thread spins for the other one before it yields. */
	private static final int SPINS = 10_000;

	@Test
	void whoWokeUpAndLooksAtTheFlagAgainLosesThePulse() throws Exception {
		int lost = 0;
		for (int i = 0; i < PULSES && lost == 0; i++) {
			lost = pulse(new HandWrittenGate());
		}
		assertThat(lost).as("who waits on after a pulse").isPositive();
	}

	/** Opens the gate and closes it at once, and counts who does not come through. */
	private static int pulse(HandWrittenGate gate) throws InterruptedException {
		List<Thread> waiters = startWaiters(gate);
		waiters.forEach((waiter) -> await(() -> LockSupport.getBlocker(waiter) != null));
		Object before = LockSupport.getBlocker(waiters.get(0));
		gate.set();
		gate.clear();
		// Each ends, or blocks at the latch that clear() has made.
		waiters.forEach((waiter) -> await(() -> !waiter.isAlive() || isBlocked(waiter, before)));
		int lost = (int) waiters.stream().filter(Thread::isAlive).count();
		gate.set();
		join(waiters);
		return lost;
	}

	private static boolean isBlocked(Thread waiter, Object before) {
		Object blocker = LockSupport.getBlocker(waiter);
		return blocker != null && !blocker.equals(before);
	}

	@Test
	void anEventLosesNoPulse() throws Exception {
		for (int i = 0; i < PULSES / 10; i++) {
			Event event = Event.create();
			List<Thread> waiters = startWaiters(Gate.of(event));
			await(() -> event.getQueueLength() == WAITERS);
			event.set();
			event.clear();
			join(waiters);
		}
	}

	private static List<Thread> startWaiters(Gate gate) {
		List<Thread> waiters = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			Thread waiter = new Thread(() -> {
				try {
					gate.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			waiter.setDaemon(true);
			waiter.start();
			waiters.add(waiter);
		}
		return waiters;
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join(Duration.ofMinutes(1).toMillis());
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofMinutes(1)).until(condition);
	}

	@Test
	@DisabledIf("isAlone")
	void aSetThatMerelyReadsLosesAPrice() throws Exception {
		AtomicLong atOnce = new AtomicLong();
		if (!isPriceLost(new Ticker(new HandWrittenGate()), PRICES, PATIENCE, atOnce)) {
			assertThat(atOnce).as("prices that two processors exchanged, and lost none")
				.hasValueLessThan(ENOUGH_AT_ONCE);
			Assumptions.abort("The machine is too busy to run two threads at once");
		}
	}

	@Test
	@DisabledIf("isAlone")
	void anEventLosesNoPrice() throws Exception {
		assertThat(isPriceLost(new Ticker(Gate.of(Event.create())), PRICES_OF_AN_EVENT, PATIENCE_WITH_AN_EVENT,
				new AtomicLong()))
			.isFalse();
	}

	/** One processor sees all that it did itself. */
	static boolean isAlone() {
		return Runtime.getRuntime().availableProcessors() < 2;
	}

	/**
	 * Tells price after price, each at the moment at which another thread takes the one
	 * before, until one is lost: nobody has taken it, and the gate is closed.
	 */
	private static boolean isPriceLost(Ticker ticker, long prices, Duration patience, AtomicLong atOnce)
			throws InterruptedException {
		long start = System.nanoTime();
		AtomicLong told = new AtomicLong();
		AtomicLong takes = new AtomicLong();
		AtomicLong taken = new AtomicLong();
		ticker.news.set();
		Thread consumer = new Thread(() -> {
			try {
				for (long i = 1; i <= prices; i++) {
					awaitAtLeast(i, told);
					taken.setPlain(ticker.next());
					takes.set(i);
				}
			}
			catch (InterruptedException ex) {
				// It is over.
			}
		});
		consumer.setDaemon(true);
		consumer.start();
		boolean lost = false;
		for (long price = 1; price <= prices && !lost && System.nanoTime() - start < patience.toNanos(); price++) {
			told.set(price);
			ticker.tell(price);
			if (awaitAtLeast(price, takes)) {
				atOnce.incrementAndGet();
			}
			lost = taken.getPlain() < price && !ticker.news.isSet();
			ticker.news.set();
		}
		consumer.interrupt();
		return lost;
	}

	/** Returns whether the other thread was so quick that it ran at the same time. */
	@SuppressWarnings("ThreadPriorityCheck") // yields for machines that are busy
	private static boolean awaitAtLeast(long value, AtomicLong counter) {
		int spins = 0;
		for (; counter.get() < value && !Thread.currentThread().isInterrupted(); spins++) {
			if (spins < SPINS) {
				Thread.onSpinWait();
			}
			else {
				Thread.yield();
			}
		}
		return spins < SPINS;
	}

}
