package io.eventgate.boot.health;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.Ordered;

/**
 * Makes the {@link EventsHealthContributor} a member of the group {@code readiness}, if
 * there is one, in addition to its other members. Keeps it out of {@code liveness} and of
 * the health of the application as a whole: a clear event is a state, not a failure, and
 * no reason for a restart. Other groups are unchanged.
 *
 * <p>
 * Not done by a property that includes the contributor, because Spring Boot would refuse
 * to start if it is absent, and its own members of the group would have to be repeated.
 *
 * @since 0.1.0
 */
public final class EventsHealthEndpointGroupsPostProcessor implements HealthEndpointGroupsPostProcessor, Ordered {

	private static final Log logger = LogFactory.getLog(EventsHealthEndpointGroupsPostProcessor.class);

	private final String contributor;

	private final Supplier<? extends Collection<String>> names;

	private final Set<String> excluded;

	/**
	 * Creates the post-processor.
	 * @param contributor the name of the {@link EventsHealthContributor}
	 * @param names supplies the names of the events that readiness depends on; called
	 * each time
	 * @param excluded the names that the configuration excludes from the group
	 * {@code readiness}
	 */
	public EventsHealthEndpointGroupsPostProcessor(String contributor, Supplier<? extends Collection<String>> names,
			Set<String> excluded) {
		this.contributor = contributor;
		this.names = names;
		this.excluded = Set.copyOf(excluded);
	}

	/**
	 * After the post-processor that adds the groups, which has the same order but is
	 * registered earlier.
	 */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		if (!this.names.get().isEmpty() && groups.get(EventsHealthEndpointGroups.READINESS) == null) {
			logger.warn("Readiness does not depend on the events " + this.names.get()
					+ ", because there is no health group 'readiness'. "
					+ "Set management.endpoint.health.probes.enabled=true");
		}
		return new EventsHealthEndpointGroups(groups, new EventMembership(this.contributor, this.names, this.excluded));
	}

}
