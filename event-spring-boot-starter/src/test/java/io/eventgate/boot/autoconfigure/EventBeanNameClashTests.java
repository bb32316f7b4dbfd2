/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events with the name or alias of another bean, with and without
 * {@code spring.main.allow-bean-definition-overriding}.
 */
class EventBeanNameClashTests {

	@ParameterizedTest
	@CsvSource({ "false, clock", "true, clock", "false, the-clock", "true, the-clock", "false, own", "true, own",
			"false, o-wn", "true, o-wn" })
	void aNameOrAliasOfABeanStopsTheStart(boolean overriding, String event) {
		runner(overriding, event).withUserConfiguration(Beans.class)
			.run((context) -> assertClash(context.getStartupFailure(), "Beans"));
	}

	@ParameterizedTest
	@CsvSource({ "false, late", "false, la-te", "true, la-te" })
	void nameOrAliasOfALaterBeanStopsTheStart(boolean overriding, String event) {
		runner(overriding, event).withConfiguration(AutoConfigurations.of(LateAutoConfiguration.class))
			.run((context) -> assertClash(context.getStartupFailure(), "LateAutoConfiguration"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void otherBeansMayBeOverridden(boolean overriding) {
		runner(overriding, "gate").withUserConfiguration(Beans.class)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("gate"));
	}

	private static void assertClash(@Nullable Throwable failure, String definedIn) {
		FailureAnalysis analysis = EventConfigurationFailureTests.analyze(failure);
		assertThat(analysis.getDescription()).contains("eventgate.events", "another bean", definedIn);
		assertThat(analysis.getAction()).contains("another name");
	}

	private static ApplicationContextRunner runner(boolean overriding, String event) {
		return new ApplicationContextRunner().withAllowBeanDefinitionOverriding(overriding)
			.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
			.withPropertyValues("eventgate.events." + event + ".description=x");
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		String clock() {
			return "by name";
		}

		@Bean
		String theClock() {
			return "by alias";
		}

		@Bean
		Event own() {
			return Event.create();
		}

		@Bean
		Event oWn() {
			return Event.create();
		}

	}

	@AutoConfiguration(after = EventAutoConfiguration.class)
	static class LateAutoConfiguration {

		@Bean
		String late() {
			return "by name";
		}

		@Bean
		String laTe() {
			return "by alias";
		}

	}

}
