package io.eventgate.boot.health;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

/**
 * The groups of a health endpoint, with events as members of readiness only.
 */
final class EventsHealthEndpointGroups implements HealthEndpointGroups, AdditionalPathsMapper {

	static final String READINESS = "readiness";

	static final String LIVENESS = "liveness";

	private final HealthEndpointGroups groups;

	private final EventMembership membership;

	/** Kept, because the endpoint compares it by identity. */
	private final HealthEndpointGroup primary;

	EventsHealthEndpointGroups(HealthEndpointGroups groups, EventMembership membership) {
		this.groups = groups;
		this.membership = membership;
		this.primary = without(groups.getPrimary());
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
			case READINESS -> with(group);
			case LIVENESS -> withoutStore(without(group));
			default -> group;
		};
	}

	private HealthEndpointGroup with(HealthEndpointGroup group) {
		return new EventsHealthEndpointGroup(group,
				(member) -> this.membership.isReadiness(member) || group.isMember(member));
	}

	/** Without the store, because a restart does not repair it. */
	private HealthEndpointGroup withoutStore(HealthEndpointGroup group) {
		return new EventsHealthEndpointGroup(group,
				(member) -> !EventStoreHealthIndicator.NAME.equals(member) && group.isMember(member));
	}

	private HealthEndpointGroup without(HealthEndpointGroup group) {
		return new EventsHealthEndpointGroup(group,
				(member) -> !this.membership.isEvent(member) && group.isMember(member));
	}

	/** Used by code that secures or maps the paths, on the bean that this replaces. */
	@Override
	public @Nullable List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace webServerNamespace) {
		return (this.groups instanceof AdditionalPathsMapper mapper)
				? mapper.getAdditionalPaths(endpointId, webServerNamespace) : null;
	}

}
