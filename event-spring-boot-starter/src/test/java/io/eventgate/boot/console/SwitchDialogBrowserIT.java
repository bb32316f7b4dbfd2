/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.util.List;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.RevertibleEvent;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.testing.FaultyProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for switches in the dialog of the console, in a real browser.
 */
class SwitchDialogBrowserIT extends AbstractConsoleBrowserIT {

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
		String[] application = { "spring.main.web-application-type=" + type, "test.csrf=" + csrf };
		start(0, Stream.of(SECURED, application, properties).flatMap(Stream::of).toArray(String[]::new));
		Event gate = event("gate", "", false);
		this.browser.open("http://olga:secret@127.0.0.1:" + port() + "/actuator/eventgate");
		open("");
		this.browser.awaitRow("gate", "clear");
		this.browser.element("tr[data-key=gate] button").click();
		this.browser.press("by olga", Keys.ENTER);
		return gate;
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
		this.browser.awaitText("#details-facts", "Reverts at");
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

}
