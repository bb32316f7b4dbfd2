/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Map;
import java.util.Set;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.health.EventsHealthContributor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("smoke")
@ExtendWith(OutputCaptureExtension.class)
class EventHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventHealthAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
				AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class))
		.withPropertyValues("eventgate.events.cache-warm.readiness=true",
				"eventgate.events.cache-warm.description=Product cache is loaded",
				"eventgate.events.orders-open.initially-set=false");

	@Test
	void onlyEventsOfReadinessAreContributors() {
		this.runner.run((context) -> {
			assertThat(health(context, "readiness")).isEqualTo(json("""
					{"status": "OUT_OF_SERVICE", "components": {
						"events": {"status": "OUT_OF_SERVICE", "components": {
							"cache-warm": {"status": "OUT_OF_SERVICE",
								"details": {"state": "clear", "description": "Product cache is loaded"}}}},
						"readinessState": {"status": "OUT_OF_SERVICE"}}}"""));
			context.getBean("cacheWarm", Event.class).set();
			assertThat(health(context, "readiness", "events", "cache-warm")).isEqualTo(json("""
					{"status": "UP", "details": {"state": "set", "description": "Product cache is loaded"}}"""));
			assertThat(health(context, "readiness", "events", "orders-open")).isNull();
			assertThat(health(context, "readiness", "events", "unknown")).isNull();
		});
	}

	@Test
	void contributorIsRemovedAndAddedWithItsEvent() {
		this.runner.run((context) -> {
			EventRegistry registry = context.getBean(EventRegistry.class);
			registry.remove("cache-warm");
			assertThat(health(context, "readiness", "events")).isNull();
			registry.create("cache-warm", true);
			assertThat(health(context, "readiness", "events", "cache-warm")).isEqualTo(json("""
					{"status": "UP", "details": {"state": "set"}}"""));
		});
	}

	@Test
	void eventsDoNotAffectOverallHealthOrLiveness() {
		this.runner.withPropertyValues("management.endpoint.health.group.liveness.include=*").run((context) -> {
			assertThat(health(context, "events")).isNull();
			assertThat(health(context, "liveness", "events")).isNull();
			assertThat(String.valueOf(health(context))).contains("readinessState").doesNotContain("cache-warm");
		});
	}

	@Test
	void customGroupHasTheEventsThatItIncludes() {
		this.runner.withPropertyValues("management.endpoint.health.group.mine.include=events/cache-warm")
			.run((context) -> assertThat(health(context, "mine")).isEqualTo(json("""
					{"status": "OUT_OF_SERVICE", "components": {
						"events": {"status": "OUT_OF_SERVICE", "components": {
							"cache-warm": {"status": "OUT_OF_SERVICE",
								"details": {"state": "clear", "description": "Product cache is loaded"}}}}}}""")));
	}

	@Test
	void customIncludesOfReadinessKeepTheEvent() {
		this.runner.withBean("otherHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.withPropertyValues("management.endpoint.health.group.readiness.include=other")
			.run((context) -> {
				assertThat(health(context, "readiness", "other")).isEqualTo(json("{\"status\": \"UP\"}"));
				assertThat(health(context, "readiness", "events", "cache-warm")).isNotNull();
				assertThat(health(context, "readiness", "readinessState")).isNull();
			});
	}

	@Test
	void excludedEventIsNotInReadiness() {
		for (String excluded : Set.of("events/cache-warm", "events", "*")) {
			this.runner.withPropertyValues("management.endpoint.health.group.readiness.exclude=" + excluded)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(health(context, "readiness", "events")).as(excluded).isNull();
				});
		}
	}

	@Test
	void aUserMayIncludeTheEventAsWell() {
		this.runner
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,events/cache-warm")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(health(context, "readiness", "events", "cache-warm")).isNotNull();
			});
	}

	@Test
	void missingProbesAreLogged(CapturedOutput output) {
		this.runner.withPropertyValues("management.endpoint.health.probes.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(health(context, "readiness")).isNull();
			assertThat(output).contains("Readiness does not depend on the events [cache-warm]",
					"management.endpoint.health.probes.enabled=true");
		});
	}

	@Test
	void noWarningIsLoggedWithProbes(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("Readiness does not depend"));
	}

	@Test
	void aReadinessGroupWithoutProbesHasTheEvent() {
		this.runner
			.withPropertyValues("management.endpoint.health.probes.enabled=false",
					"management.endpoint.health.group.readiness.include=events")
			.run((context) -> assertThat(health(context, "readiness", "events", "cache-warm")).isNotNull());
	}

	@Test
	void additionalPathsAreKept() {
		this.runner.withPropertyValues("management.endpoint.health.probes.add-additional-paths=true").run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.getAllWithAdditionalPath(WebServerNamespace.SERVER)).hasSize(2);
			assertThat(groups).isInstanceOfSatisfying(AdditionalPathsMapper.class,
					(mapper) -> assertThat(mapper.getAdditionalPaths(HealthEndpoint.ID, WebServerNamespace.SERVER))
						.containsExactlyInAnyOrder("/livez", "/readyz"));
		});
	}

	@Test
	void eventOfARefreshedConfigurationIsInReadiness() {
		this.runner.run((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("refreshed", Map.of("eventgate.events.later.readiness", "true",
						"eventgate.events.cache-warm.readiness", "false")));
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("eventgate.events.later.readiness")));
			assertThat(health(context, "readiness", "events", "later")).isNotNull();
			assertThat(health(context, "readiness", "events", "cache-warm")).isNotNull();
		});
	}

	@Test
	void backsOffForACustomContributor() {
		this.runner.withBean("eventsHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(EventsHealthContributor.class);
				assertThat(health(context, "events")).isEqualTo(json("{\"status\": \"UP\"}"));
			});
	}

	@Test
	void backsOffWithoutHealthAndWithoutEvents() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventHealthAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsHealthContributor.class));
		this.runner.withPropertyValues("eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsHealthContributor.class));
	}

	@Test
	void aUsersOwnRegistryIsEnoughIfEventsAreDisabled() {
		this.runner.withPropertyValues("eventgate.enabled=false")
			.withBean(EventRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EventsHealthContributor.class));
	}

	private static @Nullable JsonNode health(ApplicationContext context, String... path) {
		HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
		Object descriptor = (path.length > 0) ? endpoint.healthForPath(path) : endpoint.health();
		return (descriptor != null) ? JsonMapper.shared().valueToTree(descriptor) : null;
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
