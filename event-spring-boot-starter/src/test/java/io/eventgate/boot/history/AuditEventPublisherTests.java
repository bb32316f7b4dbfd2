/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

class AuditEventPublisherTests {

	private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");

	private final List<Object> published = new ArrayList<>();

	private final AuditEventPublisher publisher = new AuditEventPublisher(this.published::add);

	@Test
	void auditEventHasAllFields() {
		Origin origin = new Origin(Origin.Source.CLUSTER, "ann", "migration", "node-2");
		AuditEvent audited = audit(new Transition(Transition.Kind.SET, false, 3, origin));
		assertThat(audited.getTimestamp()).isEqualTo(NOW);
		assertThat(audited.getType()).isEqualTo("EVENT_TRANSITION");
		assertThat(audited.getPrincipal()).isEqualTo("ann");
		assertThat(audited.getData()).isEqualTo(Map.of("event", "gate", "from", "clear", "to", "set", "source",
				"cluster", "released", 3, "reason", "migration", "instance", "node-2"));
	}

	@Test
	void unknownFieldsAreOmitted() {
		AuditEvent audited = audit(new Transition(Transition.Kind.PULSE, true, 0));
		assertThat(audited.getPrincipal()).isEmpty();
		assertThat(audited.getData())
			.isEqualTo(Map.of("event", "gate", "from", "set", "to", "pulse", "source", "application", "released", 0));
	}

	private AuditEvent audit(Transition transition) {
		this.publisher.accept(new EventTransition("gate", NOW, transition));
		assertThat(this.published).hasSize(1);
		return ((AuditApplicationEvent) this.published.get(0)).getAuditEvent();
	}

}
