/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events on an exhausted stack or heap: events stay usable and all waiters are
 * released.
 */
@Timeout(120)
class ExhaustionTests {

	private static final int WAITERS = 6;

	/**
	 * The number of levels at which an operation must succeed before the next is tried.
	 */
	private static final int ENOUGH_SUCCESSES = 4;

	@ParameterizedTest
	@EnumSource
	void exhaustedStackStrandsNoThread(Operation operation) throws InterruptedException {
		// Once with enough room, because classes of the JDK fail otherwise.
		assertThat(tryAtLevel(operation, 1_000)).isTrue();
		int failures = 0;
		int successes = 0;
		for (int level = 0; successes < ENOUGH_SUCCESSES; level++) {
			if (tryAtLevel(operation, level)) {
				successes++;
			}
			else {
				failures++;
			}
		}
		assertThat(failures).as("number of stack overflows").isPositive();
	}

	/**
	 * Runs the operation that many calls above the end of a stack, and then checks that
	 * all waiters can be released.
	 */
	private static boolean tryAtLevel(Operation operation, int level) throws InterruptedException {
		LocalEvent event = new LocalEvent("orders", false);
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			waiters.add(Started.run(event::await));
		}
		Started.untilWaiting(event, WAITERS);
		CompletableFuture<Void> future = event.whenSet();
		if (operation == Operation.CLEAR) {
			// Gives clear() an unfinished wake-up to continue.
			WaiterStackTests.Stub dying = new WaiterStackTests.Stub();
			dying.failNext(1);
			((Phase.Waiting) event.phase()).threads.push(dying);
			try {
				event.set();
			}
			catch (StackOverflowError ex) {
				// The waiter of the stub.
			}
		}
		DeepCall call = new DeepCall(level, () -> operation.run(event));
		Thread deep = new Thread(null, call, "deep", 256 * 1024);
		deep.start();
		if (operation == Operation.AWAIT) {
			Started.until("the deep call waits or has failed",
					() -> !deep.isAlive() || event.getQueueLength() == WAITERS + 2);
			if (!deep.isAlive()) {
				assertThat(event.getQueueLength()).isEqualTo(WAITERS + 1);
			}
			event.pulse();
		}
		deep.join();
		if (call.unexpected != null) {
			throw new AssertionError("Not only the stack was exhausted", call.unexpected);
		}
		if (operation == Operation.CLOSE) {
			event.shutdown();
			for (Started<Boolean> waiter : waiters) {
				assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class);
			}
			assertThat(future).isCompletedExceptionally();
			return call.succeeded;
		}
		event.set();
		assertThat(waiters).allMatch(Started::result);
		assertThat(future).isCompletedWithValue(null);
		assertThat(event).hasToString("Event[orders, set, 0 waiting]");
		event.clear();
		assertThat(event.await(1, TimeUnit.NANOSECONDS)).isFalse();
		assertThat(event.getQueueLength()).isZero();
		return call.succeeded;
	}

	@Test
	void exhaustedStackInTheFirstWaitHasNoLastingEffect(@TempDir Path directory) throws Exception {
		assertThat(runJava(directory, ExhaustedStackAtFirstUse.class)).contains(ExhaustedStackAtFirstUse.DONE);
	}

	@Test
	void exhaustedHeapStrandsNoThread(@TempDir Path directory) throws Exception {
		assertThat(runJava(directory, ExhaustedHeap.class, "-Xmx12m", "-XX:+UseSerialGC")).contains(ExhaustedHeap.DONE);
	}

	/** Runs a program in a separate JVM and returns its output. */
	private static String runJava(Path directory, Class<?> program, String... options)
			throws IOException, InterruptedException, URISyntaxException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.add("-cp");
		command.add(Stream.of(pathOf(Event.class), pathOf(program)).collect(Collectors.joining(File.pathSeparator)));
		command.add(program.getName());
		Path output = directory.resolve("output.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			boolean ended = process.waitFor(100, TimeUnit.SECONDS);
			assertThat(ended).as(() -> "The program has ended; it printed: " + read(output)).isTrue();
			return read(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Path file) {
		try {
			return java.nio.file.Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static String pathOf(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
	}

	/** The operations to run with almost no stack left. */
	enum Operation {

		SET {

			@Override
			void run(LocalEvent event) {
				event.set();
			}

		},

		PULSE {

			@Override
			void run(LocalEvent event) {
				event.pulse();
			}

		},

		CLEAR {

			@Override
			void run(LocalEvent event) {
				event.clear();
			}

		},

		CLOSE {

			@Override
			void run(LocalEvent event) {
				event.shutdown();
			}

		},

		AWAIT {

			@Override
			void run(LocalEvent event) throws InterruptedException {
				event.await();
			}

		},

		TIMED_AWAIT {

			@Override
			void run(LocalEvent event) throws InterruptedException {
				event.await(1, TimeUnit.MICROSECONDS);
			}

		},

		WHEN_SET {

			@Override
			void run(LocalEvent event) {
				event.whenSet().cancel(false);
			}

		},

		AWAIT_ANY {

			@Override
			void run(LocalEvent event) throws InterruptedException {
				Event.awaitAny(Duration.ofNanos(1_000), event);
			}

		};

		abstract void run(LocalEvent event) throws InterruptedException;

	}

	/** Recurses to the end of the stack and runs the operation while it returns. */
	private static final class DeepCall implements Runnable {

		private final int level;

		private final Started.Action action;

		private int returned;

		volatile boolean succeeded;

		volatile @Nullable Throwable unexpected;

		DeepCall(int level, Started.Action action) {
			this.level = level;
			this.action = action;
		}

		@Override
		@SuppressWarnings("InfiniteRecursion") // the recursion ends with the stack
		public void run() {
			try {
				run();
			}
			catch (StackOverflowError ex) {
				// The end of the stack.
			}
			if (this.returned++ == this.level) {
				try {
					this.action.run();
					this.succeeded = true;
				}
				catch (StackOverflowError ex) {
					// Expected.
				}
				catch (Exception | Error ex) {
					this.unexpected = ex;
				}
			}
		}

	}

}
