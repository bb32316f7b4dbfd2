/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureWebMvc;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the names of the starter's beans, which must not clash with those of
 * applications.
 */
class EventBeanNamesTests {

	private static final String PREFIX = "eventgate";

	/**
	 * Spring Boot derives the names of health contributors from these. Both
	 * configurations back off from a bean of the name.
	 */
	private static final Set<String> NAMES_WITH_A_MEANING = Set.of("eventsHealthContributor",
			"eventStoreHealthIndicator");

	@Test
	void allBeanNamesHaveThePrefix() {
		List<String> names = configurations().flatMap(EventBeanNamesTests::beanNames).toList();
		assertThat(names).hasSizeGreaterThan(20)
			.allSatisfy((name) -> assertThat(NAMES_WITH_A_MEANING.contains(name) || name.startsWith(PREFIX)).as(name)
				.isTrue());
	}

	@Test
	void applicationCanUseLikelyBeanNames() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, AwaitEventAutoConfiguration.class,
					EventsEndpointAutoConfiguration.class, EventMetricsAutoConfiguration.class,
					EventStoreAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=events",
					"eventgate.events.gate.description=x")
			.withInitializer(EventBeanNamesTests::ownBeans);
		runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(EventRegistry.class).hasSingleBean(EventsEndpoint.class);
			assertThat(context.getBean("eventRegistry")).isEqualTo("the application's own");
		});
	}

	private static void ownBeans(ConfigurableApplicationContext context) {
		for (String name : List.of("eventRegistry", "eventHistory", "eventMetrics", "eventsEndpoint", "eventStore",
				"eventWaits", "eventAuditor", "eventCloser", "clusterEvents", "eventBeanPostProcessor",
				"readinessEvents", "eventStoreMetrics", "eventsEndpointWebExtension")) {
			context.addBeanFactoryPostProcessor(
					(beanFactory) -> beanFactory.registerSingleton(name, "the application's own"));
		}
	}

	private static Stream<Class<?>> configurations() {
		return Stream.of(AutoConfiguration.class, ManagementContextConfiguration.class, AutoConfigureWebMvc.class)
			.flatMap((annotation) -> ImportCandidates.load(annotation, null).getCandidates().stream())
			.filter((name) -> name.startsWith("io.eventgate."))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.flatMap(EventBeanNamesTests::withNested);
	}

	private static Stream<Class<?>> withNested(Class<?> type) {
		return Stream.concat(Stream.of(type),
				Arrays.stream(type.getDeclaredClasses()).flatMap(EventBeanNamesTests::withNested));
	}

	private static Stream<String> beanNames(Class<?> configuration) {
		return Arrays.stream(configuration.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(Bean.class))
			.flatMap(EventBeanNamesTests::beanNames);
	}

	private static Stream<String> beanNames(Method method) {
		String[] names = method.getAnnotation(Bean.class).name();
		return (names.length > 0) ? Arrays.stream(names) : Stream.of(method.getName());
	}

}
