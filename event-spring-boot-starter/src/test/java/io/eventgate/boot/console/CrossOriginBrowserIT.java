/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;

import com.sun.net.httpserver.HttpServer;
import io.eventgate.boot.testing.PartialClassPath;
import io.eventgate.boot.testing.WebCalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a page of another origin in a real browser, with an application without
 * Spring Security.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginBrowserIT {

	private static final String BODY = "{\"state\":\"clear\"}";

	private @Nullable Browser browser;

	private @Nullable HttpServer page;

	@BeforeAll
	void start() throws Exception {
		this.browser = Browser.start();
		this.page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.page.createContext("/", (exchange) -> {
			byte[] content = "<!doctype html><title>Another origin</title>".getBytes(StandardCharsets.US_ASCII);
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, content.length);
			exchange.getResponseBody().write(content);
			exchange.close();
		});
		this.page.start();
	}

	@AfterAll
	void stop() {
		if (this.page != null) {
			this.page.stop(0);
		}
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	void cannotSwitchAnEventOfSpringMvc() throws Exception {
		try (Application application = new Application("servlet")) {
			assertNoRequestOfThePageSwitches(application.getAsInt());
		}
	}

	@Test
	void cannotSwitchAnEventOfSpringWebFlux() throws Exception {
		try (Application application = new Application("reactive")) {
			assertNoRequestOfThePageSwitches(application.getAsInt());
		}
	}

	@Test
	void cannotSwitchAnEventOfJersey() throws Exception {
		try (PartialClassPath classPath = PartialClassPath.ofJersey();
				AutoCloseable application = (AutoCloseable) classPath.load(Application.class)
					.getConstructor(String.class)
					.newInstance("servlet")) {
			assertNoRequestOfThePageSwitches(((IntSupplier) application).getAsInt());
		}
	}

	private void assertNoRequestOfThePageSwitches(int port) throws Exception {
		String event = "/actuator/events/gate";
		WebCalls calls = WebCalls.to(port);
		Browser browser = Objects.requireNonNull(this.browser);
		browser.open("http://127.0.0.1:" + Objects.requireNonNull(this.page).getAddress().getPort() + "/");
		for (String query : List.of("", "?state=clear")) {
			String url = "http://127.0.0.1:" + port + event + query;
			for (String type : List.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")) {
				browser.run(form(url, type, "state", "clear"));
				// As text/plain, the name and the value make up a JSON object.
				browser.run(form(url, type, "{\"state\":\"clear\",\"reason\":\"", "\"}"));
				assertThat(json(calls.get(event)).path("state").asString()).as(type + query).isEqualTo("set");
			}
			for (String options : List.of("", "body: '" + BODY + "'",
					"body: '" + BODY + "', headers: { 'Content-Type': 'text/plain' }",
					"body: new Blob(['" + BODY + "'])", "body: new URLSearchParams('state=clear')")) {
				assertThat(browser.run(fetch(url, "mode: 'no-cors', " + options))).as(options).isEqualTo("opaque");
				assertThat(json(calls.get(event)).path("state").asString()).as(options + query).isEqualTo("set");
			}
			assertThat(browser.run(fetch(url, "body: '" + BODY + "', headers: { 'Content-Type': 'application/json' }")))
				.isEqualTo("TypeError");
			assertThat(json(calls.get(event)).path("state").asString()).as("JSON" + query).isEqualTo("set");
		}
		assertThat(calls.post(event, BODY).statusCode()).isEqualTo(200);
		assertThat(json(calls.get(event)).path("state").asString()).isEqualTo("clear");
	}

	/** Submits a form, and waits for the response in a frame. */
	private static String form(String url, String type, String name, String value) {
		return """
				return new Promise((answered) => {
				  const frame = document.createElement('iframe');
				  frame.name = 'answer' + document.querySelectorAll('iframe').length;
				  document.body.append(frame);
				  const form = Object.assign(document.createElement('form'),
				      { action: '%s', method: 'post', enctype: '%s', target: frame.name });
				  form.append(Object.assign(document.createElement('input'), { name: '%s', value: '%s' }));
				  document.body.append(form);
				  frame.onload = () => answered('loaded');
				  form.submit();
				});""".formatted(url, type, name, value);
	}

	private static String fetch(String url, String options) {
		return "return fetch('" + url + "', { method: 'POST', " + options
				+ " }).then((answer) => answer.type, (failure) => failure.name);";
	}

	/**
	 * Loaded by another class loader than the test, where classes of Spring are missing.
	 */
	public static class Application implements IntSupplier, AutoCloseable {

		private final ConfigurableApplicationContext context;

		public Application(String type) {
			this.context = new SpringApplication(Sources.class).run("--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
					"--spring.main.web-application-type=" + type, "--management.endpoints.web.exposure.include=events",
					"--eventgate.events.gate.initially-set=true");
		}

		@Override
		public int getAsInt() {
			return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		}

		@Override
		public void close() {
			this.context.close();
		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class Sources {

		}

	}

}
