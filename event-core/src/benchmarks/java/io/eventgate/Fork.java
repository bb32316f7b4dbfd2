/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a {@link Trial} in a JVM of its own.
 */
final class Fork implements Experiment.Measurement {

	private static final List<String> OPTIONS = List.of("-Xmx4g", "-XX:+EnableDynamicAgentLoading",
			"-Djdk.attach.allowAttachSelf=true", "-Djol.magicFieldOffset=true");

	/** Suppresses the warnings that JMH and JOL cause. */
	static final List<String> OPTIONS_OF_THIS_JAVA = (Runtime.version().feature() >= 24)
			? List.of("--sun-misc-unsafe-memory-access=allow") : List.of();

	private final String kind;

	private final Object[] arguments;

	Fork(String kind, Object... arguments) {
		this.kind = kind;
		this.arguments = arguments;
	}

	@Override
	public List<Sample> measure(Peer peer) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(OPTIONS_OF_THIS_JAVA);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trial.class.getName(), this.kind));
		command.add(peer.name());
		for (Object argument : this.arguments) {
			command.add(argument.toString());
		}
		Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
		List<Sample> samples = new ArrayList<>();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				samples.add(Sample.parse(line));
			}
		}
		int status = process.waitFor();
		if (status != 0) {
			throw new IllegalStateException("Trial " + command + " ended with status " + status);
		}
		return samples;
	}

}
