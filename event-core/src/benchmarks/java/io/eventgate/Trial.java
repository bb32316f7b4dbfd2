/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * One measurement in a JVM of its own: {@code Trial <kind> <peer> <numbers>}. Prints one
 * {@code name value} a line, with times in nanoseconds.
 */
final class Trial {

	private Trial() {
	}

	public static void main(String... args) throws Exception {
		Gate gate = Peer.valueOf(args[1]).create();
		switch (args[0]) {
			case "release" -> new ReleaseTrial(gate, flag(args, 2), number(args, 3), number(args, 4)).run(args[5]);
			case "ping-pong" -> new PingPongTrial(gate, Peer.valueOf(args[1]).create(), number(args, 2)).run();
			case "give-up" -> new GiveUpTrial(gate, args[2], flag(args, 3), number(args, 4), number(args, 5)).run();
			case "growth" -> GiveUpTrial.growth(gate, args[2], number(args, 3), number(args, 4));
			case "closed" -> new ClosedTrial(gate, number(args, 2), number(args, 3)).run();
			case "footprint" -> new FootprintTrial(gate, number(args, 2)).run();
			case "park" -> new ParkTrial(gate, number(args, 2)).run();
			default -> throw new IllegalArgumentException("Unknown trial '" + args[0] + "'");
		}
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

	private static boolean flag(String[] args, int index) {
		return Boolean.parseBoolean(args[index]);
	}

	private static int number(String[] args, int index) {
		return Integer.parseInt(args[index]);
	}

	static void report(String name, double value) {
		System.out.println(Sample.of(name, value));
	}

	/** Prints that the trial was stopped and would have taken at least {@code value}. */
	static void reportAtLeast(String name, double value) {
		System.out.println(Sample.atLeast(name, value));
	}

}
