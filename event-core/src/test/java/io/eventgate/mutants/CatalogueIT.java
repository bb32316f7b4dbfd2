/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Catalogue}. They plant each bug, but do not search for it: that takes
 * hours.
 */
class CatalogueIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@FieldSource("io.eventgate.mutants.Catalogue#MUTANTS")
	void bugCanBePlantedAndCompiles(Mutant mutant) throws IOException {
		Path planted = mutant.plant(Path.of("src/main/java"), this.directory);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> options = List.of("-proc:none", "-nowarn", "-d", this.directory.toString(), "-cp",
				System.getProperty("java.class.path"));
		StringWriter errors = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			assertThat(compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(planted)).call())
				.as(errors::toString)
				.isTrue();
		}
	}

}
