/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;

/**
 * Loader of the service providers of this library's interfaces.
 */
final class Services {

	private Services() {
	}

	/**
	 * Loads the providers of all services, so that no thread of an event loop has to read
	 * the files that name them.
	 */
	static void rehearse() {
		NonBlockingThreads.rehearse();
		Callers.rehearse();
	}

	/**
	 * Returns the providers on the class path, up to the first that cannot be loaded,
	 * whose failure is logged. Returns {@code null} if an agent forbids the current
	 * thread to read files, as BlockHound does: another thread can load them later.
	 * @param <S> the type of the service
	 * @param type the service
	 * @param user the class that uses the service, for the log
	 */
	static <S> @Nullable List<S> load(Class<S> type, Class<?> user) {
		List<S> loaded = new ArrayList<>();
		try {
			ServiceLoader.load(type, type.getClassLoader()).forEach(loaded::add);
		}
		catch (ServiceConfigurationError | LinkageError ex) {
			log(user, "A " + type.getSimpleName() + " cannot be loaded. Correct META-INF/services/" + type.getName(),
					ex);
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		// Not logged, because the first use of a logger reads files as well.
		catch (Error ex) {
			return null;
		}
		return List.copyOf(loaded);
	}

	static void log(Class<?> user, String message, Throwable ex) {
		System.getLogger(user.getName()).log(Level.WARNING, message, ex);
	}

}
