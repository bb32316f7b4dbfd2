/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with virtual threads, which are started by reflection because this class is
 * compiled for Java 17.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(120)
class VirtualThreadTests {

	private final LocalEvent event = new LocalEvent("orders", false);

	@Test
	void onePulseReleasesManyVirtualThreads() {
		int count = 100_000;
		AtomicInteger released = new AtomicInteger();
		for (int i = 0; i < count; i++) {
			startVirtual(() -> {
				this.event.await();
				released.incrementAndGet();
			});
		}
		Started.untilWaiting(this.event, count);
		this.event.pulse();
		Started.until("all have been released", () -> released.get() == count);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void manyVirtualThreadsTimeOutTogether() {
		int count = 20_000;
		AtomicInteger timedOut = new AtomicInteger();
		for (int i = 0; i < count; i++) {
			startVirtual(() -> {
				if (!this.event.await(20, TimeUnit.MILLISECONDS)) {
					timedOut.incrementAndGet();
				}
			});
		}
		Started.until("all have timed out", () -> timedOut.get() == count);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void virtualThreadsCanBeInterrupted() {
		AtomicInteger interrupted = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			threads.add(startVirtual(() -> {
				try {
					this.event.await();
				}
				catch (InterruptedException ex) {
					interrupted.incrementAndGet();
				}
			}));
		}
		Started.untilWaiting(this.event, 100);
		threads.subList(0, 60).forEach(Thread::interrupt);
		Started.untilWaiting(this.event, 40);
		Started.until("those are released", () -> interrupted.get() == 60);
		this.event.set();
	}

	@Test
	void longestTimeoutsBlockVirtualThreadsToo() {
		AtomicInteger released = new AtomicInteger();
		startVirtual(() -> {
			if (this.event.await(Long.MAX_VALUE, TimeUnit.DAYS)) {
				released.incrementAndGet();
			}
		});
		startVirtual(() -> {
			if (Event.awaitAll(Duration.ofSeconds(Long.MAX_VALUE), this.event)) {
				released.incrementAndGet();
			}
		});
		Started.untilWaiting(this.event, 2);
		assertThat(released).hasValue(0);
		this.event.pulse();
		Started.until("both are released", () -> released.get() == 2);
	}

	@Test
	void virtualThreadIsListedAndItsBlockerNamesTheEvent() {
		Thread thread = startVirtual(this.event::await);
		Started.until("the thread has parked", () -> LockSupport.getBlocker(thread) != null);
		assertThat(LockSupport.getBlocker(thread)).isSameAs(this.event);
		assertThat(this.event.getWaitingThreads()).extracting(WaitingThread::thread).containsExactly(thread);
		this.event.set();
	}

	@Test
	void noWaitPinsItsCarrier(@TempDir Path directory) throws Exception {
		waitInEachWay();
		assertThat(pinnedDuring(directory.resolve("waits.jfr"), this::waitInEachWay)).isEmpty();
	}

	/** Shows that the test above detects a pinned thread. */
	@Test
	void recordingDetectsAPinnedThread(@TempDir Path directory) throws Exception {
		assertThat(pinnedDuring(directory.resolve("pinned.jfr"), () -> {
			CountDownLatch done = new CountDownLatch(1);
			startVirtual(() -> {
				ParksInItsInitializer.touch();
				done.countDown();
			});
			done.await();
		})).isNotEmpty();
	}

	private void waitInEachWay() throws InterruptedException {
		LocalEvent second = new LocalEvent("second", false);
		AtomicInteger ended = new AtomicInteger();
		List<Started.Action> waits = List.of(second::await, () -> second.await(1, TimeUnit.DAYS),
				second::awaitUninterruptibly, () -> second.whenSet().get(),
				() -> Event.awaitAny(Duration.ofDays(1), this.event, second),
				() -> Event.awaitAll(Duration.ofDays(1), second));
		int rounds = 20;
		for (int round = 0; round < rounds; round++) {
			for (Started.Action wait : waits) {
				startVirtual(() -> {
					wait.run();
					ended.incrementAndGet();
				});
			}
			startVirtual(() -> {
				this.event.await(1, TimeUnit.MILLISECONDS);
				ended.incrementAndGet();
			});
			startVirtual(() -> {
				Thread.currentThread().interrupt();
				second.awaitUninterruptibly();
				ended.incrementAndGet();
			});
		}
		Started.untilWaiting(second, rounds * (waits.size() + 1));
		startVirtual(second::pulse);
		Started.until("all waits have ended", () -> ended.get() == rounds * (waits.size() + 2));
	}

	private static List<RecordedEvent> pinnedDuring(Path file, Started.Action action) throws Exception {
		try (Recording recording = new Recording()) {
			recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
			recording.start();
			// The recorder now intercepts exceptions, and pins threads that throw while
			// its class is initialized. Complete that first.
			assertThat(new IllegalStateException()).hasNoCause();
			action.run();
			recording.stop();
			recording.dump(file);
		}
		return readAll(file);
	}

	private static List<RecordedEvent> readAll(Path file) throws IOException {
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((recorded) -> recorded.getEventType().getName().equals("jdk.VirtualThreadPinned"))
			.toList();
	}

	private static Thread startVirtual(Started.Action action) {
		try {
			return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> {
				try {
					action.run();
				}
				catch (Exception ex) {
					throw new AssertionError(ex);
				}
			});
		}
		catch (IllegalAccessException | InvocationTargetException | NoSuchMethodException ex) {
			throw new LinkageError(ex.getMessage(), ex);
		}
	}

	/**
	 * A class initializer puts a native frame on the stack, with which no virtual thread
	 * can unmount.
	 */
	private static final class ParksInItsInitializer {

		static {
			LockSupport.parkNanos(1_000_000);
		}

		private ParksInItsInitializer() {
		}

		static void touch() {
		}

	}

}
