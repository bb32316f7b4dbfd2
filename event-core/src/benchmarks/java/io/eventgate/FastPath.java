/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link FastPathBenchmark} by JMH, with its profiler of allocation.
 */
final class FastPath implements Experiment.Measurement {

	private final int iterations;

	FastPath(int iterations) {
		this.iterations = iterations;
	}

	@Override
	public List<Sample> measure(Peer peer) throws RunnerException {
		OptionsBuilder options = new OptionsBuilder();
		options.include(FastPathBenchmark.class.getName()).param("peer", peer.name());
		options.forks(1).warmupTime(TimeValue.milliseconds(400)).warmupIterations(this.iterations);
		options.measurementTime(TimeValue.milliseconds(400)).measurementIterations(this.iterations);
		options.jvmArgsAppend(Fork.OPTIONS_OF_THIS_JAVA.toArray(String[]::new));
		options.addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT).shouldFailOnError(true);
		List<Sample> samples = new ArrayList<>();
		for (RunResult result : new Runner(options.build()).run()) {
			String name = result.getPrimaryResult().getLabel();
			samples.add(Sample.of(name, result.getPrimaryResult().getScore()));
			samples.add(Sample.of(name + "-bytes", result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
		}
		return samples;
	}

}
