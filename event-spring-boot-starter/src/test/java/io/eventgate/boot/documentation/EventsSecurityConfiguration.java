/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Rules for reading and switching events, with Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
class EventsSecurityConfiguration {

	@Bean
	@Order(1)
	SecurityFilterChain eventsSecurity(HttpSecurity http) {
		http.securityMatcher(EndpointRequest.to("events"));
		http.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET)
			.hasAnyRole("EVENT_READER", "EVENT_OPERATOR")
			.anyRequest()
			.hasRole("EVENT_OPERATOR"));
		http.httpBasic(withDefaults());
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf((csrf) -> csrf.disable());
		return http.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain otherSecurity(HttpSecurity http) {
		http.authorizeHttpRequests((requests) -> requests
			.requestMatchers(EndpointRequest.to("health"),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"))
			.permitAll()
			.anyRequest()
			.authenticated());
		http.httpBasic(withDefaults());
		return http.build();
	}

}
