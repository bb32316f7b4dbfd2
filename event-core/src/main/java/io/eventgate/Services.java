package io.eventgate;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The implementations of interfaces that others provide.
 */
final class Services {

	private Services() {
	}

	/**
	 * Returns the providers on the class path, up to the first that cannot be loaded,
	 * whose failure is logged.
	 * @param <S> the type of the service
	 * @param type the service
	 * @param user the class that uses the service, for the log
	 */
	static <S> List<S> load(Class<S> type, Class<?> user) {
		List<S> loaded = new ArrayList<>();
		try {
			ServiceLoader.load(type, type.getClassLoader()).forEach(loaded::add);
		}
		catch (ServiceConfigurationError | LinkageError ex) {
			log(user, "A " + type.getSimpleName() + " cannot be loaded. Correct META-INF/services/" + type.getName(),
					ex);
		}
		return List.copyOf(loaded);
	}

	static void log(Class<?> user, String message, Throwable ex) {
		System.getLogger(user.getName()).log(Level.WARNING, message, ex);
	}

}
