/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.util.Objects;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.jvm.agent.InstrumentationMode;
import org.jetbrains.lincheck.jvm.agent.LincheckInstrumentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Explores the schedules of a scenario. The checker reports a schedule that fails or does
 * not end.
 *
 * <p>
 * As a JUnit extension, it keeps the modelling and the instrumentation of the checker for
 * all scenarios of a test class. By default, the checker instruments all classes again
 * for each scenario, which takes longer than the schedules.
 */
final class Schedules implements BeforeAllCallback, AfterAllCallback {

	private static final int ENOUGH_FOR_A_BUG = 300;

	private static final int INVOCATIONS = Integer.getInteger("schedules", ENOUGH_FOR_A_BUG);

	private static @Nullable Modelling modelling;

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

	private static void explore(Runnable scenario, int invocations) {
		Objects.requireNonNull(modelling, "Annotate the test class with @ExtendWith(Schedules.class)");
		Lincheck.runConcurrentTest(invocations, scenario);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		modelling = new Modelling();
		if (!LincheckInstrumentation.INSTANCE.isInitialized()) {
			LincheckInstrumentation.INSTANCE.attachJavaAgentStatically(ByteBuddyAgent.install());
		}
		LincheckInstrumentation.INSTANCE.install(InstrumentationMode.MODEL_CHECKING);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		LincheckInstrumentation.INSTANCE.uninstall();
		Objects.requireNonNull(modelling).close();
		modelling = null;
	}

}
