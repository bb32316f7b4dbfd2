/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the six guarantees of {@link ClusterEvents} with many seeds. Each simulates a
 * cluster of 2 to 50 instances with frequent faults.
 *
 * <ul>
 * <li>{@code -Dsimulation.seeds=10000} runs more seeds than usual,
 * {@code -Dsimulation.first=501} other ones;</li>
 * <li>{@code -Dsimulation.seed=42} runs a single seed and prints its history.</li>
 * </ul>
 */
class SimulationTests {

	private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);

	private static final long FIRST = Long.getLong("simulation.first", 1);

	private static final Long SEED = Long.getLong("simulation.seed");

	private static final int SEEDS_FOR_SABOTAGE = 500;

	/** The engine logs each lost connection, of which there are many here. */
	private static final Logger LOGGER = Logger.getLogger(ClusterEvents.class.getName());

	@BeforeAll
	static void silence() {
		LOGGER.setLevel(Level.OFF);
	}

	@AfterAll
	static void speak() {
		LOGGER.setLevel(null);
	}

	@Test
	void guaranteesAreKept() {
		Map<String, Long> figures = new TreeMap<>();
		long start = System.nanoTime();
		long first = (SEED != null) ? SEED : FIRST;
		long count = (SEED != null) ? 1 : SEEDS;
		for (long seed = first; seed < first + count; seed++) {
			live(seed).forEach((what, number) -> figures.merge(what, number, Long::sum));
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		System.out.printf("%d seeds in %.1f s, %.0f a second: %s%n", count, seconds, count / seconds, figures);
		assertThat(figures).containsKeys("returned", "released");
	}

	/** Shows that the simulation finds planted bugs. */
	@ParameterizedTest
	@EnumSource
	void plantedBugIsFound(Sabotage sabotage) {
		LongFunction<?> life = new SabotagedClasses(sabotage).create(SimLife.class, LongFunction.class);
		for (long seed = sabotage.seed(); seed < sabotage.seed() + SEEDS_FOR_SABOTAGE; seed++) {
			try {
				Object unused = life.apply(seed);
			}
			catch (AssertionError ex) {
				System.out.printf("%s is found by seed %d, %s%n", sabotage, seed, ex.getMessage());
				assertThat(ex.getMessage()).matches("Broken: (" + sabotage.broken() + "): .*");
				return;
			}
		}
		throw new AssertionError("None of " + SEEDS_FOR_SABOTAGE + " seeds has found " + sabotage);
	}

	@Test
	void sameSeedIsTheSameHistory() {
		Simulation one = new Simulation(7, true);
		Simulation other = new Simulation(7, true);
		assertThat(one.run()).isEqualTo(other.run());
		assertThat(one.world.trace()).isNotEmpty().isEqualTo(other.world.trace());
	}

	private static Map<String, Long> live(long seed) {
		Simulation simulation = new Simulation(seed, SEED != null);
		try {
			Map<String, Long> figures = simulation.run();
			if (SEED != null) {
				System.out.println(simulation.world.trace());
			}
			return figures;
		}
		catch (SimHistory.Violation | RuntimeException ex) {
			throw new AssertionError("Seed " + seed + ": " + ex.getMessage() + "\n" + trace(seed)
					+ "\nReplay it: mvn test -pl event-core -Dtest=SimulationTests#guaranteesAreKept"
					+ " -Dsimulation.seed=" + seed, ex);
		}
	}

	/** Returns the end of the history of a failed simulation. */
	private static String trace(long seed) {
		Simulation again = new Simulation(seed, true);
		try {
			again.run();
		}
		catch (SimHistory.Violation | RuntimeException ex) {
			// As before.
		}
		return again.world.trace();
	}

}
