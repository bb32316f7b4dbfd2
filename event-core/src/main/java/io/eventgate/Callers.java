/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The caller of the current code, as the {@link CallerResolver}s of this JVM resolve it.
 */
final class Callers {

	/*
	 * Not filled by a static initializer: if one fails, for instance because the stack is
	 * exhausted, its class is unusable for ever. Loading twice does no harm.
	 */
	private static volatile @Nullable List<CallerResolver> resolvers;

	private Callers() {
	}

	/** Loads the resolvers without calling them. */
	static void rehearse() {
		List<CallerResolver> unused = resolvers();
	}

	static Optional<String> current() {
		return first(resolvers());
	}

	private static List<CallerResolver> resolvers() {
		List<CallerResolver> known = resolvers;
		if (known == null) {
			known = Services.load(CallerResolver.class, Origin.class);
			if (known == null) {
				return List.of();
			}
			resolvers = known;
		}
		return known;
	}

	static Optional<String> first(List<CallerResolver> resolvers) {
		for (CallerResolver resolver : resolvers) {
			try {
				Optional<String> name = resolver.resolve();
				if (name.isPresent()) {
					return name;
				}
			}
			catch (Exception | LinkageError | AssertionError ex) {
				Services.log(Origin.class, "Caller is unknown because " + resolver.getClass().getName() + " failed",
						ex);
			}
		}
		return Optional.empty();
	}

}
