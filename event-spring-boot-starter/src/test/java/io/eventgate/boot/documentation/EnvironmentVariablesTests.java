/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.eventgate.boot.autoconfigure.EventAutoConfiguration;
import io.eventgate.boot.autoconfigure.EventProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each environment variable in the guide has the effect of the property beside
 * it.
 */
class EnvironmentVariablesTests {

	private static final Path GUIDE = Path.of("..", "docs", "configuration.md");

	private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)=([^`]+)` \\| `([^`]+)` \\|$",
			Pattern.MULTILINE);

	@ParameterizedTest
	@MethodSource("variables")
	void variableSetsTheProperty(String name, String value, String property) {
		EventProperties expected = start(Map.of(), "--" + property);
		assertThat(start(Map.of(name, value))).isEqualTo(expected).isNotEqualTo(start(Map.of()));
	}

	static Stream<Arguments> variables() throws IOException {
		return ROW.matcher(Files.readString(GUIDE))
			.results()
			.map((row) -> Arguments.of(row.group(1), row.group(2), row.group(3)));
	}

	@Test
	void mixedSpellingHasNoEffect() {
		assertThat(start(Map.of("EVENTGATE_EVENTS_ORDERS_OPEN_INITIALLYSET", "false"))).isEqualTo(start(Map.of()));
	}

	private static EventProperties start(Map<String, Object> variables, String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(EventAutoConfiguration.class)
			.environment(environment)
			.web(WebApplicationType.NONE)
			.properties("spring.config.location=classpath:documentation/configuration.yaml")
			.run(arguments)) {
			return context.getBean(EventProperties.class);
		}
	}

}
