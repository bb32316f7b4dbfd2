/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

/**
 * Probabilities of faults in a simulation.
 *
 * @param messageLost the probability that a question or an answer is lost
 * @param messageLate the probability that one comes late, and delays those behind it
 * @param refused the probability that the store refuses
 * @param exhausted the probability that the memory is exhausted while an event is
 * switched
 * @param foreignPerSecond the number of entries that other programs add to the feed per
 * second
 * @param disastersPerSecond the number of partitions, pauses, crashes, restarts and
 * losses per second
 * @param losesData whether the store may lose data
 * @param losesSwitch the probability that a copy without it takes over after a switch
 */
record SimFaults(double messageLost, double messageLate, double refused, double exhausted, double foreignPerSecond,
		double disastersPerSecond, boolean losesData, double losesSwitch) {

	static final SimFaults NONE = new SimFaults(0, 0, 0, 0, 0, 0, false, 0);

	/** Returns the faults of a seed. Some seeds are calm in one way or another. */
	static SimFaults random(SimWorld world) {
		double messages = world.chance(0.4) ? 0 : 1;
		boolean losesData = world.chance(0.6);
		return new SimFaults(messages * some(world, 0.02), messages * some(world, 0.05), messages * some(world, 0.02),
				messages * (world.chance(0.7) ? 0 : some(world, 0.02)), world.chance(0.7) ? 0 : some(world, 1),
				some(world, 1.5), losesData, (losesData && world.chance(0.4)) ? some(world, 0.1) : 0);
	}

	/** Returns whether messages arrive fast and the store refuses nothing. */
	boolean sparesMessages() {
		return this.messageLost + this.messageLate + this.refused + this.exhausted == 0;
	}

	private static double some(SimWorld world, double most) {
		return world.chance(0.5) ? 0 : most * world.random.nextDouble();
	}

}
