package io.eventgate.schedules;

import org.jetbrains.lincheck.Lincheck;

/**
 * Explores the schedules of a scenario: each runs to its end, or the checker reports the
 * schedule that does not or that fails.
 */
final class Schedules {

	private static final int ENOUGH_FOR_A_BUG = 300;

	private static final int INVOCATIONS = Integer.getInteger("schedules", ENOUGH_FOR_A_BUG);

	private Schedules() {
	}

	/** Explores a scenario on the modelled platform. */
	static void explore(Runnable scenario) {
		explore(scenario, INVOCATIONS);
	}

	/**
	 * Explores a scenario that fails in one of a few hundred schedules, and stops there.
	 */
	static void exploreUntilItFails(Runnable scenario) {
		explore(scenario, Math.max(INVOCATIONS, ENOUGH_FOR_A_BUG));
	}

	@SuppressWarnings("try") // the modelling is in force as long as it is open
	private static void explore(Runnable scenario, int invocations) {
		try (Modelling modelling = new Modelling()) {
			Lincheck.runConcurrentTest(invocations, scenario);
		}
	}

}
