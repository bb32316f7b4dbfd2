/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.time.Duration;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.metrics.EventMetrics;
import io.eventgate.boot.observation.EventObservations;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meters of events beside those of their observations in Prometheus, which
 * requires the same tags for all meters of one name.
 */
class ObservedWaitTests {

	@Test
	void prometheusHasBothTimers() throws InterruptedException {
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
			.throwExceptionOnRegistrationFailure();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		EventRegistry events = new EventRegistry();
		events.addListener(new EventObservations(observations, null));
		new EventMetrics(events).bindTo(meters);
		Event gate = events.create("gate", false);
		assertThat(gate.await(Duration.ofNanos(1))).isFalse();
		assertThat(gate.whenSet()).isNotDone();
		assertThat(meters.scrape()).contains("eventgate_wait_seconds_count{event=\"gate\",outcome=\"timeout\"} 1\n",
				"eventgate_await_seconds_count{error=\"none\",event=\"gate\",outcome=\"timeout\"} 1\n",
				"eventgate_waiters{event=\"gate\"} 1.0\n",
				"eventgate_await_active_seconds_count{event=\"gate\",outcome=\"none\"} 1\n");
	}

}
