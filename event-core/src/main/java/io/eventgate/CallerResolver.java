package io.eventgate;

import java.util.ServiceLoader;

/**
 * Knows in whose name application code runs that does not say it by {@link Origin#run},
 * for instance the user who is logged in. The first that knows is believed, and what it
 * says becomes {@link Origin#who()}. Implementations are found by {@link ServiceLoader},
 * beside the classes of events, when the first origin is asked for.
 *
 * @since 0.1.0
 */
public interface CallerResolver {

	/**
	 * Names who acts in the current thread. Called in the thread that switches an event,
	 * once for each change, so it must be fast. If it throws, the caller is unknown.
	 * @return a name, or empty if unknown
	 */
	String resolve();

}
