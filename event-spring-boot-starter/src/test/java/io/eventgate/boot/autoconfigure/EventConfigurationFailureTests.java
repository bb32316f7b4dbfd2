/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for wrong configurations, which stop the start with an analysis, and for unusual
 * ones that are valid.
 */
@Tag("smoke")
class EventConfigurationFailureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					a/b: {initially-set: true}                      | eventgate.events.a/b.initially-set | 'ab'
					a/b: {description: x}                           | eventgate.events.a/b.description | 'ab'
					orders open: {initially-set: true}              | 'orders open' | 'ordersopen'
					übung: {initially-set: true}                    | 'übung' | 'bung'
					cache-warm: {initially-sett: true}              | eventgate.events.cache-warm.initially-sett | 'initially-sett'
					orders.open: {initially-set: true}              | eventgate.events.orders.open.initially-set | orders.open
					cache-warm: {readiness: true}, cacheWarm: {readiness: true} | 'cacheWarm' | 'cache-warm'
					cache-warm: {readiness: true}, cachewarm: {description: x} | 'cachewarm' | 'cache-warm'
					cache-warm: {readiness: true}, '[cache.warm]': {description: x} | 'cache-warm' | 'cache.warm'
					""")
	void aKeyThatIsNotWhatItSeemsStopsTheStart(String events, String property, String value) {
		this.runner.withInitializer(yaml("eventgate: {events: {" + events + "}}")).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(property.strip(), value.strip());
			assertThat(analysis.getAction()).isNotBlank();
		});
	}

	@ParameterizedTest
	@CsvSource({ "histroy-size, history-size", "event.cache-warm.readiness, eventgate.events.<name>",
			"eventss.cache-warm.readiness, eventgate.events.<name>", "store.typ, store.type",
			"store.jdbc.tabel, store.jdbc.table", "enabled.x, enabled" })
	void aPropertyThatIsUnknownStopsTheStart(String property, String known) {
		this.runner.withPropertyValues("eventgate." + property + "=x").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'eventgate." + property + "'");
			assertThat(analysis.getAction()).contains(known);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			events: {gate-a: true}           | 'eventgate.events.gate-a'   | eventgate.events.gate-a.initially-set=
			events: [gate-a, gate-b]         | 'eventgate.events'          | eventgate.events.<name>
			events: gate-a                   | 'eventgate.events'          | eventgate.events.<name>
			events: {on: {readiness: true}}  | event 'true', which YAML    | "on"
			events: {no: {readiness: true}}  | event 'false', which YAML   | "no"
			events: {yes: {scope: local}}    | event 'true', which YAML    | in quotes
			console: true                    | 'eventgate.console'         | eventgate.console.enabled
			store: redis                     | 'eventgate.store'           | eventgate.store.type
			""")
	void aValueOfTheWrongKindStopsTheStart(String yaml, String property, String remedy) {
		this.runner.withInitializer(yaml("eventgate: {" + yaml.strip() + "}")).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(property.strip()).contains("Origin: ", "1:");
			assertThat(analysis.getAction()).contains(remedy.strip());
		});
	}

	@Test
	void aKeyInQuotesIsTheNameOfTheEvent() {
		this.runner.withInitializer(yaml(
				"eventgate: {events: {'on': {readiness: true}, 'no': {readiness: true}, 'true': {readiness: true}}}"))
			.run((context) -> assertThat(names(context)).containsExactly("no", "on", "true"));
	}

	@Test
	void propertiesAreBoundInAllSpellings() {
		this.runner
			.withInitializer(
					yaml("eventgate: {historySize: 1, shutdown_on_stop: true, defaults: {initiallySet: true}}"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/**
	 * Spring Boot 4.0 reads an empty value in YAML as an empty text, and cannot bind it.
	 */
	@Test
	@DisabledIf("io.eventgate.boot.testing.SpringBoot#is40")
	void emptyPropertyIsValid() {
		this.runner.withInitializer(yaml("eventgate: {store: {}, console: , events: {}}"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void bracketsAreNotSuggestedIfTheyDoNotHelp() {
		this.runner.withPropertyValues("eventgate.events.a/b.description=x")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction()).contains("letters, digits")
				.doesNotContain("brackets"));
		this.runner.withPropertyValues("eventgate.events.[a/b].description=x")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription()).contains("'a/b'",
					"URL"));
		this.runner.withPropertyValues("eventgate.events.orders open.description=x")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.contains("eventgate.events.\"[orders open]\""));
	}

	@Test
	void customEventBeanWithAnInvalidNameStopsTheStart() {
		this.runner.withBean("own/event", Event.class, Event::create).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("bean 'own/event'", "URL");
			assertThat(analysis.getAction()).contains("Rename");
		});
	}

	@Test
	void invalidNameStopsTheStart() {
		this.runner.withPropertyValues("eventgate.events.[a\u0007b].description=x").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.events", "control characters", "'a?b'");
		});
	}

	@ParameterizedTest
	@CsvSource({ "eventgate.defaults.max-waiters", "eventgate.events.cache-warm.max-waiters" })
	void aMaximumOfWaitersBelowOneStopsTheStart(String property) {
		this.runner.withPropertyValues(property + "=0").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("max-waiters", "at least 1", "was 0");
			assertThat(analysis.getAction()).contains("remove the property");
		});
	}

	@Test
	void aNegativeHistoryStopsTheStart() {
		this.runner.withPropertyValues("eventgate.history-size=-1").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.history-size", "-1");
			assertThat(analysis.getAction()).contains("0");
		});
	}

	@ParameterizedTest
	@CsvSource({ "clock", "the-clock", "environment", "system-properties" })
	void nameOrAliasOfAnotherBeanStopsTheStart(String event) {
		this.runner.withUserConfiguration(Beans.class)
			.withPropertyValues("eventgate.events." + event + ".description=x")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("eventgate.events", "another bean");
				assertThat(analysis.getAction()).contains("another name");
			});
	}

	@ParameterizedTest
	@CsvSource({ "late", "la-te" })
	void laterBeanWithTheNameOrAliasStopsTheStart(String event) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, LateAutoConfiguration.class))
			.withPropertyValues("eventgate.events." + event + ".description=x")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("eventgate.events", "another bean", "LateAutoConfiguration"));
	}

	/** Spring Boot 4.0 drops empty values in YAML before they can be bound. */
	@Test
	@DisabledIf("io.eventgate.boot.testing.SpringBoot#is40")
	void keyWithoutPropertiesIsAnEventWithDefaults() {
		this.runner.withInitializer(yaml("eventgate: {events: {cache-warm: {}, orders-open: }}"))
			.run((context) -> assertThat(names(context)).containsExactly("cache-warm", "orders-open"));
	}

	@Test
	void anyNameCanBeGivenInBrackets() {
		this.runner.withInitializer(yaml(
				"eventgate: {events: {'[a: b c]': {description: x}, '[orders.open]': {initially-set: true}, Uber_1: {description: x}, 7: {description: x}}}"))
			.run((context) -> {
				assertThat(names(context)).containsExactly("7", "Uber_1", "a: b c", "orders.open");
				assertThat(context.getBean("ordersOpen", Event.class).isSet()).isTrue();
				assertThat(context.getBean("aBC")).isSameAs(context.getBean("a: b c"));
			});
	}

	@Test
	void environmentVariableOverridesAnEvent() {
		for (String variable : List.of("EVENTGATE_EVENTS_CACHEWARM_INITIALLYSET",
				"EVENTGATE_EVENTS_CACHE_WARM_INITIALLY_SET")) {
			this.runner.withInitializer(yaml("eventgate: {events: {cache-warm: {initially-set: false}}}"))
				.withInitializer((context) -> environment(context, Map.of(variable, "true")))
				.run((context) -> {
					assertThat(names(context)).containsExactly("cache-warm");
					assertThat(context.getBean("cacheWarm", Event.class).isSet()).as(variable).isTrue();
				});
		}
	}

	@Test
	void environmentVariableDefinesAnEvent() {
		this.runner
			.withInitializer(
					(context) -> environment(context, Map.of("EVENTGATE_EVENTS_CACHEWARM_INITIALLYSET", "true")))
			.run((context) -> assertThat(names(context)).containsExactly("cachewarm"));
	}

	@Test
	void validPropertiesOfAnEventAreThoseOfItsRecord() {
		assertThat(EventProperties.Definition.class.getRecordComponents()).extracting("name")
			.containsExactlyInAnyOrderElementsOf(EventKeys.PROPERTIES);
	}

	private static Stream<String> names(ConfigurableApplicationContext context) {
		return context.getBean(EventRegistry.class)
			.getRegistrations()
			.stream()
			.map((registration) -> registration.definition().name());
	}

	static FailureAnalysis analyze(@Nullable Throwable startupFailure) {
		Throwable failure = Objects.requireNonNull(startupFailure, "The start did not fail");
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.flatMap((analyzer) -> Stream.ofNullable(analyzer.analyze(failure)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("Not analysed", failure));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String text) {
		return (context) -> {
			try {
				new YamlPropertySourceLoader()
					.load("yaml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
					.forEach(context.getEnvironment().getPropertySources()::addLast);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	static void environment(ConfigurableApplicationContext context, Map<String, Object> variables) {
		context.getEnvironment()
			.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		String clock() {
			return "a bean";
		}

		@Bean
		String theClock() {
			return "another bean";
		}

	}

	@AutoConfiguration(after = EventAutoConfiguration.class)
	static class LateAutoConfiguration {

		@Bean
		String late() {
			return "late by name";
		}

		@Bean
		String laTe() {
			return "late by alias";
		}

	}

}
