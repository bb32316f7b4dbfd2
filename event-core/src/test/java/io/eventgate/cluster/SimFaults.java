package io.eventgate.cluster;

/**
 * How likely what goes wrong in a simulation, as long as it is to go wrong.
 *
 * @param hintLost the probability that a hint is lost
 * @param hintDoubled the probability that it comes twice
 * @param hintLate the probability that it comes late, and so after later ones
 * @param messageLost the probability that a question or an answer is lost
 * @param messageLate the probability that one comes late
 * @param refused the probability that the store refuses
 * @param forgedPerSecond how many hints a second somebody forges
 * @param disastersPerSecond how many partitions, pauses, crashes, restarts and losses a
 * second happen
 * @param losesData whether the store may lose data
 */
record SimFaults(double hintLost, double hintDoubled, double hintLate, double messageLost, double messageLate,
		double refused, double forgedPerSecond, double disastersPerSecond, boolean losesData) {

	static final SimFaults NONE = new SimFaults(0, 0, 0, 0, 0, 0, 0, 0, false);

	/** Some seeds are calm in one way or another, and some are terrible. */
	static SimFaults random(SimWorld world) {
		double hints = world.chance(0.4) ? 0 : 1;
		double messages = world.chance(0.4) ? 0 : 1;
		return new SimFaults(hints * some(world, 0.5), hints * some(world, 0.3), hints * some(world, 0.3),
				messages * some(world, 0.02), messages * some(world, 0.05), messages * some(world, 0.02),
				some(world, 2), some(world, 1.5), world.chance(0.5));
	}

	private static double some(SimWorld world, double most) {
		return world.chance(0.5) ? 0 : most * world.random.nextDouble();
	}

}
