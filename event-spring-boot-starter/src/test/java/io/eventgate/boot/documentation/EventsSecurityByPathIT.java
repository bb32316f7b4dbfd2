/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;
import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.testing.PlainPasswords;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for a documented rule for the path of one event, over real HTTP.
 */
class EventsSecurityByPathIT {

	private static final String PUBLIC = "/actuator/events/public";

	private static final String SECRET = "/actuator/events/secret";

	private static final String SET = "{\"state\":\"set\"}";

	@ParameterizedTest
	@CsvSource({ "SERVLET, ''", "SERVLET, 0", "REACTIVE, ''", "REACTIVE, 0" })
	void ruleForOneEventCannotBeBypassed(WebApplicationType type, String managementPort) throws Exception {
		try (ConfigurableApplicationContext context = start(type, managementPort)) {
			WebCalls user = WebCalls.to(context, "management").as("uwe:secret");
			for (WebCalls calls : new WebCalls[] { user, user.as(null), user.as("uwe:wrong") }) {
				int refused = (calls == user) ? 403 : 401;
				assertThat(calls.get(SECRET).statusCode()).isEqualTo(refused);
				assertThat(calls.post(SECRET, SET).statusCode()).isEqualTo(refused);
				assertThat(calls.get(SECRET + "?name=public").statusCode()).isEqualTo(refused);
				assertThat(calls.post(SECRET, "{\"state\":").statusCode()).isEqualTo(refused);
				assertThat(calls.post(SECRET, "text/plain", SET).statusCode()).isEqualTo(refused);
				assertThat(calls.post(SECRET, "x".repeat(20_000)).statusCode()).isEqualTo(refused);
			}
			assertThat(user.post(PUBLIC, "{\"state\":\"set\",\"name\":\"secret\"}").statusCode()).isEqualTo(400);
			assertThat(user.post(PUBLIC, "{\"state\":\"set\",\"n\\u0061me\":\"secret\"}").statusCode()).isEqualTo(400);
			assertThat(user.post(PUBLIC + "?name=secret", SET).statusCode()).isEqualTo(400);
			assertThat(user.get(PUBLIC + "?name=secret").statusCode()).isEqualTo(400);
			assertThat(context.getBean("secret", Event.class).isSet()).isFalse();
			assertThat(context.getBean("public", Event.class).isSet()).isFalse();
			assertThat(user.post(PUBLIC, SET).statusCode()).isEqualTo(200);
			WebCalls admin = user.as("ada:secret");
			assertThat(json(admin.get(SECRET)).path("state").asString()).isEqualTo("clear");
			assertThat(admin.post(SECRET, SET).statusCode()).isEqualTo(200);
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String managementPort) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					SecurityOnRequest.PROPERTY + "=true", "management.endpoints.web.exposure.include=events",
					"management.server.port=" + managementPort, "eventgate.events.public.initially-set=false",
					"eventgate.events.secret.initially-set=false")
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		SecurityFilterChain rules(HttpSecurity http) {
			http.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(SECRET).hasRole("ADMIN").anyRequest().authenticated());
			http.httpBasic(withDefaults());
			http.csrf((csrf) -> csrf.disable());
			return http.build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		SecurityWebFilterChain reactiveRules(ServerHttpSecurity http) {
			http.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers(SECRET).hasRole("ADMIN").anyExchange().authenticated());
			http.httpBasic(withDefaults());
			http.csrf((csrf) -> csrf.disable());
			return http.build();
		}

		@Bean
		PasswordEncoder passwords() {
			return new PlainPasswords();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("uwe", "USER"), user("ada", "ADMIN"));
		}

		@Bean
		MapReactiveUserDetailsService reactiveUsers() {
			return new MapReactiveUserDetailsService(user("uwe", "USER"), user("ada", "ADMIN"));
		}

		private static UserDetails user(String name, String role) {
			return User.withUsername(name).password("secret").roles(role).build();
		}

	}

}
