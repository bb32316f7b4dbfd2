/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.testing.PartialClassPath;
import io.eventgate.boot.testing.PlainPasswords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page and its files over real HTTP, with each web framework.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventConsoleWebIT {

	private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

	private static final Pattern IMPORT = Pattern.compile("(?:from |import\\()'\\./([^']+)'");

	private final HttpClient client = HttpClient.newHttpClient();

	@Tag("smoke")
	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void servesThePageAndAllItsFiles(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			assertServed(uri(context, "/actuator/eventgate"));
		}
	}

	@Tag("smoke")
	@Test
	void servesThePageAndAllItsFilesWithJersey() throws Exception {
		try (PartialClassPath classPath = PartialClassPath.ofJersey();
				AutoCloseable application = (AutoCloseable) classPath.load(JerseyApplication.class)
					.getConstructor()
					.newInstance()) {
			assertServed(
					URI.create("http://127.0.0.1:" + ((IntSupplier) application).getAsInt() + "/actuator/eventgate"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, /manage, gates, gate-list, /manage/gates",
			"REACTIVE, /manage, gates, gate-list, /manage/gates",
			"SERVLET, /manage, ops/gates, ops/gate-list, /manage/ops/gates",
			"SERVLET, /manage, gates, ops/a/gate-list, /manage/gates", "SERVLET, /, gates, gate-list, /gates",
			"REACTIVE, /, 'a b&c', 'd&e', /a%20b&c" })
	void findsItsFilesAndTheEventsWhereverTheyAreMapped(WebApplicationType type, String base, String own, String events,
			String page) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0",
				"management.endpoints.web.base-path=" + base, "management.endpoints.web.path-mapping.eventgate=" + own,
				"management.endpoints.web.path-mapping.events=" + events)) {
			assertServed(uri(context, page));
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, server.servlet.context-path", "REACTIVE, spring.webflux.base-path" })
	void servesFilesUnderTheContextPath(WebApplicationType type, String property) throws Exception {
		try (ConfigurableApplicationContext context = start(type, property + "=/shop")) {
			assertServed(uri(context, "/shop/actuator/eventgate"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET", "REACTIVE" })
	void otherResponsesHaveNoHeadersOfTheConsole(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			for (String path : List.of("/actuator/events", "/actuator", "/actuator/eventgates", "/")) {
				assertThat(get(uri(context, path)).headers().map()).as(path)
					.doesNotContainKeys("content-security-policy", "x-frame-options", "x-content-type-options");
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SERVLET  | server.port=0
			SERVLET  | server.servlet.context-path=/shop,spring.mvc.servlet.path=/web
			REACTIVE | spring.webflux.base-path=/shop,management.endpoints.web.base-path=/
			SERVLET  | management.server.port=0,management.server.base-path=/ops,server.servlet.context-path=/shop
			REACTIVE | management.server.port=0,management.server.base-path=/ops,management.endpoints.web.base-path=/a
			""")
	void urlInTheLogIsThatOfThePage(WebApplicationType type, String properties, CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext context = start(type, properties.split(","))) {
			Matcher url = Pattern.compile("The console of events is at '(http://.*)'").matcher(output);
			assertThat(url.find()).isTrue();
			assertThat(url.group(1))
				.contains(":" + context.getEnvironment().getProperty("local.management.port") + "/");
			assertServed(URI.create(url.group(1)));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void servesNothingElse(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			for (String file : List.of("console.html", "ConsolePage.class", "unknown.js", "..", "..%2fconsole.js",
					"%2e%2e/events", "..%5Cconsole.js", "console.js%00", "./../../application.yaml", "uPlot.iife.js",
					"META-INF", ".", "js")) {
				HttpResponse<String> answer = get(uri(context, "/actuator/eventgate/" + file));
				assertThat(answer.statusCode()).as(file).isIn(400, 404);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "unrestricted, true", "read-only, false" })
	void pageShowsWhetherEventsCanBeSwitched(String access, boolean switchable) throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET,
				"management.endpoint.events.access=" + access)) {
			assertThat(get(uri(context, "/actuator/eventgate")).body())
				.contains("data-switchable=\"" + switchable + "\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "endpoint.eventgate.access=none, 404", "endpoint.eventgate.access=read-only, 200",
			"endpoints.access.max-permitted=none, 404", "endpoints.access.max-permitted=read-only, 200",
			"endpoints.web.exposure.exclude=eventgate, 404" })
	void obeysActuatorsAccess(String property, int status) throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, "management." + property)) {
			for (String path : List.of("/actuator/eventgate", "/actuator/eventgate/console.js")) {
				assertThat(get(uri(context, path)).statusCode()).as(path).isEqualTo(status);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isProtectedLikeAnyEndpoint(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, SecurityOnRequest.PROPERTY + "=true",
				"spring.security.user.name=olga", "spring.security.user.password=secret")) {
			for (String path : List.of("/actuator/eventgate", "/actuator/eventgate/console.js")) {
				assertThat(get(uri(context, path)).statusCode()).as(path).isEqualTo(401);
				HttpResponse<String> answer = get(uri(context, path), "Authorization", "Basic b2xnYTpzZWNyZXQ=");
				assertThat(answer.statusCode()).as(path).isEqualTo(200);
				assertHeaders(answer);
			}
		}
	}

	@Test
	void theDocumentedConfigurationIsEnough() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.config.location=classpath:documentation/console.yaml",
					"eventgate.events.gate.description=x")
			.run()) {
			assertServed(uri(context, "/actuator/eventgate"));
		}
	}

	@Test
	void hostileApplicationNameIsEscaped() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET,
				"spring.application.name=\"><script>alert(1)</script>{{events}}")) {
			assertThat(get(uri(context, "/actuator/eventgate")).body()).doesNotContain("<script>alert")
				.contains("&lt;script&gt;alert");
		}
	}

	/** Checks that all files that the page names exist and have the expected type. */
	private void assertServed(URI page) throws IOException, InterruptedException {
		HttpResponse<String> html = get(page, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
		assertThat(html.statusCode()).isEqualTo(200);
		assertThat(type(html)).isEqualTo("text/html;charset=utf-8");
		assertHeaders(html);
		assertThat(html.headers().allValues("X-Frame-Options")).containsExactly("SAMEORIGIN");
		assertThat(html.body()).contains("script-src 'self'")
			.doesNotContain("{{", "<script>", "<style", " style=", "http://", "https://");
		Set<String> files = new TreeSet<>();
		LINK.matcher(html.body()).results().forEach((link) -> files.add(decode(link.group(1))));
		assertThat(files).hasSize(3);
		for (String file : files) {
			assertFile(page.resolve(file));
		}
		URI modules = page.resolve(files.stream().filter((file) -> file.endsWith(".js")).findFirst().orElseThrow());
		assertModules(modules, new TreeSet<>());
		assertFile(modules.resolve("uPlot.min.css"));
		String events = decode(html.body().replaceAll("(?s).*data-events=\"([^\"]*)\".*", "$1"));
		HttpResponse<String> list = get(page.resolve(events));
		assertThat(list.statusCode()).as(events).isEqualTo(200);
		assertThat(list.body()).startsWith("{\"events\":{\"gate\":");
	}

	private void assertModules(URI module, Set<String> seen) throws IOException, InterruptedException {
		String script = assertFile(module);
		for (String imported : IMPORT.matcher(script).results().map((result) -> result.group(1)).toList()) {
			if (seen.add(imported)) {
				assertModules(module.resolve(imported), seen);
			}
		}
	}

	private String assertFile(URI file) throws IOException, InterruptedException {
		HttpResponse<String> answer = get(file, "Accept", "*/*");
		assertThat(answer.statusCode()).as(file.toString()).isEqualTo(200);
		assertThat(answer.body()).as(file.toString()).isNotBlank();
		assertHeaders(answer);
		String extension = file.getPath().replaceAll(".*\\.", "");
		assertThat(type(answer)).as(file.toString()).isEqualTo(switch (extension) {
			case "js" -> "text/javascript;charset=utf-8";
			case "css" -> "text/css;charset=utf-8";
			default -> "image/svg+xml;charset=utf-8";
		});
		return answer.body();
	}

	private static void assertHeaders(HttpResponse<String> answer) {
		assertThat(answer.headers().map()).containsEntry("content-security-policy",
				List.of("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
						+ " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"))
			.containsEntry("x-content-type-options", List.of("nosniff"))
			.hasEntrySatisfying("x-frame-options",
					(values) -> assertThat(values).containsAnyOf("SAMEORIGIN", "DENY").hasSize(1))
			.containsEntry("referrer-policy", List.of("no-referrer"))
			.containsEntry("cache-control", List.of("no-store"));
	}

	private static String decode(String html) {
		return html.replace("&lt;", "<").replace("&amp;", "&");
	}

	private static String type(HttpResponse<String> answer) {
		return answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT).replace(" ", "");
	}

	private HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port") + path);
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "management.endpoints.web.exposure.include=events,eventgate",
					"eventgate.console.enabled=true", "eventgate.events.gate.description=x")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PlainPasswords.class)
	static class Application {

	}

	/**
	 * Loaded by another class loader than the test, which uses it by types of the JDK.
	 */
	public static class JerseyApplication implements IntSupplier, AutoCloseable {

		private final ConfigurableApplicationContext context = start(WebApplicationType.SERVLET);

		@Override
		public int getAsInt() {
			return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

}
