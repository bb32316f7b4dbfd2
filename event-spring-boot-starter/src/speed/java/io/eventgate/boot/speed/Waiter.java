/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that waits. It reads names of gates, waits for each once, and answers with
 * the time of the release.
 */
final class Waiter {

	private static final long LOOK_NANOS = 100_000;

	private static final int LOOKS = 2;

	private Waiter() {
	}

	public static void main(String[] ports) throws Exception {
		PrintStream out = System.out;
		System.setOut(System.err);
		Quiet.begin();
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		Map<Gates, Gate> gates = new EnumMap<>(Gates.class);
		for (Gates kind : Gates.values()) {
			gates.put(kind, kind.create(Integer.parseInt(ports[kind.server().ordinal()]), "waiter"));
		}
		out.println("ready");
		while (true) {
			String line = in.readLine();
			if (line == null) {
				break;
			}
			Gate gate = Objects.requireNonNull(gates.get(Gates.valueOf(line)));
			gate.awaitClosed();
			Thread waiting = Thread.currentThread();
			Thread announcer = new Thread(() -> announce(waiting, out));
			announcer.start();
			gate.await();
			long released = System.nanoTime();
			announcer.join();
			out.println(released);
		}
		System.exit(0); // Some clients leave threads behind.
	}

	/** Prints a line once the thread waits. */
	private static void announce(Thread waiting, PrintStream out) {
		int seen = 0;
		while (seen < LOOKS) {
			Thread.State state = waiting.getState();
			boolean waits = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING
					|| (state == Thread.State.RUNNABLE && isInSocket(waiting));
			seen = waits ? seen + 1 : 0;
			LockSupport.parkNanos(LOOK_NANOS);
		}
		out.println("waiting");
	}

	private static boolean isInSocket(Thread thread) {
		StackTraceElement[] trace = thread.getStackTrace();
		return trace.length > 0 && trace[0].getClassName().startsWith("sun.nio.ch");
	}

}
