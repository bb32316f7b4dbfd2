/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.RevertibleEvent;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.boot.history.WaitSummary;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the waits of pipelines in the documents, which {@code curl} runs against an
 * application.
 */
@EnabledIf("hasCurl")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelinesIT {

	private static final Path RECIPES = Path.of("..", "docs", "recipes.md");

	private static final Pattern SCRIPT = Pattern.compile("^```sh\\n(curl .*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private ConfigurableApplicationContext context;

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "eventgate.events.gate.initially-set=false")
			.run();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	static boolean hasCurl() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, "curl")));
	}

	/** Returns the commands that wait for an event. */
	static Stream<List<String>> commands() throws IOException {
		List<List<String>> commands = new ArrayList<>(scripts("until="));
		for (Path pipeline : DocumentationTests.list(Path.of("src/test/resources/pipelines")).toList()) {
			collect(new Yaml().load(Files.readString(pipeline)), commands);
		}
		assertThat(commands).hasSizeGreaterThan(3);
		return commands.stream();
	}

	private static List<List<String>> scripts(String part) throws IOException {
		return SCRIPT.matcher(Files.readString(RECIPES))
			.results()
			.map((script) -> script.group(1))
			.filter((script) -> script.contains(part))
			.map((script) -> List.of("sh", "-c", script))
			.toList();
	}

	/** Collects the commands, which are texts or lists. */
	private static void collect(Object yaml, List<List<String>> commands) {
		if (yaml instanceof String text && text.startsWith("curl ")) {
			commands.add(List.of("sh", "-c", text.replaceAll("\\$\\{\\{.*?}}|\\$\\w+", "olga:secret")));
		}
		else if (yaml instanceof List<?> list && "curl".equals(list.get(0))) {
			commands.add(list.stream().map(Object::toString).toList());
		}
		else if (yaml instanceof List<?> list) {
			list.forEach((element) -> collect(element, commands));
		}
		else if (yaml instanceof Map<?, ?> map) {
			map.values().forEach((value) -> collect(value, commands));
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void commandWaitsAcrossTimeouts(List<String> command) throws Exception {
		Event gate = this.context.getBean("gate", Event.class);
		gate.clear();
		EventWaits waits = this.context.getBean(EventWaits.class);
		long before = waits.getSummary("gate").map(WaitSummary::count).orElse(0L);
		Process curl = run(command, "gate");
		Awaitility.await()
			.atMost(1, TimeUnit.MINUTES)
			.until(() -> waits.getSummary("gate").map(WaitSummary::count).orElse(0L) >= before + 2);
		assertThat(curl.isAlive()).isTrue();
		gate.set();
		assertThat(curl.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(curl.exitValue()).as(command.toString()).isZero();
	}

	@ParameterizedTest
	@MethodSource("commands")
	void commandFailsAtOnceForAnUnknownEvent(List<String> command) throws Exception {
		Process curl = run(command, "gaet");
		assertThat(curl.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(curl.exitValue()).as(command.toString()).isEqualTo(22);
	}

	@Test
	void commandDrainsAnEventForALimitedTime() throws Exception {
		EventRegistry.Registration gate = this.context.getBean(EventRegistry.class)
			.findRegistration("gate")
			.orElseThrow();
		gate.event().set();
		for (List<String> command : scripts("drain")) {
			Process curl = run(command, "gate");
			assertThat(curl.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(curl.exitValue()).as(command.toString()).isZero();
		}
		assertThat(gate.event().isSet()).isFalse();
		assertThat(gate.revertible().flatMap(RevertibleEvent::getRevertTime)).isPresent();
	}

	/** Runs a command against the application, for another event and a short time-out. */
	private Process run(List<String> command, String event) throws IOException {
		int port = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		List<String> here = command.stream()
			.map((part) -> part.replaceAll("https?://[^/]+", "http://127.0.0.1:" + port)
				.replaceAll("events/[\\w-]+", "events/" + event)
				.replaceAll("until=\\w+", "until=set")
				.replaceAll("timeout=\\w+", "timeout=100ms"))
			.toList();
		return new ProcessBuilder(here).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
