package io.eventgate;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

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
			known = load();
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
				log("Caller is unknown because " + resolver.getClass().getName() + " failed", ex);
			}
		}
		return Optional.empty();
	}

	private static List<CallerResolver> load() {
		try {
			return ServiceLoader.load(CallerResolver.class, CallerResolver.class.getClassLoader())
				.stream()
				.map(ServiceLoader.Provider::get)
				.toList();
		}
		catch (ServiceConfigurationError ex) {
			log("Callers are unknown; correct META-INF/services/" + CallerResolver.class.getName(), ex);
			return List.of();
		}
	}

	private static void log(String message, Throwable ex) {
		System.getLogger(Origin.class.getName()).log(Level.WARNING, message, ex);
	}

}
