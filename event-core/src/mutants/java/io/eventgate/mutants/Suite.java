/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.mutants;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A program that runs the tests whose class names match a pattern. It stops at the first
 * failure and prints the name of the test.
 */
public final class Suite {

	/** The prefix of the line that names the failed test. */
	static final String FOUND_BY = "FOUND BY ";

	private Suite() {
	}

	public static void main(String[] args) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectPackage("io.eventgate"))
			.filters(ClassNameFilter.includeClassNamePatterns(args[0]))
			.build();
		First first = new First();
		LauncherFactory.create().execute(request, first);
		if (first.tests == 0) {
			throw new IllegalStateException("No test is named " + args[0]);
		}
		Runtime.getRuntime().halt(0);
	}

	/** Returns the name of the class and, for a method, its name. */
	private static String name(TestIdentifier test) {
		return test.getSource()
			.map((source) -> (source instanceof MethodSource method)
					? method.getClassName().replaceAll(".*\\.", "") + "." + method.getMethodName()
					: test.getDisplayName())
			.orElseGet(test::getDisplayName);
	}

	private static final class First implements TestExecutionListener {

		private volatile int tests;

		@Override
		public void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (test.isTest()) {
				this.tests++;
			}
			result.getThrowable().ifPresent((failure) -> {
				System.out.println(FOUND_BY + name(test));
				// Threads may hang forever because of the bug.
				Runtime.getRuntime().halt(1);
			});
		}

	}

}
