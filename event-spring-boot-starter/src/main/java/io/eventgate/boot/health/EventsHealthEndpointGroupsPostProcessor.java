/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.health;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
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

	private static final String READINESS = "readiness";

	private static final String LIVENESS = "liveness";

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
		if (!this.names.get().isEmpty() && groups.get(READINESS) == null) {
			logger.warn("Readiness does not depend on the events " + this.names.get()
					+ ", because there is no health group 'readiness'. "
					+ "Set management.endpoint.health.probes.enabled=true");
		}
		return new Groups(groups, restrict(groups.getPrimary(), this::isNoEvent));
	}

	private static HealthEndpointGroup restrict(HealthEndpointGroup group, Predicate<String> restriction) {
		return new Group(group, (member) -> restriction.test(member) && group.isMember(member));
	}

	private boolean isNoEvent(String member) {
		return !member.startsWith(this.contributor + "/");
	}

	private boolean isReadinessEvent(String member) {
		return !isNoEvent(member) && this.names.get().contains(member.substring(this.contributor.length() + 1))
				&& !this.excluded.contains("*") && !this.excluded.contains(this.contributor)
				&& !this.excluded.contains(member);
	}

	private static boolean isNoStore(String member) {
		return !EventStoreHealthIndicator.NAME.equals(member);
	}

	/** The groups of the endpoint, with events as members of readiness only. */
	private final class Groups implements HealthEndpointGroups, AdditionalPathsMapper {

		private final HealthEndpointGroups groups;

		/** Kept, because the endpoint compares it by identity. */
		private final HealthEndpointGroup primary;

		Groups(HealthEndpointGroups groups, HealthEndpointGroup primary) {
			this.groups = groups;
			this.primary = primary;
		}

		@Override
		public HealthEndpointGroup getPrimary() {
			return this.primary;
		}

		@Override
		public Set<String> getNames() {
			return this.groups.getNames();
		}

		@Override
		public @Nullable HealthEndpointGroup get(String name) {
			HealthEndpointGroup group = this.groups.get(name);
			if (group == null) {
				return null;
			}
			return switch (name) {
				case READINESS -> new Group(group, (member) -> isReadinessEvent(member) || group.isMember(member));
				// Without the store too, because a restart does not repair it.
				case LIVENESS -> restrict(group, (member) -> isNoEvent(member) && isNoStore(member));
				default -> group;
			};
		}

		/**
		 * Used by code that secures or maps the paths, on the bean that this replaces.
		 */
		@Override
		public @Nullable List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace webServerNamespace) {
			return (this.groups instanceof AdditionalPathsMapper mapper)
					? mapper.getAdditionalPaths(endpointId, webServerNamespace) : null;
		}

	}

	/**
	 * A group with the settings of another one and different members.
	 *
	 * @param group the other group
	 * @param members returns whether a name is that of a member
	 */
	private record Group(HealthEndpointGroup group, Predicate<String> members) implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			return this.members.test(name);
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return this.group.showComponents(securityContext);
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return this.group.showDetails(securityContext);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.group.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return this.group.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return this.group.getAdditionalPath();
		}

	}

}
