/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for the page of the sample in a real browser. No orders or products are created
 * automatically.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "server.address=127.0.0.1",
		"sample.order-interval=1h", "sample.order-work=1ms", "sample.warm-up=1h" })
class OrderDeskPageIT {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");

	private final Server server;

	private final ProductCatalog catalog;

	private ChromeDriver browser;

	OrderDeskPageIT(@LocalServerPort int port, @Autowired ProductCatalog catalog) {
		this.server = new Server(port);
		this.catalog = catalog;
	}

	@BeforeEach
	void start() {
		assumeThat(Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER))
			.as("The page was NOT tried in a browser: install chromium and its chromedriver "
					+ "(on Debian the packages chromium and chromium-driver)")
			.isTrue();
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile())
			.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage",
					"--disable-background-networking", "--no-first-run", "--window-size=1280,1000");
		if ("root".equals(System.getProperty("user.name"))) {
			options.addArguments("--no-sandbox");
		}
		this.browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(CHROMEDRIVER.toFile())
			.usingAnyFreePort()
			.build(), options);
	}

	@AfterEach
	void stop() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@Test
	void pageShowsWhatTheEventsHoldAndRelease() throws Exception {
		this.server.switchTo("cache-warm", "clear");
		this.server.switchTo("orders-open", "set");
		long before = this.server.json("/orders/stats").path("placed").asLong();
		this.browser.get("http://" + this.server.address() + "/");
		awaitText("#link", "Live");
		awaitText("#gates", "cache-warm\nclear\nno waiters");
		awaitText("#gates", "orders-open\nset\nno waiters");

		element("#ask button").click();
		awaitText("#answer", "503: ");
		awaitText("#answer", "try again in 5 s");
		this.catalog.load();
		awaitText("#gates", "cache-warm\nset");
		element("#ask button").click();
		awaitText("#answer", "Brass bell, € 24.00, after ");

		this.server.switchTo("orders-open", "clear");
		awaitText("#gates", "orders-open\nclear");
		for (long order = before + 1; order <= before + 4; order++) {
			element("#place").click();
			awaitText("#order", "Order " + order + " is placed");
		}
		awaitText("#queued", "4");
		awaitText("#gates", "orders-open\nclear\n4 waiting");
		assertThat(element("#done").getText()).isEqualTo(Long.toString(before));
		for (String theme : List.of("light", "dark")) {
			this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
			assertThat(violations()).as(theme).isEmpty();
			Files.write(Path.of("target", "order-desk-" + theme + ".png"),
					this.browser.getScreenshotAs(OutputType.BYTES));
		}
		this.server.switchTo("orders-open", "set");
		awaitText("#done", Long.toString(before + 4));
		awaitText("#queued", "0");
		// Except for the expected answer of a product that was not loaded.
		assertThat(this.browser.manage().logs().get("browser").getAll()).map(LogEntry::getMessage)
			.allMatch((message) -> message.contains("/products/1") && message.contains("503"));

		this.browser.executeCdpCommand("Network.enable", Map.of());
		this.browser.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of("*/actuator/events")));
		awaitText("#alert", "The server has not answered since ");
		awaitText("#link", "Unreachable");
		this.browser.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of()));
		awaitText("#link", "Live");
		assertThat(element("#alert").isDisplayed()).isFalse();

		element("header a").click();
		awaitText("h1", "order-desk");
		awaitText("tr[data-key='orders-open']", "open (set)");
	}

	private WebElement element(String selector) {
		return this.browser.findElement(By.cssSelector(selector));
	}

	private void awaitText(String selector, String part) {
		await().ignoreExceptions().untilAsserted(() -> assertThat(element(selector).getText()).contains(part));
	}

	/** Returns the violations that axe-core finds in the page. */
	private List<?> violations() throws IOException {
		try (InputStream axe = Objects.requireNonNull(OrderDeskPageIT.class.getResourceAsStream("/axe.min.js"))) {
			this.browser.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
		return (List<?>) Objects.requireNonNull(this.browser.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run().then((result) => done(result.violations.map((violation) =>
				    `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(' ')}`)));
				"""));
	}

}
