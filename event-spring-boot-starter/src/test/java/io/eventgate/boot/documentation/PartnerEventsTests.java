/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.EventRegistry;
import io.eventgate.boot.autoconfigure.EventAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documented customizer of the registry.
 */
class PartnerEventsTests {

	@Test
	void eachPartnerHasAnEvent() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
			.withInitializer((context) -> context.getBeanFactory()
				.setConversionService(ApplicationConversionService.getSharedInstance()))
			.withPropertyValues("partners=acme,initech")
			.withUserConfiguration(PartnerEvents.class)
			.run((context) -> assertThat(context.getBean(EventRegistry.class).getRegistrations())
				.extracting((registration) -> registration.definition().name())
				.containsExactly("partner-acme", "partner-initech"));
	}

}
