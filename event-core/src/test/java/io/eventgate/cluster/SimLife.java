package io.eventgate.cluster;

import java.util.Map;
import java.util.function.LongFunction;

/**
 * Runs the simulation of a seed. Only classes of the JDK get in and out, so that there
 * can be several versions of it.
 */
final class SimLife implements LongFunction<Map<String, Long>> {

	@Override
	public Map<String, Long> apply(long seed) {
		return new Simulation(seed, false).run();
	}

}
