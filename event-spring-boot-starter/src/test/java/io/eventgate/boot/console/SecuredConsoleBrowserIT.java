/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import io.eventgate.Event;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.documentation.BrowserAndPipelineSecurity;
import io.eventgate.boot.documentation.ReactiveBrowserAndPipelineSecurity;
import io.eventgate.boot.testing.SecuredOrderDesk;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console under the documented chain for browsers and pipelines, with its login.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredConsoleBrowserIT {

	private static final String SET = "{\"state\":\"set\",\"reason\":\"deployed\"}";

	private Browser browser;

	@BeforeAll
	void startBrowser() {
		this.browser = Browser.start();
	}

	@AfterAll
	void stopBrowser() {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@BeforeEach
	void forget() {
		this.browser.forget();
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, status=403", "REACTIVE, Access Denied" })
	void whatAnOperatorSeesWithAndWithoutTheRole(WebApplicationType type, String denial) throws Exception {
		Class<?> chain = (type == WebApplicationType.SERVLET) ? BrowserAndPipelineSecurity.class
				: ReactiveBrowserAndPipelineSecurity.class;
		try (ConfigurableApplicationContext context = SecuredOrderDesk.start(type, chain)) {
			Event gate = context.getBean("gate", Event.class);
			logIn(context, "rita");
			switchGate();
			this.browser.awaitText("#dialog-problem", "your role is missing. Ask for the role");
			assertThat(this.browser.text("#dialog-problem")).doesNotContain("CSRF");
			assertThat(gate.isSet()).isFalse();

			logIn(context, "olga");
			assertThat(postWithoutToken()).as("a form of another site has no token").isEqualTo(403L);
			assertThat(gate.isSet()).isFalse();
			switchGate();
			this.browser.awaitText("#notice", "gate clear → set");
			assertThat(context.getBean(EventHistory.class).getTransitions("gate")).first()
				.satisfies((changed) -> assertThat(changed.transition().origin().principal()).isEqualTo("olga"));

			gate.clear();
			WebCalls pipeline = WebCalls.to(context).as("olga:secret");
			assertThat(pipeline.post("/actuator/events/gate", SET).statusCode()).isEqualTo(200);
			this.browser.awaitRow("gate", "open (set)", "olga: deployed");

			logIn(context, "uwe");
			this.browser.awaitText("body", denial);
			assertThat(this.browser.elements("#overview")).isEmpty();
		}
	}

	private void logIn(ConfigurableApplicationContext context, String name) {
		this.browser.forget();
		this.browser.open("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/eventgate");
		this.browser.element("input[name=username]").sendKeys(name);
		this.browser.element("input[name=password]").sendKeys("secret", Keys.ENTER);
	}

	private void switchGate() {
		this.browser.awaitRow("gate", "closed (clear)");
		this.browser.element("tr[data-key=gate] button").click();
		this.browser.press("partner is back", Keys.ENTER);
	}

	/** With the session of the operator, which the browser adds to any request. */
	private Object postWithoutToken() {
		this.browser.awaitRow("gate", "closed (clear)");
		return this.browser.run("""
				return (await fetch(document.body.dataset.events + '/gate', { method: 'POST',
				    headers: { 'Content-Type': 'application/json' }, body: '{"state":"set"}' })).status;
				""");
	}

}
