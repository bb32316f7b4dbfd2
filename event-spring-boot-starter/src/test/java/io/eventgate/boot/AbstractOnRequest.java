/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * A filter that excludes auto-configurations from tests that do not request them.
 */
abstract class AbstractOnRequest implements AutoConfigurationImportFilter, EnvironmentAware {

	private final Predicate<Environment> request;

	private final List<String> packages;

	private boolean requested;

	/**
	 * Creates a filter.
	 * @param request whether a test requests the configurations
	 * @param packages the beginnings of the names of their classes
	 */
	AbstractOnRequest(Predicate<Environment> request, String... packages) {
		this.request = request;
		this.packages = List.of(packages);
	}

	/** Creates a filter for tests with a property that is true. */
	AbstractOnRequest(String property, String... packages) {
		this((environment) -> environment.getProperty(property, Boolean.class, false), packages);
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.requested = this.request.test(environment);
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[classes.length];
		for (int i = 0; i < classes.length; i++) {
			String name = classes[i];
			matches[i] = this.requested || name == null || this.packages.stream().noneMatch(name::startsWith);
		}
		return matches;
	}

}
