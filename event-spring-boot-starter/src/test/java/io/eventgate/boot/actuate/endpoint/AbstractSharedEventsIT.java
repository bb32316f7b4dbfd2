/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.boot.testing.Applications;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.boot.testing.WebCalls;
import io.eventgate.cluster.StoreCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.boot.testing.WebCalls.json;

/**
 * Applications whose endpoints are called, and that share events through a real Redis.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
abstract class AbstractSharedEventsIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Applications applications = new Applications();

	RedisServerProcess redis;

	@BeforeEach
	void startServer() throws IOException {
		this.redis = RedisServerProcess.start();
	}

	@AfterEach
	void stop() {
		this.applications.close();
		this.redis.close();
	}

	/** Returns a connected store of the same namespace. */
	RedisStateStore store() {
		return StoreCalls
			.connect(new RedisStateStore(new LettuceConnectionFactory("127.0.0.1", this.redis.port()), "web", TIMEOUT));
	}

	void awaitReportOf(ConfigurableApplicationContext context, String instance) {
		await("a report of " + instance,
				() -> get(context, "/actuator/events/orders-open").at("/waitersByInstance/" + instance).isNumber());
	}

	ConfigurableApplicationContext start(String instance, WebApplicationType type, String... properties) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "management.endpoints.web.exposure.include=events",
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.redis.port(),
					"eventgate.store.type=redis", "eventgate.store.namespace=web",
					// An instance without a report for fifteen intervals is forgotten.
					"eventgate.store.sync-interval=1s", "eventgate.store.instance=" + instance,
					"eventgate.events.orders-open.initially-set=false", "eventgate.events.cache-warm.scope=local")
			.properties(properties);
		return this.applications.run(application);
	}

	static JsonNode get(ConfigurableApplicationContext context, String path) throws Exception {
		return json(WebCalls.to(context).get(path));
	}

	static HttpResponse<String> post(ConfigurableApplicationContext context, String name, String body)
			throws Exception {
		return WebCalls.to(context).post("/actuator/events/" + name, body);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
