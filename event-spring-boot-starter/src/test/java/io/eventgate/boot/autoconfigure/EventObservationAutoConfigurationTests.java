/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.time.Duration;

import io.eventgate.Event;
import io.eventgate.boot.observation.EventObservations;
import io.eventgate.boot.observation.EventWaitObservationConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("smoke")
class EventObservationAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventMetricsAutoConfiguration.class,
				EventObservationAutoConfiguration.class))
		.withPropertyValues("eventgate.events.gate.description=x");

	private final ApplicationContextRunner off = this.bare.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	private final ApplicationContextRunner on = this.off.withPropertyValues("eventgate.observations.enabled=true");

	@Test
	void isOffByDefault() {
		this.off.run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class).doesNotHaveBean(EventObservations.class);
			await(context);
			assertThat(context.getBean(MeterRegistry.class).find("eventgate.await").meters()).isEmpty();
		});
	}

	@Test
	void waitsAreObservedAndMetersRemain() {
		this.on.run((context) -> {
			await(context);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("eventgate.await").tags("event", "gate", "outcome", "timeout").timer().count())
				.isOne();
			assertThat(meters.get("eventgate.wait").tags("event", "gate", "outcome", "timeout").timer().count())
				.isOne();
		});
	}

	@Test
	void waitsAreObservedInALazilyInitializedApplication() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.on.withPropertyValues("spring.main.lazy-initialization=true")
			.withBean(ObservationRegistry.class, () -> observations)
			.run((context) -> {
				await(context);
				assertThat(observations).hasObservationWithNameEqualTo("eventgate.await");
			});
	}

	@Test
	void customConventionNamesTheWaits() {
		this.on.withBean(EventWaitObservationConvention.class, () -> new EventWaitObservationConvention() {

			@Override
			public String getName() {
				return "gates";
			}

		}).run((context) -> {
			await(context);
			assertThat(context.getBean(MeterRegistry.class).get("gates").timer().count()).isOne();
		});
	}

	@Test
	void backsOffWithoutAnObservationRegistry() {
		this.bare.withPropertyValues("eventgate.observations.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventObservations.class));
	}

	@Test
	void backsOffWithoutMicrometerObservation() {
		this.on.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("eventgateObservations"));
	}

	@Test
	void backsOffWhenEventsAreDisabled() {
		this.on.withPropertyValues("eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventObservations.class));
	}

	private static void await(AssertableApplicationContext context) throws InterruptedException {
		assertThat(context.getBean("gate", Event.class).await(Duration.ofNanos(1))).isFalse();
	}

}
