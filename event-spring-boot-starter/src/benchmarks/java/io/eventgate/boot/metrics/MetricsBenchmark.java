/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.metrics;

import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventShutdownException;
import io.eventgate.EventRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmarks of an event with and without meters.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MetricsBenchmark {

	/** Whether the events are measured. */
	@Param({ "false", "true" })
	public boolean measured;

	private final EventRegistry events = new EventRegistry();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final EventMetrics metrics = new EventMetrics(this.events);

	private final Event open = this.events.create("open", true);

	private final Event idle = this.events.create("idle", false);

	private final Event ping = this.events.create("ping", false);

	private final Event pong = this.events.create("pong", false);

	private final Thread partner = new Thread(this::answer, "partner");

	/** Binds the meters, if enabled, and starts the partner. */
	@Setup
	public void start() {
		if (this.measured) {
			this.metrics.bindTo(this.meters);
		}
		this.partner.start();
	}

	/** Ends the partner. */
	@TearDown
	public void stop() throws InterruptedException {
		this.ping.shutdown();
		this.partner.join();
	}

	private void answer() {
		try {
			while (true) {
				this.ping.await();
				this.ping.clear();
				this.pong.set();
			}
		}
		catch (EventShutdownException ex) {
			// The end.
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Reads the flag. */
	@Benchmark
	public boolean isSet() {
		return this.open.isSet();
	}

	/** Waits for an open gate. */
	@Benchmark
	public void await() throws InterruptedException {
		this.open.await();
	}

	/** Opens and closes a gate without waiters. */
	@Benchmark
	public void setAndClear() {
		this.idle.set();
		this.idle.clear();
	}

	/** Wakes the partner and is woken: two waits that block, and four transitions. */
	@Benchmark
	public void roundTrip() throws InterruptedException {
		this.ping.set();
		this.pong.await();
		this.pong.clear();
	}

}
