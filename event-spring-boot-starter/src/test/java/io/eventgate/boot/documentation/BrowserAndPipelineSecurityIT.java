/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.eventgate.Event;
import io.eventgate.Origin;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.testing.SecuredOrderDesk;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documented chain for browsers and pipelines, by real HTTP.
 */
class BrowserAndPipelineSecurityIT {

	private static final String GATE = "/actuator/events/gate";

	private static final String SET = "{\"state\":\"set\",\"reason\":\"deployed\"}";

	@ParameterizedTest
	@CsvSource({ "SERVLET, ''", "SERVLET, 0", "REACTIVE, ''", "REACTIVE, 0" })
	void aPipelineNeedsNoTokenAndABrowserIsLedToTheLogin(WebApplicationType type, String managementPort)
			throws Exception {
		Class<?> chain = (type == WebApplicationType.SERVLET) ? BrowserAndPipelineSecurity.class
				: ReactiveBrowserAndPipelineSecurity.class;
		try (ConfigurableApplicationContext context = SecuredOrderDesk.start(type, chain,
				"management.server.port=" + managementPort)) {
			WebCalls anyone = WebCalls.to(context, "management");
			for (WebCalls calls : new WebCalls[] { anyone, anyone.as("olga:wrong") }) {
				HttpResponse<String> refused = calls.get("/actuator/events");
				assertThat(refused.statusCode()).isEqualTo(401);
				assertThat(refused.headers().map()).as("no browser asks for a password")
					.doesNotContainKey("www-authenticate");
				assertThat(calls.post(GATE, SET).statusCode()).isIn(401, 403);
			}
			assertThat(anyone.get("/actuator/health").statusCode()).isEqualTo(200);
			assertThat(locationOfPage(context)).endsWith("/login");
			WebCalls reader = anyone.as("rita:secret");
			assertThat(reader.get("/actuator/events").statusCode()).isEqualTo(200);
			assertThat(reader.get("/actuator/eventgate").statusCode()).isEqualTo(200);
			assertThat(reader.post(GATE, SET).statusCode()).isEqualTo(403);
			WebCalls other = anyone.as("uwe:secret");
			assertThat(other.get("/actuator/events").statusCode()).isEqualTo(403);
			assertThat(other.get("/actuator/eventgate").statusCode()).isEqualTo(403);
			assertThat(other.post(GATE, SET).statusCode()).isEqualTo(403);
			Event gate = context.getBean("gate", Event.class);
			assertThat(gate.isSet()).isFalse();
			assertThat(anyone.as("olga:secret").post(GATE, SET).statusCode()).isEqualTo(200);
			assertThat(gate.isSet()).isTrue();
			assertThat(context.getBean(EventHistory.class).getTransitions("gate")).first()
				.satisfies((changed) -> assertThat(changed.transition().origin())
					.isEqualTo(new Origin(Origin.Source.ENDPOINT, "olga", "deployed")));
		}
	}

	/** Returns the address to which a browser without a login is redirected. */
	private static String locationOfPage(ConfigurableApplicationContext context) throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.management.port");
		HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/eventgate"))
			.header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
			.build();
		HttpResponse<String> answer = HttpClient.newHttpClient().send(page, HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(302);
		return answer.headers().firstValue("Location").orElseThrow();
	}

}
