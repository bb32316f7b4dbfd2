/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Arrays;

import io.eventgate.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Analyzer of an injection point whose event is not defined, or not unique. Spring Boot's
 * own analyzer fails, because it inspects the other events, which can no longer be
 * created then.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	private final Environment environment;

	EventInjectionFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		if (cause.getBeanType() != Event.class || !(this.beanFactory instanceof ListableBeanFactory beans)) {
			return null;
		}
		String place = (description != null) ? description : "A bean";
		String[] names = beans.getBeanNamesForType(Event.class, true, false);
		Arrays.sort(names);
		if (cause instanceof NoUniqueBeanDefinitionException) {
			return several(place, names, rootFailure, cause);
		}
		String qualifier = qualifier(rootFailure);
		if (names.length == 0 && !this.environment.getProperty("eventgate.enabled", Boolean.class, true)) {
			return new FailureAnalysis(place + " requires an event, but eventgate.enabled=false leaves all events out.",
					"Remove eventgate.enabled=false, or inject an ObjectProvider<Event>, which may be empty.", cause);
		}
		if (names.length == 0) {
			return new FailureAnalysis(place + " requires an event, but there is none.",
					"Define it, for example by eventgate.events." + ((qualifier != null) ? qualifier : "<name>")
							+ ".initially-set=false. In a test of a slice of the application, add @ImportAutoConfiguration(EventAutoConfiguration.class).",
					cause);
		}
		if (qualifier == null) {
			return null;
		}
		return new FailureAnalysis(
				place + " requires the event '" + qualifier + "', which is not defined. The defined events are: '"
						+ String.join("', '", names) + "'.",
				"Define it, for example by eventgate.events." + qualifier
						+ ".initially-set=false, or correct the name in @Qualifier.",
				cause);
	}

	private static FailureAnalysis several(String place, String[] names, Throwable failure, Throwable cause) {
		String injected = name(failure);
		return new FailureAnalysis(
				place + " requires one event, but there are several: '" + String.join("', '", names) + "'."
						+ ((injected != null) ? " None of them has the name '" + injected + "'." : ""),
				"Add @Qualifier(\"" + names[0]
						+ "\"), or name the parameter or field after the event in camel case, as in '"
						+ EventBeanNames.alias(names[0])
						+ "'. Names of parameters need the compiler option -parameters.",
				cause);
	}

	/**
	 * Returns the name of the parameter or field, or {@code null} if the class does not
	 * have it.
	 */
	private static @Nullable String name(Throwable failure) {
		String found = null;
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (next instanceof UnsatisfiedDependencyException unsatisfied && unsatisfied.getInjectionPoint() != null) {
				found = name(unsatisfied.getInjectionPoint());
			}
		}
		return found;
	}

	private static @Nullable String name(InjectionPoint point) {
		MethodParameter parameter = point.getMethodParameter();
		if (parameter == null) {
			return point.getMember().getName();
		}
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		return parameter.getParameterName();
	}

	private static @Nullable String qualifier(Throwable failure) {
		String found = null;
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (next instanceof UnsatisfiedDependencyException unsatisfied) {
				InjectionPoint point = unsatisfied.getInjectionPoint();
				Qualifier qualifier = (point != null) ? point.getAnnotation(Qualifier.class) : null;
				found = (qualifier != null) ? qualifier.value() : null; // The innermost
																		// one counts.
			}
		}
		return found;
	}

}
