/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A source of the principal on whose behalf application code runs outside of
 * {@link Origin#run}, for instance the user who is logged in. The first name found
 * becomes {@link Origin#principal()}. Implementations are loaded by
 * {@link ServiceLoader}, with the class loader of this interface, when the first event or
 * {@link EventRegistry} is created.
 *
 * @since 0.1.0
 */
public interface CallerResolver {

	/**
	 * Returns the name of the principal on whose behalf the current thread runs. Called
	 * once for each transition, in the thread that causes it, so it must be fast. If it
	 * throws, the exception is logged and the caller is unknown.
	 * @return the name, or empty if unknown
	 */
	Optional<String> resolve();

}
