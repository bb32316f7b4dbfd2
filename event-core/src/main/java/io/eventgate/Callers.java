package io.eventgate;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The callers that the {@link CallerResolver}s of this JVM find.
 */
final class Callers {

	/*
	 * Not filled by a static initializer: one that fails, as where the stack is
	 * exhausted, makes its class useless for ever. Loaded twice does no harm.
	 */
	private static volatile @Nullable List<CallerResolver> resolvers;

	private Callers() {
	}

	static Optional<String> current() {
		List<CallerResolver> known = resolvers;
		if (known == null) {
			known = Services.load(CallerResolver.class, Origin.class);
			resolvers = known;
		}
		return first(known);
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
