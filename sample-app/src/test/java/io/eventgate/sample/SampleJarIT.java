/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packaged sample as a process of its own.
 */
class SampleJarIT {

	private final SampleJar jar = new SampleJar();

	@AfterEach
	void stop() throws InterruptedException {
		this.jar.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void worksAndEndsWithAndWithoutAheadOfTimeProcessing(boolean aot) throws Exception {
		Server server = this.jar.start(List.of("-Dspring.aot.enabled=" + aot));
		await().until(() -> server.json("/actuator/events/cache-warm").path("state").asString(), "set"::equals);
		assertThat(server.get("/products/1").statusCode()).isEqualTo(200);
		server.switchTo("orders-open", "clear");
		await().until(() -> server.json("/actuator/events/orders-open").path("waiters").asInt() == OrderWorkers.COUNT);
		server.switchTo("orders-open", "set");
		await().until(() -> server.json("/orders/stats").path("queued").asInt() == 0);
		assertThat(server.get("/actuator/prometheus").body()).contains("eventgate_state{event=\"orders-open\"} 1.0");
		assertEndsOnSigterm(server);
	}

	private void assertEndsOnSigterm(Server server) throws Exception {
		server.switchTo("orders-open", "clear");
		await().until(() -> server.json("/actuator/events/orders-open").path("waiters").asInt() == OrderWorkers.COUNT);
		Process process = this.jar.processes().get(0);
		process.destroy();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
	}

}
