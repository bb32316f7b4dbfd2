/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.List;

import io.eventgate.boot.EventRegistryCustomizer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An event for each partner, as many as there are.
 */
@Configuration(proxyBeanMethods = false)
class PartnerEvents {

	@Bean
	EventRegistryCustomizer eventPerPartner(@Value("${partners}") List<String> partners) {
		return (registry) -> partners.forEach((partner) -> registry.create("partner-" + partner, false));
	}

}
