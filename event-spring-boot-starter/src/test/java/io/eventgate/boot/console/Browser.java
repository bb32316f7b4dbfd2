/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A headless Chromium, from the package of Debian.
 */
final class Browser implements AutoCloseable {

	/** Returns the visible text of an element, in the page, in one call. */
	private static final String TEXT = """
			const text = (selector) => {
			    const element = document.querySelector(selector);
			    return !element.checkVisibility() ? ''
			        : element.innerText.replace(/[^\\S\\n]+/g, ' ').replace(/ ?\\n\\s*/g, '\\n').trim();
			};
			""";

	private final ChromeDriver driver;

	private boolean blank;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/** Starts a browser, or skips the test if none is installed. */
	static Browser start() {
		Optional<Path> chromium = Stream.of("chromium", "google-chrome").flatMap(Browser::onPath).findFirst();
		Optional<Path> chromedriver = onPath("chromedriver").findFirst();
		assumeThat(chromium.isPresent() && chromedriver.isPresent())
			.as("The console was NOT tried in a browser: install chromium and its chromedriver "
					+ "(on Debian the packages chromium and chromium-driver)")
			.isTrue();
		ChromeOptions options = new ChromeOptions().setBinary(chromium.orElseThrow().toFile())
			.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage",
					"--disable-background-networking", "--disable-component-update", "--no-first-run",
					"--hide-scrollbars",
					// Otherwise each page takes a process of its own.
					"--disable-features=BackForwardCache,SpareRendererForSitePerProcess");
		if ("root".equals(System.getProperty("user.name"))) {
			options.addArguments("--no-sandbox");
		}
		return new Browser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.orElseThrow().toFile())
					.usingAnyFreePort()
					.build(),
				options));
	}

	private static Stream<Path> onPath(String program) {
		return Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable);
	}

	/** Loads a page, also if its address differs from the present one only after '#'. */
	void open(String url) {
		if (!this.blank) {
			this.driver.get("about:blank");
		}
		this.driver.get(url);
		this.blank = false;
	}

	/**
	 * Leaves the page, and deletes its samples and messages and the cookies of all ports.
	 */
	void forget() {
		this.driver.executeScript("if (location.protocol === 'http:') { sessionStorage.clear(); }");
		this.driver.get("about:blank");
		this.blank = true;
		this.driver.manage().logs().get("browser");
		this.driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
	}

	void reload() {
		this.driver.navigate().refresh();
	}

	/** Opens another tab, which hides the page. */
	void openTab(String url) {
		this.driver.switchTo().newWindow(WindowType.TAB);
		this.driver.get(url);
	}

	/** Closes the present tab, and switches back to the first one. */
	void closeTab() {
		this.driver.close();
		this.driver.switchTo().window(this.driver.getWindowHandles().iterator().next());
	}

	void theme(String theme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
	}

	/** Shows a page in a frame of the open page, and switches to the frame. */
	void openFrame(String url) {
		this.driver.executeAsyncScript("""
				const frame = document.createElement('iframe');
				frame.onload = arguments[1];
				frame.src = arguments[0];
				document.body.append(frame);
				""", url);
		this.driver.switchTo().frame(element("iframe"));
	}

	/** Blocks requests whose address matches one of the patterns. */
	void block(String... patterns) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
	}

	String text(String selector) {
		return String.valueOf(this.driver.executeScript(TEXT + "return text(arguments[0]);", selector));
	}

	WebElement element(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> elements(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/** Waits in the page, because a look from outside takes a hundred times as long. */
	void awaitText(String selector, String part) {
		Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(this.driver.executeAsyncScript(TEXT + """
				const [selector, part, done] = arguments;
				const end = performance.now() + 1000;
				const look = () => {
				    const seen = document.querySelector(selector) ? text(selector) : '';
				    if (seen.includes(part) || performance.now() > end) {
				        done(seen);
				    }
				    else {
				        setTimeout(look, 10);
				    }
				};
				look();
				""", selector, part)).asString().contains(part));
	}

	void awaitRow(String event, String... parts) {
		awaitText("tr[data-key='" + event + "']", parts[0]);
		for (String part : parts) {
			awaitText("tr[data-key='" + event + "']", part);
		}
	}

	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/** Presses Tab until the element with that accessible name has the focus. */
	void tabTo(String name) {
		for (int i = 0; i < 50; i++) {
			if (focused().equals(name)) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError("Tab does not lead to '" + name + "'");
	}

	String focused() {
		return String.valueOf(this.driver.switchTo().activeElement().getAccessibleName());
	}

	Object run(String script) {
		return Objects.requireNonNullElse(this.driver.executeScript(script), "");
	}

	/** Returns the violations that axe-core finds in the page. */
	List<?> violations() throws IOException {
		return violations("html");
	}

	/** Returns the violations that axe finds in a part of the page. */
	List<?> violations(String selector) throws IOException {
		if (Boolean.TRUE.equals(run("return typeof axe === 'undefined';"))) {
			try (InputStream axe = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
				this.driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		return (List<?>) Objects.requireNonNull(this.driver.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run(arguments[0]).then((result) => done(result.violations.map((violation) =>
				    `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(' ')}`)));
				""", selector));
	}

	/**
	 * Returns the errors and warnings of the pages of a server since the last call. A
	 * previous page may have sent requests to its own server, which has ended.
	 */
	List<String> complaints(int port) {
		return this.driver.manage()
			.logs()
			.get("browser")
			.getAll()
			.stream()
			.map(LogEntry::getMessage)
			.filter((message) -> message.contains("127.0.0.1:" + port))
			.toList();
	}

	void screenshot(Path file) throws IOException {
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
