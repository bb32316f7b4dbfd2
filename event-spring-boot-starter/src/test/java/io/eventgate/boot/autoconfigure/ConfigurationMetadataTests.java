/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata, which IDEs show for {@code application.yaml}.
 */
class ConfigurationMetadataTests {

	@Test
	void eachPropertyHasADescription() throws IOException {
		assertThat(metadata().path("properties")
			.valueStream()
			.filter((property) -> property.path("name").asString().startsWith("eventgate."))).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).as(property.toString())
				.endsWith("."));
	}

	@Test
	void allPropertiesHaveTheirDefaults() throws IOException {
		assertThat(metadata().path("properties")
			.valueStream()
			.map((property) -> property.path("name").asString() + "=" + property.path("defaultValue").asString("")))
			.containsExactlyInAnyOrder("eventgate.enabled=true", "eventgate.events=",
					"eventgate.defaults.initially-set=false", "eventgate.defaults.max-waiters=",
					"eventgate.history-size=100", "eventgate.shutdown-on-stop=true", "eventgate.store.type=local",
					"eventgate.store.namespace=", "eventgate.store.instance=", "eventgate.store.command-timeout=2s",
					"eventgate.store.sync-interval=1s", "eventgate.store.startup-policy=fail",
					"eventgate.store.cut-off-after=30s", "eventgate.store.forget-after=1h",
					"eventgate.store.forget-events-after=1d", "eventgate.store.jdbc.table=eventgate_events",
					"eventgate.store.jdbc.initialize-schema=embedded", "eventgate.store.jdbc.schema=",
					"eventgate.endpoint.max-waits=1000", "eventgate.console.enabled=false",
					"eventgate.observations.enabled=false", "eventgate.problem-details.enabled=true",
					"eventgate.problem-details.retry-after=5s", "management.health.event-store.enabled=true",
					"management.endpoint.events.access=unrestricted",
					"management.endpoint.events.cache.time-to-live=0ms",
					"management.endpoint.eventgate.access=unrestricted",
					"management.endpoint.eventgate.cache.time-to-live=0ms");
	}

	@Test
	void metadataHasNoOtherProperties() throws IOException {
		assertThat(metadata().path("properties")
			.valueStream()
			.map((property) -> property.path("name").asString())
			.filter((name) -> name.startsWith("eventgate.") && !name.equals("eventgate.events"))
			.map((name) -> name.substring("eventgate.".length())))
			.containsExactlyInAnyOrderElementsOf(EventKeys.GENERAL_PROPERTIES);
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream stream = EventProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
		}
	}

}
