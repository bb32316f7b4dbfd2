/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the console of two instances that share events through a real Redis, in a
 * real browser.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleClusterBrowserIT {

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<CompletableFuture<Void>> waits = new ArrayList<>();

	private Browser browser;

	private RedisServerProcess redis;

	private ConfigurableApplicationContext one;

	private ConfigurableApplicationContext two;

	@BeforeAll
	void start() throws Exception {
		this.browser = Browser.start();
		this.browser.size(1280, 900);
		this.redis = RedisServerProcess.start();
		this.one = start("desk-1", this.redis.port());
		this.two = start("desk-2", this.redis.port());
	}

	@AfterAll
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		if (this.redis != null) {
			this.redis.close();
		}
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	void showsWaitersAndAcknowledgementsOfInstances() throws Exception {
		Event there = share("gate");
		Event here = this.one.getBean(EventRegistry.class).get("gate");
		letWait(here, 2);
		letWait(there, 3);
		open("#gate");
		this.browser.awaitRow("gate", "clear", "5");
		assertThat(this.browser.text("#shared-hint")).contains("Waiters of shared events are those of all instances");
		awaitInstance("desk-1", "2", "–");
		awaitInstance("desk-2", "3", "–");
		this.browser.awaitText("#chart-caption",
				"5 now in all instances, 5 at most while this page was open; desk-1 alone: 2 at most since");
		assertThat(this.browser.elements("#minutes th")).extracting(WebElement::getText)
			.containsExactly("All instances", "desk-1");
		Awaitility.await().until(() -> !this.browser.elements("#plot canvas").isEmpty());
		this.browser.size(360, 740);
		assertThat(this.browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
		this.browser.size(1280, 900);
		this.browser.element("#details-switch").click();
		this.browser.press("partner is back", Keys.ENTER);
		this.browser.awaitText("#notice", "gate clear → set, 2 released here. Applied by all 2 instances.");
		// Futures of another instance are completed by a thread of its own.
		Awaitility.await().until(() -> this.waits.stream().allMatch(CompletableFuture::isDone));
		awaitInstance("desk-1", "0", "applied, ");
		awaitInstance("desk-2", "0", "applied, ");
		this.browser.awaitRow("gate", "set", "0", "was 5", "partner is back");
		assertThat(this.browser.violations()).isEmpty();
	}

	@Test
	void formerWaitersOfInstancesAreSeparate() {
		letWait(share("balanced"), 2);
		letWait(this.one.getBean(EventRegistry.class).get("balanced"), 1);
		open("#balanced");
		this.browser.awaitText("#chart-caption", "desk-1 alone: 1 at most");
		// Like a load balancer that selects another instance each time.
		this.browser.run("""
				const real = window.fetch;
				window.answers = 0;
				window.fetch = async (...request) => {
				  const body = await (await real(...request)).json();
				  if (body.instance && ++window.answers % 2) {
				    body.instance = 'desk-2';
				    body.recentWaiters.peaks = [2];
				  }
				  return new Response(JSON.stringify(body));
				};
				const caption = document.getElementById('chart-caption');
				window.captions = [];
				new MutationObserver(() => captions.push(caption.textContent)).observe(caption, { childList: true });
				""");
		Awaitility.await().until(() -> (long) this.browser.run("return window.answers") > 3);
		assertThat(this.browser.text("#chart-caption")).contains("desk-1 alone: 1 at most");
		assertThat(String.valueOf(this.browser.run("return captions.join()"))).doesNotContain("desk-2");
		this.waits.forEach((wait) -> wait.cancel(false));
	}

	@Test
	void switchInAnotherInstanceAppearsWithItsOrigin() throws Exception {
		Event there = share("elsewhere");
		open("#elsewhere");
		letWait(there, 1);
		this.browser.awaitRow("elsewhere", "clear", "1", "never");
		this.browser.awaitText("#threads-none", "There is no waiter in this instance.");
		assertThat(WebCalls.to(this.two)
			.post("/actuator/events/elsewhere", "{\"state\":\"set\",\"reason\":\"stock count\"}")
			.statusCode()).isEqualTo(200);
		this.browser.awaitRow("elsewhere", "set", "unknown in desk-2: stock count");
		this.browser.awaitText("#history", "unknown in desk-2");
		new Origin(Origin.Source.APPLICATION, "olga", "night shift").run(there::clear);
		this.browser.awaitRow("elsewhere", "clear", "olga in desk-2: night shift");
		this.browser.awaitText("#details-facts", "clear by olga in desk-2");
	}

	@Test
	void disconnectedInstanceIsNamedAndEndedOneRemoved() throws Exception {
		share("cut");
		share("other");
		try (FaultyProxy network = FaultyProxy.to(this.redis.port())) {
			// A long interval, so that the instance is not forgotten during this test.
			ConfigurableApplicationContext three = start("desk-3", network.port(),
					"eventgate.store.sync-interval=1500ms");
			Event there = create(three, "cut");
			open("#cut");
			awaitInstance("desk-3", "0", "–");
			network.stall();
			this.browser.element("#details-switch").click();
			this.browser.press("is it alive?", Keys.ENTER);
			this.browser.awaitText("#dialog-submit", "Waiting for the answer…");
			// The result is shown even if the dialog was closed and another one is open.
			this.browser.press(Keys.ESCAPE);
			this.browser.element("tr[data-key=other] button").click();
			this.browser.press("something else");
			this.browser.awaitText("#notice", "NOT YET APPLIED by desk-3: these keep the previous state");
			awaitInstance("desk-3", "0", "NOT YET APPLIED, ");
			assertThat(this.browser.element("#dialog").isDisplayed()).isTrue();
			assertThat(this.browser.element("#dialog-reason").getDomProperty("value")).isEqualTo("something else");
			assertThat(this.browser.text("#dialog-submit")).isEqualTo("Set other");
			this.browser.press(Keys.ESCAPE);
			assertThat(this.browser.violations()).isEmpty();
			network.heal();
			Awaitility.await().until(there::isSet);
			three.close();
			Awaitility.await().until(() -> this.browser.elements("#instances tr[data-key=desk-3]").isEmpty());
		}
	}

	@Test
	void showsThatTheStoreIsDownAndKeepsTheInput() throws Exception {
		share("stored");
		open("#stored");
		this.browser.awaitText("#instances", "desk-1");
		this.redis.pause();
		try {
			this.browser.awaitText("#alert", "The store of the shared events cannot be reached.");
			assertThat(this.browser.text("#link")).isEqualTo("Live");
			assertThat(this.browser.element("#instances-part").isDisplayed()).isFalse();
			assertThat(this.browser.violations()).isEmpty();
			this.browser.element("#details-switch").click();
			this.browser.press("let them in", Keys.ENTER);
			this.browser.awaitText("#dialog-problem", "Cannot set event 'stored'");
			assertThat(this.browser.text("#dialog-problem")).contains("Try again when")
				.doesNotContainPattern("\\b503\\b");
			assertThat(this.browser.focused()).isEqualTo("Reason, for the history");
		}
		finally {
			this.redis.resume();
		}
		awaitInstance("desk-2", "0", "–");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText("#notice", "Applied by all 2 instances.");
		this.browser.awaitRow("stored", "set", "let them in");
	}

	@Test
	void waitsForTheAnswerAsLongAsTheServerWaits() throws Exception {
		try (FaultyProxy network = FaultyProxy.to(this.redis.port());
				ConfigurableApplicationContext slow = start("desk-slow", network.port(),
						"eventgate.store.command-timeout=7s", "eventgate.store.namespace=slow")) {
			create(slow, "slow");
			open(slow, "");
			this.browser.awaitRow("slow", "clear");
			this.browser.element("tr[data-key=slow] button").click();
			this.browser.element("#dialog-acks-part").click();
			this.browser.element("#dialog-reason").click();
			network.stall();
			this.browser.press("is it alive?", Keys.ENTER);
			this.browser.awaitText("#dialog-problem", "Cannot set event 'slow' in the store");
			assertThat(this.browser.text("#dialog-problem")).doesNotContain("look at the history");
		}
	}

	private void awaitInstance(String name, String... parts) {
		for (String part : parts) {
			this.browser.awaitText("#instances tr[data-key=" + name + "]", part);
		}
	}

	/** Returns the event of the other instance. */
	private Event share(String name) {
		create(this.one, name);
		return create(this.two, name);
	}

	private static Event create(ConfigurableApplicationContext context, String name) {
		return context.getBean(EventRegistry.class).create(EventDefinition.builder(name).build());
	}

	private void letWait(Event event, int count) {
		for (int i = 0; i < count; i++) {
			this.waits.add(event.whenSet());
		}
	}

	private void open(String fragment) {
		open(this.one, fragment);
	}

	private void open(ConfigurableApplicationContext context, String fragment) {
		this.browser.open("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/eventgate" + fragment);
	}

	private ConfigurableApplicationContext start(String instance, int port, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(
				AbstractConsoleBrowserIT.Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "spring.application.name=order-desk",
					"management.endpoints.web.exposure.include=events,eventgate", "eventgate.console.enabled=true",
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + port, "eventgate.store.type=redis",
					// An instance without a report for fifteen intervals is forgotten.
					"eventgate.store.instance=" + instance, "eventgate.store.sync-interval=500ms")
			.properties(properties)
			.run();
		this.contexts.add(context);
		return context;
	}

}
