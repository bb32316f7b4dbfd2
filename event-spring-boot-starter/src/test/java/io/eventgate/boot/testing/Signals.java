/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends signals to processes.
 */
final class Signals {

	private Signals() {
	}

	/** Sends a signal, such as {@code STOP}, to a process and its descendants. */
	static void send(String signal, ProcessHandle process) {
		List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(process.pid())));
		process.descendants().map((child) -> Long.toString(child.pid())).forEach(command::add);
		try {
			new ProcessBuilder(command).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
