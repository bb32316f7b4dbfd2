/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;
import io.eventgate.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documented ways to observe transitions.
 */
@ExtendWith(OutputCaptureExtension.class)
class ObservabilityTests {

	@Test
	void aTransitionIsAnnouncedAndAudited(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Announcer.class,
				AuditConfiguration.class, NightlyMigration.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "eventgate.events.orders-open.initially-set=true")
			.run()) {
			context.getBean(NightlyMigration.class).begin();
			assertThat(output).contains("orders-open is now CLEAR by nightly migration: schema 42");
			AuditEventRepository audited = context.getBean(AuditEventRepository.class);
			assertThat(audited.find("nightly migration", null, "EVENT_TRANSITION")).singleElement()
				.satisfies((event) -> assertThat(event.getData()).containsEntry("reason", "schema 42"));
			new Origin(Origin.Source.ENDPOINT, "olga", null).run(context.getBean("ordersOpen", Event.class)::set);
			assertThat(audited.find("olga", null, "EVENT_TRANSITION")).hasSize(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
