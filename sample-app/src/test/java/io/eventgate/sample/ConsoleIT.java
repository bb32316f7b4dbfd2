/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.eventgate.quickstart.QuickStartApplication;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the commands and answers in the documents.
 */
class ConsoleIT {

	@Test
	void quickStartOfTheReadme() throws Exception {
		List<Console> consoles = Console.read(Path.of("..", "README.md"));
		assertThat(consoles).isNotEmpty();
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(QuickStartApplication.class).run(
				"--server.port=0", "--server.address=127.0.0.1",
				"--spring.config.location=classpath:documentation/quick-start.yaml")) {
			run(consoles, application);
		}
	}

	@Test
	void oneInstanceOfTheSample() throws Exception {
		List<Console> consoles = Console.read(Path.of("..", "docs", "sample.md"));
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class)
			.run("--server.port=0", "--server.address=127.0.0.1")) {
			// The last one needs two instances: SampleClusterIT.
			run(consoles.subList(0, consoles.size() - 1), application);
		}
	}

	private static void run(List<Console> consoles, ConfigurableApplicationContext application) throws Exception {
		Server server = new Server(
				application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		for (Console console : consoles) {
			console.run(Map.of(8080, server));
		}
	}

}
