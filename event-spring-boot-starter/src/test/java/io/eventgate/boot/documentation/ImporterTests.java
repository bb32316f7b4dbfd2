/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Importer}.
 */
class ImporterTests {

	@Test
	void skipsItsRoundWhileTheEventIsClear() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Importer.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "eventgate.events.partner-open.initially-set=false",
					"import.timeout=1ms")
			.run()) {
			Importer importer = context.getBean(Importer.class);
			importer.importOrders();
			assertThat(importer.rounds()).isZero();
			context.getBean("partnerOpen", Event.class).set();
			importer.importOrders();
			assertThat(importer.rounds()).isEqualTo(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
