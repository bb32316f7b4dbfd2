/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.WebFilter;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * One chain for operators with a browser and for pipelines with curl, with Spring
 * WebFlux.
 */
@Configuration(proxyBeanMethods = false)
public class ReactiveBrowserAndPipelineSecurity {

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		ServerWebExchangeMatcher events = EndpointRequest.to("events", "eventgate");
		ServerWebExchangeMatcher get = ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, "/**");
		http.authorizeExchange((exchanges) -> exchanges
			.matchers(EndpointRequest.to("health"),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"))
			.permitAll()
			.matchers(new AndServerWebExchangeMatcher(events, get))
			.hasAnyRole("EVENT_READER", "EVENT_OPERATOR")
			.matchers(events)
			.hasRole("EVENT_OPERATOR")
			.anyExchange()
			.authenticated());
		http.formLogin(withDefaults());
		http.httpBasic(
				(basic) -> basic.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED)));
		http.csrf((csrf) -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
			.csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler())
			.requireCsrfProtectionMatcher(
					(exchange) -> exchange.getRequest().getHeaders().containsHeader("Authorization")
							? MatchResult.notMatch() : CsrfWebFilter.DEFAULT_CSRF_MATCHER.matches(exchange)));
		return http.build();
	}

	@Bean
	WebFilter csrfCookie() {
		return (exchange, chain) -> exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.<CsrfToken>empty())
			.then(chain.filter(exchange));
	}

}
