/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.eventgate.Event;
import io.eventgate.Origin;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.boot.testing.FaultyProxy;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the console shows, in a real browser.
 */
class ConsoleBrowserIT extends AbstractConsoleBrowserIT {

	private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";

	/**
	 * Logs requests and changes of visibility. Its listener runs after that of the
	 * console, so requests sent at once are logged first. It logs requests for the list
	 * only, because a pending round continues with details when the page is hidden.
	 */
	private static final String LOG_REQUESTS = """
			window.log = [];
			const real = window.fetch;
			window.fetch = (url, ...more) => {
				if (url === document.body.dataset.events) {
					log.push('request');
				}
				return real(url, ...more);
			};
			document.addEventListener('visibilitychange', () => log.push(document.visibilityState));
			""";

	/** Advances the clock by an hour when the page is visible again. */
	private static final String AN_HOUR_HIDDEN = """
			const Real = Date;
			let later = 0;
			window.Date = class extends Real {
				constructor(...of) {
					super(...(of.length ? of : [Date.now()]));
				}
				static now() {
					return Real.now() + later;
				}
			};
			window.log = [];
			const seen = (action) => () => document.hidden || action();
			window.addEventListener('visibilitychange', seen(() => later = 3600000), true);
			document.addEventListener('visibilitychange', seen(() => log.push(document.getElementById('link').textContent)));
			""";

	@Test
	void showsEventsAndWaitingThreads() throws Exception {
		Event gate = event("gate", "Opens at eight", false);
		gate.await(Duration.ofMillis(1));
		letWait(gate, 2);
		open("");
		this.browser.awaitRow("gate", "Opens at eight", "clear", "2", " · ");
		assertThat(this.browser.text("tr[data-key=gate] .percentiles")).matches("[\\d.]+ m?s · [\\d.]+ m?s");
		this.browser.awaitText("#link", "Live");
		this.browser.element("tr[data-key=gate] a").click();
		this.browser.awaitText("#threads", "waiter-1");
		assertThat(this.browser.focused()).isEqualTo("gate");
		assertThat(this.browser.text("#details-facts")).contains("p99").doesNotContain("undefined", "NaN");
		assertThat(this.browser.element("#shared-hint").isDisplayed()).isFalse();
		assertThat(this.browser.text("#chart-caption")).startsWith("2 now");
		Awaitility.await().until(() -> !this.browser.elements("#plot canvas").isEmpty());
		assertThat(this.browser.complaints(port())).isEmpty();
	}

	@Test
	void sendsNoRequestsWhileHidden() {
		Event gate = event("gate", "", false);
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.run(LOG_REQUESTS);
		String console = "http://127.0.0.1:" + port() + "/actuator/eventgate";
		this.browser.openTab(console);
		this.browser.run(LOG_REQUESTS);
		gate.set();
		Awaitility.await().until(() -> requests().size() >= 3);
		this.browser.closeTab();
		this.browser.awaitRow("gate", "set");
		List<String> log = requests();
		assertThat(log.subList(log.indexOf("hidden"), log.indexOf("visible"))).containsExactly("hidden", "request");
	}

	@Test
	void showsTheAgeOfItsDataAfterItWasHidden() {
		start(0);
		event("gate", "", false);
		open("");
		this.browser.awaitText("#link", "Live");
		this.browser.run(AN_HOUR_HIDDEN);
		this.browser.openTab("about:blank");
		this.context.close();
		Instant hidden = Instant.now();
		this.browser.closeTab();
		this.browser.awaitText("#alert", "What you see is from");
		assertThat(requests()).containsExactly("Connecting");
		assertThat(Instant.parse(this.browser.element("#alert time").getDomAttribute("datetime")))
			.isBeforeOrEqualTo(hidden);
	}

	private List<String> requests() {
		return List.of(String.valueOf(this.browser.run("return window.log.join()")).split(","));
	}

