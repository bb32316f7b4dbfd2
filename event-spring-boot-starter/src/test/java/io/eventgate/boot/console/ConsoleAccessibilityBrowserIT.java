/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import io.eventgate.Event;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the use of the console by keyboard and by assistive technologies, in a real
 * browser.
 */
class ConsoleAccessibilityBrowserIT extends AbstractConsoleBrowserIT {

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

}
