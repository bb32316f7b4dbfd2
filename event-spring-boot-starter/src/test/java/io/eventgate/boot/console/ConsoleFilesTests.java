/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.File;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleFilesTests {

	@Test
	void servesAllFilesOfThePage() throws Exception {
		File directory = new ClassPathResource("console.html", ConsoleFiles.class).getFile().getParentFile();
		assertThat(List.of(Objects.requireNonNull(directory.list()))).contains("console.js", "console.css")
			.filteredOn((name) -> !name.endsWith(".class") && !name.equals("console.html"))
			.allSatisfy((name) -> assertThat(new ConsoleFiles().find(name)).as(name).isPresent());
	}

	@Test
	void worksWithoutCharts() {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread()
			.setContextClassLoader(new FilteredClassLoader(new ClassPathResource(ConsoleFiles.CHART_PROPERTIES)));
		try {
			ConsoleFiles files = new ConsoleFiles();
			assertThat(files.hasCharts()).isFalse();
			assertThat(files.find("uPlot.esm.js")).isEmpty();
			assertThat(files.find("console.js")).isPresent();
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
		assertThat(new ConsoleFiles().hasCharts()).isTrue();
	}

	@Test
	void nativeImageHasAllFiles() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new EventConsoleEndpoint.EventConsoleEndpointRuntimeHints().registerHints(hints, null);
		for (String path : List.of("io/eventgate/boot/console/console.html", "io/eventgate/boot/console/icon.svg",
				ConsoleFiles.CHART_PROPERTIES,
				((ClassPathResource) new ConsoleFiles().find("uPlot.esm.js").orElseThrow().content()).getPath())) {
			assertThat(RuntimeHintsPredicates.resource().forResource(path)).as(path).accepts(hints);
		}
	}

}
