/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.eventgate.cluster.ExploredWorld.Step;

/**
 * A depth-first search over all orders of the steps of an {@link ExploredWorld}. It
 * starts again for each history, repeats all choices of the previous one but the last,
 * and takes the next choice there.
 */
final class Explorer {

	/*
	 * Of histories that differ by the order of independent steps only, one is enough: all
	 * of them lead to the same state, and checks look at one process at a time. A step
	 * sleeps (P. Godefroid's sleep sets) if a history that begins with it was explored
	 * already, until a step that it depends on. States are not compared, so none is taken
	 * for another by mistake.
	 *
	 * If that is too much, the search is limited to histories that differ from the first
	 * one by a number of choices (delay bounding). Then no step sleeps, because the
	 * history that replaces an omitted one might differ in more choices.
	 */

	/** All orders. */
	static final int ALL = Integer.MAX_VALUE;

	private final Supplier<ExploredWorld> worlds;

	private final List<Choice> choices = new ArrayList<>();

	private final int deviations;

	private long histories;

	private long cutShort;

	private long steps;

	/**
	 * Creates an explorer.
	 * @param deviations the number of choices in which a history may differ from the
	 * first one
	 */
	Explorer(Supplier<ExploredWorld> worlds, int deviations) {
		this.worlds = worlds;
		this.deviations = deviations;
	}

	long histories() {
		return this.histories;
	}

	/**
	 * The number of histories abandoned because they are equivalent to an earlier one.
	 */
	long cutShort() {
		return this.cutShort;
	}

	long steps() {
		return this.steps;
	}

	/** Explores all histories. */
	void explore() {
		do {
			live();
		}
		while (next());
	}

	/** Runs one history: by the choices so far, and then by the first possible ones. */
	private void live() {
		ExploredWorld world = this.worlds.get();
		List<Step> asleep = List.of();
		try {
			for (int i = 0;; i++) {
				List<Step> steps = world.steps();
				if (steps.isEmpty()) {
					world.conclude();
					this.histories++;
					return;
				}
				if (i == this.choices.size()) {
					Choice choice = new Choice(steps, asleep);
					if (!choice.advance()) {
						this.cutShort++;
						return;
					}
					this.choices.add(choice);
				}
				Choice choice = this.choices.get(i);
				asleep = (this.deviations == ALL) ? choice.asleepAfter() : List.of();
				String label = choice.chosen().label();
				world.perform(steps.stream()
					.filter((step) -> step.label().equals(label))
					.findFirst()
					.orElseThrow(() -> new IllegalStateException("No step '" + label + "' in " + world.trace)));
				this.steps++;
			}
		}
		catch (AssertionError ex) {
			throw new AssertionError(ex.getMessage() + " in history " + (this.histories + this.cutShort) + ":\n"
					+ String.join("\n", world.trace), ex);
		}
	}

	/** Takes the next choice at the last moment that has another one. */
	private boolean next() {
		while (!this.choices.isEmpty()) {
			Choice last = this.choices.remove(this.choices.size() - 1);
			long before = this.choices.stream().filter((choice) -> choice.index > 0).count();
			if (before < this.deviations && last.advance()) {
				this.choices.add(last);
				return true;
			}
		}
		return false;
	}

	/** A moment at which one of several steps is chosen. */
	private static final class Choice {

		private final List<Step> steps;

		private final List<Step> asleep;

		private int index = -1;

		Choice(List<Step> steps, List<Step> asleep) {
			this.steps = steps;
			this.asleep = asleep;
		}

		/** Chooses the next step that is awake. */
		boolean advance() {
			do {
				this.index++;
			}
			while (this.index < this.steps.size() && isIn(this.asleep, chosen()));
			return this.index < this.steps.size();
		}

		Step chosen() {
			return this.steps.get(this.index);
		}

		/** The steps that sleep after the chosen one. */
		List<Step> asleepAfter() {
			List<Step> after = new ArrayList<>();
			for (Step step : this.asleep) {
				if (step.isIndependentOf(chosen())) {
					after.add(step);
				}
			}
			for (Step step : this.steps.subList(0, this.index)) {
				if (step.isIndependentOf(chosen()) && !isIn(after, step)) {
					after.add(step);
				}
			}
			return after;
		}

		private static boolean isIn(List<Step> steps, Step step) {
			return steps.stream().anyMatch((each) -> each.label().equals(step.label()));
		}

	}

}
