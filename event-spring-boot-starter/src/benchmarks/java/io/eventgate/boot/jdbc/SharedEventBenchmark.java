/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import org.h2.jdbcx.JdbcConnectionPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Benchmarks of reading and waiting for an event that other instances share.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SharedEventBenchmark {

	private static final Duration LONG = Duration.ofMinutes(1);

	/** Whether the event is shared. */
	@Param({ "false", "true" })
	public boolean shared;

	private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:benchmark", "sa", "");

	private final ClusterEvents cluster = new ClusterEvents(
			new JdbcStateStore(this.pool, JdbcTable.DEFAULT_NAME, "benchmark", LONG),
			ClusterSettings.builder("here").commandTimeout(LONG).syncInterval(LONG).build());

	private Event event = Event.create(true);

	/** Creates the event. */
	@Setup(Level.Trial)
	public void start() {
		new EventSchemaInitializer(this.pool, JdbcTable.DEFAULT_NAME, null, DatabaseInitializationMode.ALWAYS)
			.initializeDatabase();
		this.cluster.start();
		EventDefinition definition = EventDefinition.builder("open").initiallySet(true).build();
		this.event = this.shared ? this.cluster.create(definition) : new EventRegistry().create("open", true);
	}

	/** Ends all threads. */
	@TearDown(Level.Trial)
	public void stop() {
		this.cluster.close();
		this.pool.dispose();
	}

	/** Reads the flag. */
	@Benchmark
	public boolean isSet() {
		return this.event.isSet();
	}

	/** Waits for the open gate. */
	@Benchmark
	public void await() throws InterruptedException {
		this.event.await();
	}

}
