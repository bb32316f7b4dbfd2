/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.Origin;
import io.eventgate.RevertibleEvent;
import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.PlainPasswords;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthenticatedReactiveAuthorizationManager;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorityReactiveAuthorizationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.csrf.XorServerCsrfTokenRequestAttributeHandler;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the console in a real browser.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBrowserIT {

	private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";

	/** The name of an event whose path is forbidden. */
	private static final String FORBIDDEN = "forbidden";

	private static final String[] SECURED = { SecurityOnRequest.PROPERTY + "=true", "spring.security.user.name=olga",
			"spring.security.user.password=secret", "spring.security.user.roles=OPERATOR" };

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

	private final List<Thread> waiters = new ArrayList<>();

	private Browser browser;

	/** The application of tests that neither stop it nor need other properties. */
	private ConfigurableApplicationContext shared;

	private ConfigurableApplicationContext context;

	private EventRegistry events;

	@BeforeAll
	void startBrowserAndApplication() {
		this.browser = Browser.start();
		start(0);
		this.shared = this.context;
	}

	@AfterAll
	void stopBrowserAndApplication() {
		if (this.browser != null) {
			this.browser.close();
		}
		if (this.shared != null) {
			this.shared.close();
		}
	}

	@BeforeEach
	void useSharedApplication() {
		use(this.shared);
		this.browser.forget();
		this.browser.theme("light");
		this.browser.size(1280, 900);
	}

	@AfterEach
	void removeEventsAndOwnApplication() throws Exception {
		if (this.context.isActive()) {
			this.events.getRegistrations().forEach((event) -> this.events.remove(event.definition().name()));
		}
		if (!this.context.equals(this.shared)) {
			this.context.close();
		}
		for (Thread waiter : this.waiters) {
			waiter.join();
		}
		this.waiters.clear();
	}

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
	void switchesByKeyboardAndOnlyWithAReason() throws Exception {
		Event gate = event("gate", "", false);
		letWait(gate, 3);
		open("");
		this.browser.awaitRow("gate", "3");
		this.browser.tabTo("Switch gate…");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.focused()).isEqualTo("Reason, for the history");
		assertThat(this.browser.text("#dialog-submit")).isEqualTo("Set gate");
		this.browser.press(Keys.ENTER);
		this.browser.press("   ", Keys.ENTER);
		this.browser.awaitText("#dialog-problem", "Enter a reason");
		assertThat(gate.isSet()).isFalse();
		this.browser.press("partner is back", Keys.ENTER);
		this.browser.awaitText("#notice", "gate clear → set, 3 released here.");
		assertThat(gate.isSet()).isTrue();
		assertThat(this.context.getBean(EventHistory.class).getTransitions("gate")).first()
			.satisfies((changed) -> assertThat(changed.transition().origin().reason()).isEqualTo("partner is back"));
		this.browser.awaitRow("gate", "set", "partner is back");
		assertThat(this.browser.focused()).isEqualTo("Switch gate…");
	}

	@Test
	void escapeSwitchesNothing() {
		Event gate = event("gate", "", false);
		this.browser.size(360, 740);
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.tabTo("gate");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText("#history-none", "not changed yet");
		assertThat(this.browser.run("return document.activeElement.id")).isEqualTo("details-title");
		this.browser.tabTo("Switch…");
		this.browser.press(Keys.ENTER);
		this.browser.press("never mind", Keys.ESCAPE);
		assertThat(this.browser.element("#dialog").isDisplayed()).isFalse();
		assertThat(this.browser.focused()).isEqualTo("Switch…");
		assertThat(gate.isSet()).isFalse();
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
	void removedRowsKeepTheFocus() {
		event("alpha", "", true);
		event("beta", "", false);
		open("");
		this.browser.awaitRow("beta", "clear");
		this.browser.tabTo("beta");
		this.events.remove("alpha");
		Awaitility.await().until(() -> this.browser.elements("#rows tr").size() == 1);
		assertThat(this.browser.focused()).isEqualTo("beta");
		this.events.remove("beta");
		Awaitility.await().until(() -> this.browser.elements("#rows tr").isEmpty());
		assertThat(this.browser.focused()).isEqualTo("0 events");
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

	@Test
	void unansweredSwitchCanBeRepeated() {
		start(0);
		event("gate", "", false);
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.element("tr[data-key=gate] button").click();
		int port = port();
		this.context.close();
		this.browser.press("partner is back", Keys.ENTER);
		this.browser.awaitText("#dialog-problem",
				"The server does not answer. The outcome is unknown: look at the history.");
		assertThat(this.browser.focused()).isEqualTo("Reason, for the history");
		start(port);
		event("gate", "", false);
		this.browser.awaitText("#link", "Live");
		this.browser.press(Keys.ENTER);
		this.browser.awaitRow("gate", "set", "partner is back");
	}

	@Test
	void refusedUserSeesTheReasonAndKeepsTheInput() {
		start(0, SECURED);
		event("gate", "", false);
		InMemoryUserDetailsManager users = this.context.getBean(InMemoryUserDetailsManager.class);
		User.UserBuilder olga = User.withUsername("olga").password("secret");
		String login = "http://olga:secret@127.0.0.1:" + port() + "/actuator/eventgate";
		this.browser.open(login);
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.element("tr[data-key=gate] button").click();
		users.deleteUser("olga");
		this.browser.press("by olga", Keys.ENTER);
		this.browser.awaitText("#dialog-problem", "You are not logged in: open this page in another tab");
		this.browser.awaitText("#alert", "You are not logged in");
		users.createUser(olga.roles("READER").build());
		this.browser.openTab(login);
		this.browser.closeTab();
		this.browser.awaitText("#link", "Live");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText("#dialog-problem", "your role is missing. Ask for the role");
		users.updateUser(olga.roles("OPERATOR").build());
		this.browser.press(Keys.ENTER);
		this.browser.awaitRow("gate", "set", "olga: by olga");
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

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			500 | {"status": 500, "error": "Internal Server Error", "message": "Out of order"}
			503 | {"status": 503, "error": "Service Unavailable", "message": "No upstream"}
			504 | {"message": "Upstream timed out"}
			504 | {"title": "Gateway Timeout", "detail": "Upstream timed out"}
			""")
	void whatAGatewaySaysDoesNotTellWhetherItWasSwitched(int status, String json) throws Exception {
		event("gate", "", false);
		HttpServer gateway = answer(status, json);
		try (FaultyProxy network = FaultyProxy.to(port())) {
			this.browser.open("http://127.0.0.1:" + network.port() + "/actuator/eventgate");
			this.browser.awaitRow("gate", "clear");
			this.browser.element("tr[data-key=gate] button").click();
			network.redirect(gateway.getAddress().getPort());
			this.browser.press("partner is back", Keys.ENTER);
			this.browser.awaitText("#dialog-problem", "The outcome is unknown: look at the history.");
			assertThat(this.browser.text("#dialog-problem"))
				.contains("a proxy before it, answers with status " + status)
				.containsAnyOf("Out of order", "No upstream", "Upstream timed out");
		}
		finally {
			gateway.stop(0);
		}
	}

	/** Answers all requests instead of the application. */
	private static HttpServer answer(int status, String body) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] content = body.getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(status, content.length);
			exchange.getResponseBody().write(content);
			exchange.close();
		});
		server.start();
		return server;
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
	void refusedSwitchIsExplained() {
		event("gate", "", false);
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.element("tr[data-key=gate] button").click();
		this.events.remove("gate");
		this.browser.press("too late", Keys.ENTER);
		this.browser.awaitText("#dialog-problem", "There is no event of that name, or");
	}

	@Test
	void readOnlyConsoleOffersNoSwitch() {
		start(0, "management.endpoint.events.access=read-only");
		event("gate", "", false);
		open("#gate");
		this.browser.awaitText("#history-none", "not changed yet");
		assertThat(this.browser.elements(".switch")).isNotEmpty().noneMatch((button) -> button.isDisplayed());
	}

	@ParameterizedTest
	@CsvSource({ "servlet, spa", "servlet, cookie", "reactive, cookie" })
	void sendsTheCsrfToken(String type, String csrf) {
		Event gate = switchedByOlga(type, csrf);
		this.browser.awaitText("#notice", "gate clear → set");
		this.browser.awaitRow("gate", "set", "olga: by olga");
		assertThat(gate.isSet()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			servlet  | session | There is no cookie XSRF-TOKEN
			servlet  | masked  | The token of the cookie XSRF-TOKEN was sent and not accepted
			reactive | session | There is no cookie XSRF-TOKEN
			reactive | masked  | The token of the cookie XSRF-TOKEN was sent and not accepted
			""")
	void aRefusalOfTheProtectionAgainstForgeryNamesTheRemedy(String type, String csrf, String words) {
		Event gate = switchedByOlga(type, csrf);
		this.browser.awaitText("#dialog-problem", words);
		assertThat(this.browser.text("#dialog-problem")).contains("(CSRF)", "not your role", "csrf.spa()");
		assertThat(gate.isSet()).isFalse();
	}

	@Test
	void ambiguousRefusalNamesBothCauses() {
		Event gate = switchedByOlga("servlet", "stateless");
		this.browser.awaitText("#dialog-problem", "You are not logged in: open this page in another tab");
		assertThat(this.browser.text("#dialog-problem"))
			.contains("If you are logged in, the protection against forgery (CSRF)", "no cookie XSRF-TOKEN");
		assertThat(gate.isSet()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "servlet, spa, false", "servlet, spa, true", "servlet, session, true", "servlet, off, false",
			"servlet, off, true", "reactive, cookie, false", "reactive, cookie, true", "reactive, off, true" })
	void missingRoleIsDistinguishedFromCsrf(String type, String csrf, boolean readersOnlyGet) {
		Event gate = switchedByOlga(type, csrf, "spring.security.user.roles=READER",
				"test.readers-only-get=" + readersOnlyGet);
		this.browser.awaitText("#dialog-problem", "your role is missing. Ask for the role");
		assertThat(this.browser.text("#dialog-problem")).doesNotContain("CSRF");
		assertThat(gate.isSet()).isFalse();
	}

	private Event switchedByOlga(String type, String csrf, String... properties) {
		start(0, secured(Stream
			.concat(Stream.of("spring.main.web-application-type=" + type, "test.csrf=" + csrf), Stream.of(properties))
			.toArray(String[]::new)));
		Event gate = event("gate", "", false);
		this.browser.open("http://olga:secret@127.0.0.1:" + port() + "/actuator/eventgate");
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.element("tr[data-key=gate] button").click();
		this.browser.press("by olga", Keys.ENTER);
		return gate;
	}

	private static String[] secured(String... properties) {
		return Stream.of(SECURED, properties).flatMap(Stream::of).toArray(String[]::new);
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
	void countsFilterEventsByKeyboard() throws Exception {
		letWait(event("alpha", "", false), 2);
		event("beta", "", false);
		event("gamma", "", true);
		open("");
		this.browser.awaitText("#summary", "3 events");
		assertThat(this.browser.elements("#summary button")).extracting(WebElement::getText)
			.containsExactly("3 events", "2 closed (clear)", "1 open (set)", "1 with waiters");
		assertThat(this.browser.text("#waiting")).isEqualTo("2 waiters");
		assertThat(pressed()).containsExactly("3 events");
		this.browser.tabTo("1 with waiters");
		this.browser.press(Keys.SPACE);
		assertThat(pressed()).containsExactly("1 with waiters");
		assertThat(rowNames()).containsExactly("alpha");
		this.browser.press(Keys.SPACE);
		assertThat(pressed()).containsExactly("3 events");
		assertThat(rowNames()).containsExactly("alpha", "beta", "gamma");
	}

	private List<String> pressed() {
		return this.browser.elements("#summary [aria-pressed=true]").stream().map(WebElement::getText).toList();
	}

	private List<String> rowNames() {
		return List.of(String
			.valueOf(this.browser
				.run("return [...document.querySelectorAll('#rows tr')].map((row) => row.dataset.key).join()"))
			.split(","));
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
	void showsThatTheFilterHidesTheSwitchedRow() {
		event("orders-open", "", false);
		event("other", "", false);
		open("");
		this.browser.awaitRow("orders-open", "clear");
		this.browser.element("#show-clear").click();
		this.browser.element("tr[data-key=orders-open] button").click();
		this.browser.press("partner is back", Keys.ENTER);
		this.browser.awaitText("#hidden-name", "orders-open is hidden by the filter.");
		assertThat(rowNames()).containsExactly("other");
		this.browser.tabTo("Show all");
		this.browser.press(Keys.ENTER);
		this.browser.awaitRow("orders-open", "open (set)", "partner is back");
		assertThat(this.browser.focused()).isEqualTo("orders-open");
		assertThat(this.browser.element("#hidden-show").isDisplayed()).isFalse();
		assertThat(this.browser.text("#hidden-name")).isEmpty();
		assertThat(pressed()).containsExactly("2 events");
	}

	@Test
	void theDialogShowsTheLastChange() {
		Event gate = event("gate", "Opens at eight", false);
		open("");
		this.browser.awaitRow("gate", "never");
		this.browser.element("tr[data-key=gate] button").click();
		assertThat(this.browser.text("#dialog-now")).isEqualTo("It is closed (clear) with 0 waiters. Opens at eight");
		assertThat(this.browser.text("#dialog-last")).isEqualTo("It has not been changed since the start.");
		by("olga", "stock count", gate::set);
		this.browser.awaitText("#dialog-last", "clear → set by olga in the application. stock count");
		assertThat(this.browser.text("#dialog-last")).startsWith("Last change: ");
		assertThat(this.browser.text("#dialog-now")).startsWith("It is open (set)");
		gate.clear();
		this.browser.awaitText("#dialog-last", "set → clear by application. No reason was given.");
	}

	@Test
	void dialogSwitchesForALimitedTime() {
		Event gate = event("gate", "", true);
		open("#gate");
		this.browser.awaitRow("gate", "set");
		this.browser.element("tr[data-key=gate] button").click();
		this.browser.element("#dialog-for option[value='30m']").click();
		this.browser.element("#dialog-reason").click();
		this.browser.press("migration", Keys.ENTER);
		this.browser.awaitText("#notice", "gate set → clear");
		this.browser.awaitText("#details-facts", "Goes back");
		assertThat(((RevertibleEvent) gate).getRevertTime()).isPresent();
		this.browser.element("tr[data-key=gate] button").click();
		this.browser.element("input[value=pulse]").click();
		assertThat(this.browser.element("#dialog-for").isDisplayed()).isFalse();
		assertThat(this.browser.element("#dialog-drain").isDisplayed()).isFalse();
	}

	@Test
	void dialogDrainsAnEvent() throws Exception {
		event("gate", "", true);
		open("#gate");
		GuardedCall call = this.context.getBean(EventRegistry.class).beginCall("gate");
		call.await();
		this.browser.awaitText("#details-facts", "Active calls\n1");
		drain("gate", "300", "migration");
		this.browser.awaitText("#dialog-now", "It is closed (clear) with 0 waiters and 1 active call.");
		assertThat(this.browser.text("#dialog-submit")).isEqualTo("Waiting for the answer…");
		call.close();
		this.browser.awaitText("#notice", "gate set → clear, 0 released here. No call is left behind it.");
		this.browser.awaitText("#details-facts", "Active calls\n0");
	}

	@Test
	void dialogSetsADrainedEventAgainIfCallsAreLeft() throws Exception {
		Event gate = event("gate", "", true);
		open("#gate");
		this.browser.awaitRow("gate", "set");
		try (GuardedCall call = this.context.getBean(EventRegistry.class).beginCall("gate")) {
			call.await();
			this.browser.run("document.querySelector('#dialog-drain').options[1].value = '1'");
			drain("gate", "1", "migration");
			this.browser.awaitText("#notice",
					"gate was cleared and SET AGAIN, 0 released here. 1 call LEFT behind it.");
			assertThat(gate.isSet()).isTrue();
			assertThat(this.browser.element("#notice").getAttribute("class")).isEqualTo("alert");
		}
	}

	private void drain(String name, String seconds, String why) {
		this.browser.element("tr[data-key=" + name + "] button").click();
		this.browser.element("#dialog-drain option[value='" + seconds + "']").click();
		assertThat(this.browser.element("#dialog-restore-part").isDisplayed()).isTrue();
		this.browser.element("#dialog-reason").click();
		this.browser.press(why, Keys.ENTER);
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
	void switchThatHidesTheRowFocusesTheFilter() {
		Event gate = event("gate", "", false);
		event("other", "", false);
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.element("#show-clear").click();
		this.browser.element("tr[data-key=gate] button").click();
		gate.set(); // delays the answer beyond the list
		Awaitility.await().until(() -> this.browser.elements("#rows tr").size() == 1);
		this.browser.press("so be it", Keys.ENTER);
		this.browser.awaitText("#notice", "gate was set already");
		Awaitility.await().untilAsserted(() -> assertThat(this.browser.focused()).isEqualTo("1 closed (clear)"));
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
	void eventsWithUnusualNamesCanBeSwitched() {
		List<String> names = List.of("say \"now\"", "o'clock", "ready?", "no#1", "salt&pepper=1", "1+1", "two  words",
				"zażółć-門", "[a]{b}", "toString", "__proto__");
		names.forEach((name) -> event(name, "", false));
		open("");
		this.browser.awaitText("#link", "Live");
		for (String name : names) {
			this.browser.elements("#rows a")
				.stream()
				.filter((link) -> name.equals(link.getDomProperty("textContent")))
				.findFirst()
				.orElseThrow()
				.click();
			this.browser.awaitText("#history-none", "not changed yet");
			this.browser.element("#details-switch").click();
			this.browser.press("why not", Keys.ENTER);
			this.browser.awaitText("#history", "why not");
			assertThat(this.events.get(name).isSet()).as(name).isTrue();
			assertThat(this.browser.element("#details-title").getDomProperty("textContent")).isEqualTo(name);
			this.browser.reload();
			this.browser.awaitText("#history", "why not");
		}
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
	@ValueSource(strings = { "dark", "light" })
	void isAccessible(String theme) throws Exception {
		start(0);
		Event gate = event("gate", "Opens at eight", false);
		gate.pulse();
		letWait(gate, 1);
		event("open", "", true);
		this.browser.theme(theme);
		open("#gate");
		this.browser.awaitText("#threads", "waiter-0");
		assertThat(this.browser.run("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("dark".equals(theme) ? "rgb(16, 20, 19)" : "rgb(243, 245, 244)");
		assertThat(this.browser.violations()).isEmpty();
		this.browser.size(360, 740);
		assertThat(this.browser.violations()).isEmpty();
		this.browser.element("tr[data-key=gate] button").click();
		assertThat(this.browser.violations()).isEmpty();
		this.browser.press(Keys.ESCAPE);
		this.context.close();
		this.browser.awaitText("#alert", "does not answer");
		assertThat(this.browser.violations()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1, light", "1, dark", "30, light", "30, dark", "300, light", "300, dark" })
	void isUsableByKeyboardWithAnyNumberOfEvents(int count, String theme) throws Exception {
		for (int i = 1; i < count; i++) {
			event("gate-%03d".formatted(i), "Opens at eight", i % 3 == 0);
		}
		Event trouble = event("trouble", "Orders wait", false);
		by("olga", "the partner's certificate has expired ".repeat(12).strip(), trouble::pulse);
		letWait(trouble, 1);
		this.browser.theme(theme);
		open("");
		this.browser.awaitRow("trouble", "closed (clear)", "1", "olga");
		assertThat(rowNames()).hasSize(Math.min(count, 200)).startsWith("trouble");
		assertThat(this.browser.violations()).isEmpty();
		this.browser.tabTo("Switch trouble…");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText("#dialog-last", "by olga in the application");
		assertThat(this.browser.violations()).isEmpty();
		this.browser.press("certificate is renewed", Keys.ENTER);
		this.browser.awaitRow("trouble", "open (set)", "certificate is renewed");
		assertThat(this.browser.focused()).isEqualTo("Switch trouble…");
		this.browser.size(360, 740);
		assertThat(this.browser.violations()).isEmpty();
		assertNoHorizontalScroll();
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

	private void assertNoHorizontalScroll() {
		assertThat(this.browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
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

	private static void by(String who, String why, Runnable change) {
		new Origin(Origin.Source.APPLICATION, who, why).run(change);
	}

	private Event event(String name, String description, boolean set) {
		return this.events.create(EventDefinition.builder(name).initiallySet(set).description(description).build());
	}

	private void letWait(Event event, int count) {
		for (int i = 0; i < count; i++) {
			start(event, new Thread(event::awaitUninterruptibly, "waiter-" + i));
		}
	}

	private void start(Event event, Thread waiter) {
		int before = event.getQueueLength();
		waiter.setUncaughtExceptionHandler((thread, closed) -> {
		});
		waiter.start();
		this.waiters.add(waiter);
		Awaitility.await().until(() -> event.getQueueLength() > before);
	}

	private void open(String fragment) {
		this.browser.open("http://127.0.0.1:" + port() + "/actuator/eventgate" + fragment);
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** Starts an application for one test, and stops it afterwards. */
	private void start(int port, String... properties) {
		use(new SpringApplicationBuilder(Application.class)
			.properties("server.port=" + port, "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "spring.application.name=order-desk",
					"management.endpoints.web.exposure.include=events,eventgate", "eventgate.console.enabled=true")
			.properties(properties)
			.run());
	}

	private void use(ConfigurableApplicationContext application) {
		this.context = application;
		this.events = application.getBean(EventRegistry.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ConditionalOnBooleanProperty(SecurityOnRequest.PROPERTY)
		PasswordEncoder passwords() {
			return new PlainPasswords();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnBooleanProperty(SecurityOnRequest.PROPERTY)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		static class Security {

			@Bean
			SecurityFilterChain security(HttpSecurity http, @Value("${test.csrf:spa}") String csrf,
					@Value("${test.readers-only-get:false}") boolean readersOnlyGet) {
				http.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/events/" + FORBIDDEN)
					.denyAll()
					.requestMatchers(HttpMethod.POST)
					.hasRole("OPERATOR")
					.requestMatchers(HttpMethod.GET)
					.authenticated()
					.anyRequest()
					.access(readersOnlyGet ? AuthorityAuthorizationManager.hasRole("OPERATOR")
							: AuthenticatedAuthorizationManager.authenticated()));
				http.httpBasic((basic) -> basic.securityContextRepository(
						"session".equals(csrf) || "masked".equals(csrf) ? new HttpSessionSecurityContextRepository()
								: new RequestAttributeSecurityContextRepository()));
				if ("spa".equals(csrf)) {
					http.csrf(CsrfConfigurer::spa);
				}
				else if ("off".equals(csrf)) {
					http.csrf(CsrfConfigurer::disable);
				}
				else if ("cookie".equals(csrf) || "masked".equals(csrf)) {
					CsrfTokenRequestAttributeHandler handler = "cookie".equals(csrf)
							? new CsrfTokenRequestAttributeHandler() : new XorCsrfTokenRequestAttributeHandler();
					handler.setCsrfRequestAttributeName(null);
					http.csrf((tokens) -> tokens.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
						.csrfTokenRequestHandler(handler));
				}
				return http.build();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnBooleanProperty(SecurityOnRequest.PROPERTY)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		static class ReactiveSecurity {

			@Bean
			SecurityWebFilterChain security(ServerHttpSecurity http, @Value("${test.csrf}") String csrf,
					@Value("${test.readers-only-get:false}") boolean readersOnlyGet) {
				http.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.POST)
					.hasRole("OPERATOR")
					.pathMatchers(HttpMethod.GET)
					.authenticated()
					.anyExchange()
					.access(readersOnlyGet ? AuthorityReactiveAuthorizationManager.hasRole("OPERATOR")
							: AuthenticatedReactiveAuthorizationManager.authenticated()));
				http.httpBasic(Customizer.withDefaults());
				if ("off".equals(csrf)) {
					http.csrf(ServerHttpSecurity.CsrfSpec::disable);
				}
				else if ("cookie".equals(csrf) || "masked".equals(csrf)) {
					http.csrf((tokens) -> tokens
						.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
						.csrfTokenRequestHandler("cookie".equals(csrf) ? new ServerCsrfTokenRequestAttributeHandler()
								: new XorServerCsrfTokenRequestAttributeHandler()));
				}
				return http.build();
			}

			/** The cookie is sent only if the token has a subscriber. */
			@Bean
			@ConditionalOnExpression("'${test.csrf}' == 'cookie' || '${test.csrf}' == 'masked'")
			WebFilter csrfCookie() {
				return (exchange, chain) -> exchange
					.getAttributeOrDefault(CsrfToken.class.getName(), Mono.<CsrfToken>empty())
					.then(chain.filter(exchange));
			}

		}

	}

}
