/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Map;
import java.util.function.LongFunction;

/**
 * Entry point of the simulation of a seed. Its interface uses classes of the JDK only, so
 * that several versions of it can be loaded.
 */
final class SimLife implements LongFunction<Map<String, Long>> {

	@Override
	public Map<String, Long> apply(long seed) {
		return new Simulation(seed, false).run();
	}

}
