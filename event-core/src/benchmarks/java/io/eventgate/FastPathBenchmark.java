/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Benchmarks of operations that never block.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FastPathBenchmark {

	private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(1);

	/** The name of a {@code Peer}. */
	@Param("EVENT")
	public String peer;

	private Gate open;

	private Gate idle;

	/** Creates the measured gate. */
	@Setup
	public void create() {
		this.open = Peer.valueOf(this.peer).create();
		this.open.set();
		this.idle = Peer.valueOf(this.peer).create();
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

	/** Waits for an open gate, with a time-out. */
	@Benchmark
	public boolean timedAwait() throws InterruptedException {
		return this.open.await(TIMEOUT);
	}

	/** Opens and closes a gate without waiters. */
	@Benchmark
	public void setAndClear() {
		this.idle.set();
		this.idle.clear();
	}

}
