/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * One chain for operators with a browser and for pipelines with curl, with Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
public class BrowserAndPipelineSecurity {

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		RequestMatcher events = EndpointRequest.to("events", "eventgate");
		RequestMatcher get = PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/**");
		RequestMatcher authorized = (request) -> request.getHeader("Authorization") != null;
		http.authorizeHttpRequests((requests) -> requests
			.requestMatchers(EndpointRequest.to("health"),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"))
			.permitAll()
			.requestMatchers(new AndRequestMatcher(events, get))
			.hasAnyRole("EVENT_READER", "EVENT_OPERATOR")
			.requestMatchers(events)
			.hasRole("EVENT_OPERATOR")
			.anyRequest()
			.authenticated());
		http.formLogin(withDefaults());
		http.httpBasic((basic) -> basic.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)));
		http.csrf((csrf) -> csrf.spa().ignoringRequestMatchers(authorized));
		return http.build();
	}

}
