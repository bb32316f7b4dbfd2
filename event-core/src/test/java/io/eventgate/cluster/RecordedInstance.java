/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;

/**
 * An instance in a process of its own. It reads commands as lines of text, and records
 * the versions that it sees and makes. The commands are:
 * <ul>
 * <li>{@code ?} prints whether a thread {@code waits} or was {@code released}, and the
 * version;</li>
 * <li>{@code toggle} starts to switch the event continuously;</li>
 * <li>{@code history} ends that, and prints the history, up to a line {@code end}.</li>
 * </ul>
 */
public final class RecordedInstance {

	private final List<String> history = new CopyOnWriteArrayList<>();

	private final ClusterEvents cluster;

	private final ClusterEvent event;

	private final Thread waiter = new Thread(this::await, "waiter");

	private final Thread toggler = new Thread(this::toggle, "toggler");

	private final Thread observer = new Thread(this::observe, "observer");

	private volatile boolean ended;

	/**
	 * Creates an instance.
	 * @param store the store that it follows
	 * @param name the name of the instance
	 * @param event the name of its event
	 * @param timeout the command time-out
	 * @param interval the interval of complete reads
	 */
	public RecordedInstance(StateStore store, String name, String event, Duration timeout, Duration interval) {
		this.cluster = new ClusterEvents(store,
				ClusterSettings.builder(name)
					.commandTimeout(timeout)
					.syncInterval(interval)
					.startupPolicy(StartupPolicy.INITIAL_STATE)
					.build());
		this.cluster.start();
		this.event = (ClusterEvent) this.cluster.create(EventDefinition.of(event));
	}

	/**
	 * Runs commands until the input ends.
	 * @param in the commands
	 * @param out the answers
	 * @throws IOException if the other process has ended
	 * @throws InterruptedException if interrupted
	 */
	public void run(BufferedReader in, PrintStream out) throws IOException, InterruptedException {
		this.waiter.setDaemon(true);
		this.waiter.start();
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			switch (line) {
				case "toggle" -> {
					this.observer.start();
					this.toggler.start();
				}
				case "history" -> {
					this.ended = true;
					this.toggler.join();
					this.observer.join();
					this.history.forEach(out::println);
					out.println("end");
				}
				default -> out.println(
						(this.waiter.isAlive() ? ((this.event.getQueueLength() > 0) ? "waits" : "comes") : "released")
								+ " version " + this.event.replica().version());
			}
		}
		this.cluster.close();
	}

	private void await() {
		this.event.awaitUninterruptibly();
	}

	private void toggle() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		Kind[] kinds = Kind.values();
		while (!this.ended) {
			Kind kind = kinds[random.nextInt(kinds.length)];
			long start = System.nanoTime();
			try {
				long version = this.cluster.operations().perform(this.event, kind, false, null).version();
				record("call", start, kind, version);
				boolean set = this.event.isSet();
				long seen = this.event.replica().version();
				if (seen < version || (seen == version && set != (version % 2 == 1))) {
					this.history
						.add("broken: " + kind + " led to " + version + ", but then it was " + set + " at " + seen);
				}
			}
			catch (EventStoreUnavailableException ex) {
				if (ex.isOutcomeUnknown()) {
					record("unknown", start, kind, 0);
				}
			}
			LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
		}
	}

	private void record(String what, long start, Kind kind, long version) {
		this.history.add(what + " " + start + " " + System.nanoTime() + " " + kind + " " + version);
	}

	private void observe() {
		long last = 0;
		while (!this.ended) {
			long version = this.event.replica().version();
			if (version != last) {
				this.history.add("saw " + System.nanoTime() + " " + version);
				last = version;
			}
			LockSupport.parkNanos(100_000);
		}
	}

}
