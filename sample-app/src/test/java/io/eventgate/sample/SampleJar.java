/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts instances of the packaged sample.
 */
final class SampleJar {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final List<Process> processes = new CopyOnWriteArrayList<>();

	List<Process> processes() {
		return this.processes;
	}

	void stop() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
		}
	}

	/**
	 * Starts an instance, and waits until it is ready.
	 * @param options options of the JVM
	 * @param arguments more properties of the sample
	 * @return its address
	 */
	Server start(List<String> options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		// The process is too short-lived for further compilation.
		command.addAll(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
		command.addAll(options);
		command.addAll(List.of("-jar", System.getProperty("sample.jar"), "--server.port=0",
				"--server.address=127.0.0.1", "--sample.order-interval=20ms", "--sample.order-work=1ms"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.processes.add(process);
		return new Server(port(process));
	}

	private static int port(Process process) throws IOException {
		BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
		StringBuilder seen = new StringBuilder();
		for (String line = log.readLine(); line != null; line = log.readLine()) {
			seen.append(line).append('\n');
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				drain(log);
				return Integer.parseInt(started.group(1));
			}
		}
		throw new AssertionError("The sample did not start:\n" + seen);
	}

	/** Reads the log, because the process would block otherwise. */
	private static void drain(BufferedReader log) {
		Thread reader = new Thread(() -> log.lines().forEach((line) -> {
		}));
		reader.setDaemon(true);
		reader.start();
	}

}
