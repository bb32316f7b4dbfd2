/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.util.List;

import io.eventgate.boot.SecurityOnRequest;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * An application with the event {@code gate} and the console, protected by the rules of a
 * test, with the reader rita, the operator olga and uwe, who is neither; the password of
 * each is {@code secret}.
 */
public final class SecuredOrderDesk {

	private SecuredOrderDesk() {
	}

	/**
	 * Starts the application on free ports of the loopback address.
	 * @param type the kind of web application
	 * @param rules the configuration with the rules
	 * @param properties further properties
	 * @return the application
	 */
	public static ConfigurableApplicationContext start(WebApplicationType type, Class<?> rules, String... properties) {
		return new SpringApplicationBuilder(Application.class, rules).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", SecurityOnRequest.PROPERTY + "=true",
					"management.endpoints.web.exposure.include=health,events,eventgate",
					"eventgate.console.enabled=true", "eventgate.events.gate.initially-set=false")
			.properties(properties)
			.run();
	}

	/**
	 * An application with a reader, an operator and a user without a role for events.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		@Bean
		PasswordEncoder passwords() {
			return new PlainPasswords();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(all());
		}

		@Bean
		MapReactiveUserDetailsService reactiveUsers() {
			return new MapReactiveUserDetailsService(all());
		}

		private static List<UserDetails> all() {
			return List.of(user("rita", "EVENT_READER"), user("olga", "EVENT_OPERATOR"), user("uwe", "USER"));
		}

		private static UserDetails user(String name, String role) {
			return User.withUsername(name).password("secret").roles(role).build();
		}

	}

}
