/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.eventgate.EventRegistry;
import io.eventgate.boot.metrics.EventMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@Tag("smoke")
class EventMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventMetricsAutoConfiguration.class))
		.withPropertyValues("eventgate.events.cache-warm.description=x");

	private final ApplicationContextRunner withMetrics = this.runner
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void metersOfConfiguredEventsExistFromTheStart() {
		this.withMetrics.run((context) -> assertThat(
				context.getBean(MeterRegistry.class).get("eventgate.state").tag("event", "cache-warm").gauge().value())
			.isZero());
	}

	@Test
	void metersFollowTheRegistry() {
		this.withMetrics.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			EventRegistry events = context.getBean(EventRegistry.class);
			events.create("later", true);
			assertThat(meters.get("eventgate.state").tag("event", "later").gauge().value()).isEqualTo(1);
			events.remove("later");
			assertThat(meters.find("eventgate.state").tag("event", "later").gauge()).isNull();
		});
	}

	@Test
	void allMeterRegistriesHaveTheMeters() {
		this.withMetrics.withUserConfiguration(TwoRegistries.class)
			.run((context) -> assertThat(context.getBeansOfType(SimpleMeterRegistry.class).values()).hasSize(2)
				.allSatisfy((registry) -> assertThat(registry.find("eventgate.wait").timers()).hasSize(5)));
	}

	@Test
	void documentedPropertyEnablesBuckets() {
		Map<String, Boolean> buckets = new ConcurrentHashMap<>();
		this.withMetrics.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.config.location=classpath:documentation/buckets.yaml")
			.withBean("spy", MeterFilter.class, () -> new MeterFilter() {

				@Override
				public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
					buckets.put(id.getName(), Boolean.TRUE.equals(config.isPercentileHistogram()));
					return config;
				}

			})
			.run((context) -> assertThat(buckets).containsOnly(entry("eventgate.wait", true)));
	}

	@Test
	void backsOffWithoutAMeterRegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventMetrics.class));
	}

	@Test
	void backsOffWhenEventsAreDisabled() {
		this.withMetrics.withPropertyValues("eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventMetrics.class));
	}

	@Test
	void backsOffForACustomBean() {
		this.withMetrics.withUserConfiguration(OwnMetrics.class)
			.run((context) -> assertThat(context).getBeanNames(EventMetrics.class).containsExactly("ownMetrics"));
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRegistries {

		@Bean
		SimpleMeterRegistry one() {
			return new SimpleMeterRegistry();
		}

		@Bean
		SimpleMeterRegistry other() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMetrics {

		@Bean
		EventMetrics ownMetrics(EventRegistry registry) {
			return new EventMetrics(registry);
		}

	}

}
