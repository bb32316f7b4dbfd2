package io.eventgate.boot.health;

import io.eventgate.EventRegistry;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether an event is set. One that is clear is out of service, never down: nothing
 * is broken.
 *
 * @param registration the event
 */
record EventHealthIndicator(EventRegistry.Registration registration) implements HealthIndicator {

	@Override
	public Health health() {
		boolean set = this.registration.event().isSet();
		Health.Builder health = (set ? Health.up() : Health.outOfService()).withDetail("state", set ? "set" : "clear");
		this.registration.definition()
			.description()
			.ifPresent((description) -> health.withDetail("description", description));
		return health.build();
	}

}
