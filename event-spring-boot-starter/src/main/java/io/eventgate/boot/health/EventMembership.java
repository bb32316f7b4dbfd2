package io.eventgate.boot.health;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The events among the contributors, and those that readiness depends on.
 *
 * @param contributor the name of the contributor that has the events
 * @param names the events that readiness depends on
 * @param excluded the names that the configuration excludes nevertheless
 */
record EventMembership(String contributor, Supplier<? extends Collection<String>> names, Set<String> excluded) {

	boolean isEvent(String member) {
		return member.startsWith(this.contributor + "/");
	}

	boolean isReadiness(String member) {
		return isEvent(member) && this.names.get().contains(member.substring(this.contributor.length() + 1))
				&& !this.excluded.contains("*") && !this.excluded.contains(this.contributor)
				&& !this.excluded.contains(member);
	}

}
