/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Rules for reading and switching events, with Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
class ReactiveEventsSecurityConfiguration {

	@Bean
	@Order(1)
	SecurityWebFilterChain eventsSecurity(ServerHttpSecurity http) {
		http.securityMatcher(EndpointRequest.to("events"));
		http.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.GET)
			.hasAnyRole("EVENT_READER", "EVENT_OPERATOR")
			.anyExchange()
			.hasRole("EVENT_OPERATOR"));
		http.httpBasic(withDefaults());
		http.csrf((csrf) -> csrf.disable());
		return http.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain otherSecurity(ServerHttpSecurity http) {
		http.authorizeExchange((exchanges) -> exchanges
			.matchers(EndpointRequest.to("health"),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"))
			.permitAll()
			.anyExchange()
			.authenticated());
		http.httpBasic(withDefaults());
		return http.build();
	}

}