	@Test
	void showsThatAnEventWasRemoved() {
		open("#gate");
		this.browser.awaitText("#details-description", "There is no event of that name.");
		assertThat(this.browser.text("#details")).doesNotContain("Switch", "WAITERS");
		event("gate", "Opens at eight", false);
		this.browser.awaitText("#details-description", "Opens at eight");
		this.events.remove("gate");
		this.browser.awaitText("#details-description", "There is no event of that name.");
	}

	@Test
	void equalLinesHaveARowEach() {
		event("gate", "", true);
		open("");
		this.browser.awaitRow("gate", "set");
		this.browser.run("""
				const dom = await import(document.querySelector('script').src.replace('console.js', 'dom.js'));
				const like = () => dom.rows(document.getElementById('history'), ['a', 'a'], () => 'like', () => ['a']);
				like();
				like();
				like();
				""");
		assertThat(this.browser.elements("#history tr")).hasSize(2);
	}

	@Test
	void changeByAnotherClientAppears() {
		Event gate = event("gate", "", false);
		open("#gate");
		this.browser.awaitRow("gate", "clear", "never");
		new Origin(Origin.Source.APPLICATION, "nightly job", "stock count").run(gate::set);
		this.browser.awaitRow("gate", "set", "nightly job: stock count");
		this.browser.awaitText("#history", "clear → set");
		assertThat(this.browser.element("#announcer").getDomProperty("textContent"))
			.isEqualTo("gate is now open (set)");
		event("new", "", true);
		this.browser.awaitRow("new", "set");
		this.events.remove("new");
		Awaitility.await().until(() -> this.browser.elements("tr[data-key=new]").isEmpty());
	}

	@Test
	void showsSinceWhenItIsDisconnectedAndReconnects() {
		start(0);
		event("gate", "", false);
		open("");
		this.browser.awaitRow("gate", "clear");
		int port = port();
		this.context.close();
		this.browser.awaitText("#link", "Cut off since");
		assertThat(this.browser.text("#alert")).contains("does not answer");
		start(port);
		event("gate", "", true);
		this.browser.awaitText("#link", "Live");
		this.browser.awaitRow("gate", "set");
		assertThat(this.browser.element("#alert").isDisplayed()).isFalse();
	}

	@Test
	void formerWaitersAreShownAfterAReload() throws Exception {
		Event gate = event("gate", "", false);
		letWait(gate, 4);
		open("");
		this.browser.awaitRow("gate", "4");
		gate.set();
		this.browser.awaitRow("gate", "was 4");
		this.browser.reload();
		this.browser.awaitRow("gate", "was 4");
	}

