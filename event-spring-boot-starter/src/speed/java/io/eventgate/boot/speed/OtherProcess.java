/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process of the {@link Waiter}, as seen by the process that switches.
 */
final class OtherProcess {

	private static final long LIMIT_MILLIS = 60_000;

	private final Process process;

	private final PrintStream out;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	OtherProcess(List<String> ports) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), Waiter.class.getName()));
		command.addAll(ports);
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.out = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		BufferedReader in = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		Thread reader = new Thread(() -> in.lines().forEach(this.lines::add), "lines");
		reader.setDaemon(true);
		reader.start();
		expect("ready");
	}

	/** Makes the process wait, and returns when it does. */
	void arm(Gates kind) throws InterruptedException {
		this.out.println(kind.name());
		expect("waiting");
	}

	/**
	 * Returns the time of its release, on the clock that all processes of a machine
	 * share.
	 */
	long released() throws InterruptedException {
		return Long.parseLong(next());
	}

	/** Returns whether it is released within the given time. */
	boolean isReleased(long millis) throws InterruptedException {
		return this.lines.poll(millis, TimeUnit.MILLISECONDS) != null;
	}

	private void expect(String line) throws InterruptedException {
		String found = next();
		if (!found.equals(line)) {
			throw new IllegalStateException("Expected '" + line + "', but got '" + found + "'");
		}
	}

	private String next() throws InterruptedException {
		String line = this.lines.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
		if (line == null) {
			throw new IllegalStateException("The other process does not answer");
		}
		return line;
	}

	void end() throws InterruptedException {
		this.out.close();
		if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
