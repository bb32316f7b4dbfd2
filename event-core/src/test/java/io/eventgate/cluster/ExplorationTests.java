/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.eventgate.cluster.ExploredWorld.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Explores the orders in which two instances, the store and the messages between them can
 * take turns, while an event is switched and one fault happens at any moment.
 * {@code -Dsimulation.seeds=10000} or more explores a larger scope.
 */
class ExplorationTests {

	private static final boolean LONG = Integer.getInteger("simulation.seeds", 500) >= 10_000;

	private static final Logger LOGGER = Logger.getLogger(ClusterEvents.class.getName());

	@BeforeAll
	static void silence() {
		LOGGER.setLevel(Level.OFF);
	}

	@AfterAll
	static void speak() {
		LOGGER.setLevel(null);
	}

	@ParameterizedTest
	@EnumSource
	void instancesAgreeInTheEnd(Fault fault) {
		long start = System.nanoTime();
		Map<String, Long> figures = LONG ? Exploration.atLength(fault) : new Exploration().apply(fault.name());
		System.out.printf("%s: %s in %.1f s%n", fault, figures, (System.nanoTime() - start) / 1e9);
		assertThat(figures).containsKeys("histories");
	}

	/**
	 * Shows that the exploration finds planted bugs. Bugs outside its small scope, such
	 * as those of a store in tables, are left to the simulation.
	 */
	@ParameterizedTest
	@CsvSource({ "NUMBERS_INSTEAD_OF_CHAIN, LAGGING_COPY", "OWN_SWITCHES_NOT_AWAITED, LAGGING_COPY",
			"CURSOR_KEPT_OVER_NEW_LINK, FAILOVER", "RESULTS_NOT_COMPARED, LAGGING_COPY", "OWN_RESULT_OVERTAKES, NONE",
			"NO_RESTORATION, EVICTION", "NO_HEARTBEAT, LOST_ANSWER" })
	void plantedBugIsFound(Sabotage sabotage, Fault fault) {
		@SuppressWarnings("unchecked")
		Function<String, ?> exploration = new SabotagedClasses(sabotage).create(Exploration.class, Function.class);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> exploration.apply(fault.name()))
			.withMessageContaining(" in history ");
	}

}
