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

	/** Loads the resolvers, without a call of them. */
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
			resolvers = known;
		}
		return (known != null) ? known : List.of();
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