	@Test
	void waitersBeforeThePageWasOpenedAreInTheChart() throws Exception {
		Event gate = event("gate", "", false);
		letWait(gate, 3);
		gate.pulse();
		for (Thread waiter : this.waiters) {
			waiter.join();
		}
		this.browser.size(360, 740);
		open("#gate");
		this.browser.awaitText("#chart-caption", "0 now");
		assertThat(this.browser.text("#chart-caption")).matches("0 now; 3 at most since \\d\\d:\\d\\d:\\d\\d");
		assertThat(this.browser.text("#minutes")).startsWith("3");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.browser.run("""
					const canvas = document.querySelector('#plot canvas');
					const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
					const [red, green, blue] = [0x86, 0x4a, 0x00];
					const rows = new Set();
					for (let i = 0; i < data.length; i += 4) {
					  if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) {
					    rows.add(Math.floor(i / 4 / canvas.width));
					  }
					}
					return rows.size;
					""")).as("the height of the line, in pixels")
				.asInstanceOf(InstanceOfAssertFactories.LONG)
				.isPositive());
		assertNoHorizontalScroll();
	}

	@Test
	void showsThatTheChartCannotBeLoaded() {
		event("gate", "", false);
		this.browser.block("*uPlot.esm.js");
		try {
			open("#gate");
			this.browser.awaitText("#chart-hint", "The chart could not be loaded");
			this.browser.awaitText("#chart-caption", "0 now");
		}
		finally {
			this.browser.block();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			404 | no endpoint events
			502 | a proxy before it, answers with status 502
			200 | Something else answers instead of the endpoint events
			""")
	void saysSoIfSomethingElseAnswers(int status, String words) throws Exception {
		event("gate", "", false);
		HttpServer proxy = answer(status, "<h1>Sorry</h1>");
		try (FaultyProxy network = FaultyProxy.to(port())) {
			this.browser.open("http://127.0.0.1:" + network.port() + "/actuator/eventgate");
			this.browser.awaitRow("gate", "clear");
			network.redirect(proxy.getAddress().getPort());
			this.browser.awaitText("#alert", words);
			assertThat(this.browser.text("#link")).startsWith("Cut off since");
		}
		finally {
			proxy.stop(0);
		}
	}

	@Test
	void refusedDetailsOfAnEventDoNotAffectOthers() {
		start(0, SECURED);
		event(FORBIDDEN, "", false);
		event("gate", "", false).set();
		this.browser.open("http://olga:secret@127.0.0.1:" + port() + "/actuator/eventgate");
		open("#" + FORBIDDEN);
		this.browser.awaitText("#details-description", "cannot be shown: You are not allowed to do this.");
		new Origin(Origin.Source.APPLICATION, "nightly job", "stock count").run(this.events.get("gate")::clear);
		this.browser.awaitRow("gate", "clear", "nightly job: stock count");
		assertThat(this.browser.text("#link")).isEqualTo("Live");
		assertThat(this.browser.element("#alert").isDisplayed()).isFalse();
	}

	@Test
	void findsEventsByNameAndState() {
		event("alpha", "", true);
		event("beta", "", false);
		open("");
		this.browser.awaitRow("alpha", "set");
		this.browser.element("#filter-text").sendKeys("ALP");
		assertThat(this.browser.elements("#rows tr")).hasSize(1);
		this.browser.element("#filter-text").clear();
		this.browser.element("#show-clear").click();
		this.browser.awaitRow("beta", "closed (clear)");
		assertThat(rowNames()).containsExactly("beta");
		this.browser.element("#show-set").click();
		this.browser.awaitRow("alpha", "open (set)");
		assertThat(rowNames()).containsExactly("alpha");
	}

	@Test
	void clearEventsWithWaitersAreOnTop() throws Exception {
		event("alpha", "", true);
		event("beta", "", false);
		Event gamma = event("gamma", "", false);
		letWait(gamma, 1);
		Event delta = event("delta", "", false);
		open("");
		this.browser.awaitRow("gamma", "1");
		assertThat(rowNames()).containsExactly("gamma", "beta", "delta", "alpha");
		this.browser.element("tr[data-key=beta] button").click();
		letWait(delta, 2);
		gamma.set();
		event("epsilon", "", false);
		this.browser.awaitRow("delta", "2");
		this.browser.awaitRow("gamma", "open (set)");
		this.browser.awaitRow("epsilon", "closed (clear)");
		assertThat(rowNames()).containsExactly("gamma", "beta", "delta", "alpha", "epsilon");
		this.browser.press(Keys.ESCAPE);
		assertThat(this.browser.focused()).isEqualTo("Switch beta…");
		this.browser.element("#filter-text").click();
		Awaitility.await()
			.untilAsserted(() -> assertThat(rowNames()).containsExactly("delta", "beta", "epsilon", "alpha", "gamma"));
	}

	@Test
	void clearEventWithWaitersIsNeverOmitted() throws Exception {
		for (int i = 100; i < 400; i++) {
			event("gate-" + i, "", i % 2 == 0);
		}
		letWait(event("zeta", "", false), 1);
		open("");
		this.browser.awaitRow("zeta", "1");
		List<String> names = rowNames();
		assertThat(names).hasSize(200).startsWith("zeta", "gate-101", "gate-103").endsWith("gate-196");
		assertThat(this.browser.text("#rest")).isEqualTo("101 more: find them by name.");
	}

	@Test
	void longReasonIsCutUntilItIsExpanded() {
		String reason = "the partner's certificate has expired ".repeat(12).strip();
		by("olga", reason, event("gate", "", false)::set);
		open("#gate");
		this.browser.awaitText("#history", "the partner's certificate");
		this.browser.awaitRow("gate", "olga: the partner's");
		for (String place : List.of("tr[data-key=gate] .change", "#details-facts", "#history")) {
			WebElement shown = this.browser.element(place + " details");
			assertThat(shown.getDomAttribute("title")).as(place).endsWith(reason);
			int height = shown.getSize().height;
			assertThat(height).as(place).isLessThan(100);
			this.browser.run("document.querySelector('" + place + " summary').focus()");
			this.browser.press(Keys.ENTER);
			assertThat(shown.getSize().height).as(place).isGreaterThan(height);
		}
	}

	@Test
	void hostileTextIsShownAsText() throws Exception {
		Event gate = event(HOSTILE, HOSTILE, false);
		new Origin(Origin.Source.APPLICATION, HOSTILE, HOSTILE, HOSTILE).run(gate::set);
		gate.clear();
		Thread waiter = new Thread(gate::awaitUninterruptibly, HOSTILE);
		start(gate, waiter);
		open("#" + HOSTILE.replace(" ", "%20"));
		this.browser.awaitText("#threads", HOSTILE);
		this.browser.awaitText("#history", HOSTILE);
		assertThat(this.browser.text("#details-title")).isEqualTo(HOSTILE);
		this.browser.element("#rows button").click();
		assertThat(this.browser.text("#dialog")).contains("Switch " + HOSTILE);
		this.browser.press(HOSTILE, Keys.ENTER);
		this.browser.awaitText("#notice", HOSTILE);
		assertThat(this.browser.elements("main img, dialog img")).isEmpty();
		assertThat(this.browser.run("return String(window.hacked)")).isEqualTo("undefined");
	}

	@Test
	void timesAreShownWithSecondsAndInUtc() {
		Event gate = event("gate", "", false);
		gate.set();
		open("#gate");
		this.browser.awaitText("#history", "clear → set");
		Instant changed = this.context.getBean(EventHistory.class)
			.getTransitions("gate")
			.get(0)
			.time()
			.truncatedTo(ChronoUnit.MILLIS);
		for (String place : List.of("tr[data-key=gate] .change", "#details-facts", "#history")) {
			WebElement time = this.browser.element(place + " time");
			assertThat(Instant.parse(time.getDomAttribute("datetime"))).as(place).isEqualTo(changed);
			assertThat(time.getDomAttribute("title")).as(place)
				.endsWith(" UTC")
				.startsWith(changed.toString().substring(0, 10));
		}
		assertThat(this.browser.run("""
				const format = await import(document.querySelector('script').src.replace('console.js', 'format.js'));
				return format.moment(new Date(2020, 1, 3, 4, 5, 6)).textContent;
				""")).isEqualTo("Feb 3, 04:05:06");
	}

	@Test
	void linkOfTheOpenEventLeadsToIt() {
		for (int i = 0; i < 10; i++) {
			event("gate-" + i, "", false);
		}
		this.browser.size(360, 740);
		open("#gate-0");
		this.browser.awaitText("#history-none", "not changed yet");
		this.browser.element("tr[data-key=gate-0] a").click();
		assertThat(this.browser.focused()).isEqualTo("gate-0");
		assertThat(this.browser.run("""
				const { top, bottom } = document.getElementById('details-title').getBoundingClientRect();
				return document.activeElement.id === 'details-title' && top >= 0 && bottom <= innerHeight;
				""")).isEqualTo(true);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void frameOfTheSameOriginShowsTheConsole(boolean secured) {
		if (secured) {
			start(0, SECURED);
			this.browser.open("http://olga:secret@127.0.0.1:" + port() + "/actuator/eventgate");
		}
		event("gate", "", false);
		this.browser.open("http://127.0.0.1:" + port() + "/actuator/events");
		this.browser.openFrame("http://127.0.0.1:" + port() + "/actuator/eventgate");
		this.browser.awaitRow("gate", "closed (clear)");
	}

	@Test
	void frameOfAnotherOriginDoesNotShowTheConsole() throws Exception {
		HttpServer other = answer(200, "<!doctype html><title>Another origin</title><body>");
		try {
			this.browser.open("http://127.0.0.1:" + other.getAddress().getPort());
			this.browser.openFrame("http://127.0.0.1:" + port() + "/actuator/eventgate");
			assertThat(this.browser.run("return location.protocol")).isEqualTo("chrome-error:");
			assertThat(this.browser.elements("#overview")).isEmpty();
		}
		finally {
			other.stop(0);
		}
	}

	@Test
	void fitsAPhone() throws Exception {
		String longName = "a".repeat(200);
		Event event = event(longName, "What it means ".repeat(10), false);
		new Origin(Origin.Source.APPLICATION, "b".repeat(100), "c".repeat(500), "d".repeat(100)).run(event::pulse);
		letWait(event, 1);
		this.browser.size(360, 740);
		open("#" + longName);
		this.browser.awaitText("#history", "ccc");
		assertNoHorizontalScroll();
		this.browser.element("tr[data-key^=aaa] button").click();
		assertNoHorizontalScroll();
		assertThat(this.browser.run("return document.querySelector('dialog').scrollWidth <= 360")).isEqualTo(true);
	}

	/** Takes the screenshots, as described in CONTRIBUTING.md. */
	@Test
	@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
	void screenshots() throws Exception {
		Path directory = Files.createDirectories(Path.of(System.getProperty("screenshots")));
		Event orders = event("orders-open", "Workers take orders", true);
		Event cache = event("cache-warm", "Products are loaded", false);
		event("partner-reachable", "Payments go out", true);
		event("reports-paused", "Nightly reports run", false);
		Event stock = event("stock-counted", "Shipping may begin", false);
		letWait(cache, 2);
		by("warm-up", "products are loaded", cache::set);
		letWait(stock, 1);
		open("#orders-open");
		this.browser.awaitRow("orders-open", "set");
		by("olga", "partner's certificate expired", orders::clear);
		for (int crowd : new int[] { 2, 3, 5 }) {
			letWait(orders, crowd);
			this.browser.awaitText("#chart-caption", orders.getQueueLength() + " now");
			awaitSteps(2);
		}
		by("olga", "let the queue drain for a moment", orders::pulse);
		this.browser.awaitText("#chart-caption", "0 now");
		awaitSteps(3);
		letWait(orders, 4);
		this.browser.awaitText("#chart-caption", "4 now");
		awaitSteps(2);
		letWait(orders, 3);
		this.browser.awaitText("#chart-caption", "7 now");
		this.browser.awaitText("#history", "let the queue drain");
		for (String theme : List.of("dark", "light")) {
			this.browser.theme(theme);
			this.browser.size(1440, 860);
			this.browser.run("document.activeElement.blur()");
			this.browser.screenshot(directory.resolve("console-" + theme + ".png"));
		}
		this.browser.theme("dark");
		this.browser.size(390, 844);
		this.browser.element("tr[data-key=orders-open] button").click();
		this.browser.press("certificate is renewed");
		this.browser.screenshot(directory.resolve("console-phone.png"));
	}

	/** Waits until the chart has grown by that much. */
	private void awaitSteps(int count) {
		EventWaits waits = this.context.getBean(EventWaits.class);
		int before = waits.getPeaks("orders-open").orElseThrow().peaks().size();
		Awaitility.await().until(() -> waits.getPeaks("orders-open").orElseThrow().peaks().size() >= before + count);
	}

}
