package io.eventgate.schedules;

import org.jetbrains.lincheck.Lincheck;

/**
 * Explores the schedules of a scenario: each runs to its end, or the checker reports the
 * schedule that does not or that fails.
 */
final class Schedules {

	private static final int INVOCATIONS = Integer.getInteger("schedules", 300);

	private Schedules() {
	}

	/** Explores a scenario on the modelled platform. */
	@SuppressWarnings("try") // the modelling is in force as long as it is open
	static void explore(Runnable scenario) {
		try (Modelling modelling = new Modelling()) {
			Lincheck.runConcurrentTest(INVOCATIONS, scenario);
		}
	}

}
