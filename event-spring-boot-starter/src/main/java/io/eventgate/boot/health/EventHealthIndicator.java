package io.eventgate.boot.health;

import io.eventgate.EventRegistry;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health indicator of an event: up if it is set, out of service if it is clear. It is
 * never down, because nothing is broken.
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
