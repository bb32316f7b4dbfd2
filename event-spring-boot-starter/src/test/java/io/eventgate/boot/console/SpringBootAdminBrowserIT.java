/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.nio.file.Path;
import java.util.List;

import de.codecentric.boot.admin.server.config.EnableAdminServer;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.boot.AdminOnRequest;
import io.eventgate.boot.NettyOnRequest;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.documentation.BrowserAndPipelineSecurity;
import io.eventgate.boot.testing.SecuredOrderDesk;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The view of events in a server of Spring Boot Admin that has the starter, in a real
 * browser; its instance has the documented chain for browsers and pipelines.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringBootAdminBrowserIT {

	private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";

	private Browser browser;

	private ConfigurableApplicationContext server;

	private ConfigurableApplicationContext instance;

	private Event gate;

	@BeforeAll
	void start() {
		this.browser = Browser.start();
		this.instance = SecuredOrderDesk.start(WebApplicationType.SERVLET, BrowserAndPipelineSecurity.class);
		this.gate = this.instance.getBean("gate", Event.class);
		this.server = new SpringApplicationBuilder(Server.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"spring.main.banner-mode=off", "spring.jmx.enabled=false", AdminOnRequest.PROPERTY + "=true",
					NettyOnRequest.PROPERTY + "=true", "management.endpoints.web.exposure.include=*")
			.run();
	}

	@AfterAll
	void stop() {
		if (this.browser != null) {
			this.browser.close();
		}
		for (ConfigurableApplicationContext context : new ConfigurableApplicationContext[] { this.server,
				this.instance }) {
			if (context != null) {
				context.close();
			}
		}
	}

	@Test
	void theStarterGivesTheServerTheViewAndNothingElse() throws Exception {
		assertThat(this.server.getBean(EventRegistry.class).getRegistrations()).isEmpty();
		assertThat(WebCalls.to(this.server).get("/actuator/events").body()).isEqualTo("{\"events\":{}}");
		assertThat(WebCalls.to(this.server).get("/extensions/eventgate/eventgate.js").statusCode()).isEqualTo(200);
		assertThat(WebCalls.to(this.server).get("/extensions/eventgate/eventgate.css").statusCode()).isEqualTo(200);
	}

	@Test
	void listsAndSwitchesTheEventsOfAnInstance() throws Exception {
		String odd = "at 100 & more?";
		EventRegistry events = this.instance.getBean(EventRegistry.class);
		events.create(EventDefinition.builder(odd).initiallySet(true).description(HOSTILE).build());
		new Origin(Origin.Source.APPLICATION, HOSTILE, HOSTILE).run(this.gate::pulse);

		register("rita");
		this.browser.size(1280, 900);
		String id = WebCalls.json(WebCalls.to(this.server).get("/instances")).path(0).path("id").asString();
		this.browser.open("http://127.0.0.1:" + port(this.server) + "/instances/" + id + "/details");
		this.browser.awaitText("[data-sba-group=eventgate]", "Events");
		this.browser.element("[data-sba-group=eventgate] a").click();
		awaitEvent("gate", "closed (clear)");
		awaitEvent(odd, HOSTILE);
		assertThat(this.browser.elements(".eventgate tbody tr").get(0).getText()).startsWith("gate");
		assertThat(this.browser.violations(".eventgate")).isEmpty();

		choose("gate", "partner is back");
		this.browser.awaitText(".eventgate-last", HOSTILE + ": " + HOSTILE);
		assertThat(this.browser.run("return window.hacked")).isEqualTo("");
		assertThat(this.browser.violations(".eventgate dialog")).isEmpty();
		screenshot("dialog");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText(".eventgate form .eventgate-alert", "This is not allowed (403)");
		assertThat(this.gate.isSet()).isFalse();

		register("olga");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText(".eventgate-outcome", "gate clear → set, 0 released there.");
		awaitEvent("gate", "open (set)");
		assertThat(this.browser.focused()).isEqualTo("Switch gate…");
		assertThat(this.instance.getBean(EventHistory.class).getTransitions("gate")).first()
			.satisfies((changed) -> assertThat(changed.transition().origin())
				.isEqualTo(new Origin(Origin.Source.ENDPOINT, "olga", "partner is back")));
		screenshot("list");

		choose(odd, "   ");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText(".eventgate form .eventgate-alert", "Enter a reason.");
		this.browser.press("stock count");
		this.browser.element(".eventgate select option[value='30m']").click();
		this.browser.element(".eventgate .eventgate-primary").click();
		awaitEvent(odd, "until");
		assertThat(events.find(odd).orElseThrow().isSet()).isFalse();

		changePassword();
		this.browser.awaitText(".eventgate-alert", "The login is not accepted (401)");
		assertThat(this.browser.run("return location.pathname")).isEqualTo("/instances/" + id + "/eventgate");
		assertThat(this.browser.run("return window.hacked")).isEqualTo("");
	}

	private void choose(String event, String reason) {
		this.browser.element("tr[data-event='" + event + "'] button").click();
		Awaitility.await().until(() -> this.browser.focused().equals("Reason, for the history"));
		this.browser.press(reason);
	}

	private void awaitEvent(String name, String part) {
		this.browser.awaitText("tr[data-event='" + name + "']", part);
	}

	/** With the login that the server is to use for the instance. */
	private void register(String name) throws Exception {
		String url = "http://127.0.0.1:" + port(this.instance) + "/actuator";
		assertThat(WebCalls.to(this.server).post("/instances", """
				{ "name": "order-desk", "managementUrl": "%s", "healthUrl": "%s/health",
				  "metadata": { "user.name": "%s", "user.password": "secret" } }
				""".formatted(url, url, name)).statusCode()).isEqualTo(201);
		Awaitility.await()
			.untilAsserted(() -> assertThat(WebCalls.json(WebCalls.to(this.server).get("/instances"))
				.path(0)
				.path("endpoints")
				.findValuesAsString("id")).contains("events"));
	}

	private void changePassword() {
		this.instance.getBean(InMemoryUserDetailsManager.class)
			.updateUser(User.withUsername("olga").password("changed").roles("EVENT_OPERATOR").build());
	}

	private void screenshot(String name) throws Exception {
		String directory = System.getProperty("screenshots");
		if (directory != null) {
			this.browser.screenshot(Path.of(directory, "admin-" + name + ".png"));
		}
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAdminServer
	static class Server {

	}

}
