/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.Origin;
import io.eventgate.boot.EventTransition;
import io.eventgate.boot.history.AuditEventPublisher;
import io.eventgate.boot.history.EventHistory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AbstractAuditListener;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("smoke")
class EventAuditAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventAuditAutoConfiguration.class,
				AuditAutoConfiguration.class))
		.withPropertyValues("eventgate.events.gate.initially-set=false");

	@Test
	void transitionIsAuditedOnce() {
		this.runner.withBean(InMemoryAuditEventRepository.class).run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			new Origin(Origin.Source.ENDPOINT, "ann", "migration").run(gate::set);
			assertThat(context.getBean(AuditEventRepository.class).find("ann", null, "EVENT_TRANSITION"))
				.singleElement()
				.satisfies((audited) -> {
					assertThat(audited.getData()).containsEntry("event", "gate").containsEntry("reason", "migration");
					assertThat(audited.getTimestamp())
						.isEqualTo(context.getBean(EventHistory.class).getLastChange("gate").orElseThrow());
				});
		});
	}

	@Test
	void customAuditListenerIsNotified() {
		this.runner.withUserConfiguration(OwnAuditListener.class).run((context) -> {
			context.getBean("gate", Event.class).set();
			assertThat(context.getBean(OwnAuditListener.class).audited).extracting(AuditEvent::getType)
				.containsExactly(AuditEventPublisher.TYPE);
		});
	}

	@Test
	void failingAuditAffectsNothingElse() {
		this.runner.withBean(AuditEventRepository.class, FailingRepository::new)
			.withUserConfiguration(Listener.class)
			.run((context) -> {
				Event gate = context.getBean("gate", Event.class);
				gate.set();
				assertThat(gate.isSet()).isTrue();
				assertThat(context.getBean(EventHistory.class).getTransitions("gate")).hasSize(1);
				assertThat(context.getBean(Listener.class).notified).hasSize(1);
			});
	}

	@Test
	void nothingIsAuditedWithoutARepository() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AuditEventPublisher.class));
		this.runner.withBean(InMemoryAuditEventRepository.class)
			.withPropertyValues("management.auditevents.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AuditEventPublisher.class));
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("gate")
				.doesNotHaveBean(AuditEventPublisher.class));
	}

	@Test
	void backsOffWhenEventsAreDisabled() {
		this.runner.withBean(InMemoryAuditEventRepository.class)
			.withPropertyValues("eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AuditEventPublisher.class));
	}

	static class FailingRepository extends InMemoryAuditEventRepository {

		@Override
		public void add(AuditEvent event) {
			throw new IllegalStateException("of the test");
		}

	}

	static class OwnAuditListener extends AbstractAuditListener {

		final List<AuditEvent> audited = new ArrayList<>();

		@Override
		protected void onAuditEvent(AuditEvent event) {
			this.audited.add(event);
		}

	}

	static class Listener {

		final List<EventTransition> notified = new ArrayList<>();

		@EventListener
		void onTransition(EventTransition changed) {
			this.notified.add(changed);
		}

	}

}
