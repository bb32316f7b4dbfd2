/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.eventgate.boot.threads.BlockHoundProgram.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events on threads of Reactor under BlockHound with its default rules.
 */
class BlockHoundIT {

	@TempDir
	static Path directory;

	private static List<String> output = List.of();

	@BeforeAll
	static void runProgram() throws Exception {
		Path file = directory.resolve("output.txt");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+AllowRedefinitionToAddDeleteMethods",
				"-XX:+EnableDynamicAgentLoading", "-Dreactor.schedulers.defaultPoolSize=4", "-cp",
				System.getProperty("java.class.path"), BlockHoundProgram.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(file.toFile())
			.start();
		try {
			boolean ended = process.waitFor(5, TimeUnit.MINUTES);
			output = Files.readAllLines(file);
			assertThat(ended).as(() -> "The program has ended; it printed: " + output).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "CREATE_THE_FIRST_EVENT", "AWAIT", "AWAIT_WITH_A_TIMEOUT", "AWAIT_ANY",
			"CALL_AN_ANNOTATED_METHOD", "SLEEP" })
	void operationNeedsNoExceptionFromBlockHound(Operation operation) {
		assertThat(output).contains(operation + ": " + BlockHoundProgram.DONE);
	}

	@ParameterizedTest
	@EnumSource(names = { "AWAIT", "AWAIT_WITH_A_TIMEOUT", "AWAIT_ANY", "CALL_AN_ANNOTATED_METHOD" })
	void waitThatWouldBlockThrowsBeforeBlockHoundDoes(Operation operation) {
		assertThat(line(operation)).contains("java.lang.IllegalStateException", "whenSet()", "thread 'parallel-")
			.endsWith(", blocking calls: []");
	}

	@Test
	void firstEventIsCreatedWithoutReadingServiceFiles() {
		assertThat(line(Operation.CREATE_THE_FIRST_EVENT)).contains(": done, ", "java.io.FileInputStream#read");
	}

	@Test
	void blockHoundDetectsBlockingCallsOfTheProgram() {
		assertThat(line(Operation.SLEEP)).contains("BlockingOperationError", "java.lang.Thread.sleep");
	}

	private static String line(Operation operation) {
		assertThat(output).filteredOn((line) -> line.startsWith(operation + ": ")).hasSize(1);
		return output.stream().filter((line) -> line.startsWith(operation + ": ")).findFirst().orElseThrow();
	}

}
