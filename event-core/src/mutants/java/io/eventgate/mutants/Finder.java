/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tool that may find a bug. It runs in a JVM of its own.
 *
 * @param name the name of the tool
 * @param mainClass its main class
 * @param arguments returns its arguments, given the pattern of the tests worth running;
 * none to skip the tool
 * @param found the pattern of its output that names the test with a find
 */
record Finder(String name, String mainClass, Function<String, List<String>> arguments, Pattern found) {

	/** The cell of the table for a tool that found nothing. */
	static final String NOTHING = "-";

	/** The cell of the table for a tool that was not tried. */
	static final String NOT_TRIED = "";

	/** Longer than any tool takes. A tool that hangs counts as a find. */
	private static final long LIMIT_SECONDS = 1_800;

	/** Runs the tool and returns the name of the test that found the bug, if any. */
	String find(String pattern, String classPath, Path work) throws IOException, InterruptedException {
		List<String> arguments = this.arguments.apply(pattern);
		if (arguments.isEmpty()) {
			return NOT_TRIED;
		}
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:+EnableDynamicAgentLoading");
		command.add("-Dschedules=" + Integer.getInteger("schedules", 300));
		command.addAll(List.of("-cp", classPath, this.mainClass));
		command.addAll(arguments);
		Path log = work.resolve(this.name.replace(' ', '-') + ".log");
		Process process = new ProcessBuilder(command).directory(work.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			return watch(process, log);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly().waitFor();
		}
	}

	/** Waits for the first find only, because some tools stall at each of them. */
	private String watch(Process process, Path log) throws IOException, InterruptedException {
		for (int second = 0; second < LIMIT_SECONDS; second++) {
			boolean ended = process.waitFor(1, TimeUnit.SECONDS);
			Matcher matcher = this.found.matcher(Files.readString(log));
			if (matcher.find()) {
				return matcher.group(1);
			}
			if (ended && process.exitValue() != 0) {
				throw new IllegalStateException(this.name + " broke down without having found anything; see " + log);
			}
			if (ended) {
				return NOTHING;
			}
		}
		return "no end within " + LIMIT_SECONDS + " s";
	}

}
