/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ExploredWorld.Fault;
import io.eventgate.cluster.ExploredWorld.Switch;

/**
 * Entry point of the exploration. Its interface uses classes of the JDK only, so that
 * several versions of it can be loaded.
 */
final class Exploration implements Function<String, Map<String, Long>> {

	private static final List<Switch> ONE = List.of(new Switch(0, Kind.SET));

	private static final List<Switch> THREE = List.of(new Switch(0, Kind.SET), new Switch(1, Kind.CLEAR),
			new Switch(0, Kind.PULSE));

	/**
	 * Explores a small scope within seconds.
	 * @param fault the name of the fault
	 */
	@Override
	public Map<String, Long> apply(String fault) {
		Fault chosen = Fault.valueOf(fault);
		Map<String, Long> figures = new LinkedHashMap<>();
		explore(chosen, List.of(THREE), 2, figures);
		explore(chosen, List.of(ONE), Explorer.ALL, figures);
		return figures;
	}

	/** Explores all plans of three switches, and all orders of fewer ones. */
	static Map<String, Long> atLength(Fault fault) {
		Map<String, Long> figures = new LinkedHashMap<>();
		explore(fault, plans(3), 2, figures);
		explore(fault, List.of(THREE), 3, figures);
		explore(fault, plans(1), Explorer.ALL, figures);
		explore(fault, (fault == Fault.NONE) ? plans(2) : List.of(), Explorer.ALL, figures);
		return figures;
	}

	private static void explore(Fault fault, List<List<Switch>> plans, int deviations, Map<String, Long> figures) {
		for (List<Switch> plan : plans) {
			Explorer explorer = new Explorer(() -> new ExploredWorld(fault, plan), deviations);
			explorer.explore();
			figures.merge("plans", 1L, Long::sum);
			figures.merge("histories", explorer.histories(), Long::sum);
			figures.merge("cut short", explorer.cutShort(), Long::sum);
			figures.merge("steps", explorer.steps(), Long::sum);
		}
	}

	/**
	 * All plans of some switches. The first instance begins, because the instances are
	 * alike.
	 */
	private static List<List<Switch>> plans(int switches) {
		List<List<Switch>> plans = new ArrayList<>(List.of(List.of()));
		for (int i = 0; i < switches; i++) {
			List<List<Switch>> longer = new ArrayList<>();
			for (List<Switch> plan : plans) {
				for (int node = 0; node < ((i == 0) ? 1 : 2); node++) {
					for (Kind kind : Kind.values()) {
						List<Switch> next = new ArrayList<>(plan);
						next.add(new Switch(node, kind));
						longer.add(next);
					}
				}
			}
			plans = longer;
		}
		return plans;
	}

}
