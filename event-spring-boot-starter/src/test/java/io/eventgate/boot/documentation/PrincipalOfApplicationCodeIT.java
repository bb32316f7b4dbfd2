/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;
import io.eventgate.Origin;
import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.testing.PlainPasswords;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for the principal of a controller that switches an event.
 */
class PrincipalOfApplicationCodeIT {

	@Test
	void senderOfTheRequestIsThePrincipal() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					SecurityOnRequest.PROPERTY + "=true", "spring.security.user.name=olga",
					"spring.security.user.password=secret", "eventgate.events.gate.initially-set=false")
			.run()) {
			assertThat(WebCalls.to(context).as("olga:secret").post("/open", "").statusCode()).isEqualTo(200);
			assertThat(context.getBean(EventHistory.class).getTransitions("gate")).singleElement()
				.satisfies((changed) -> assertThat(changed.transition().origin())
					.isEqualTo(new Origin(Origin.Source.APPLICATION, "olga", null)));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PlainPasswords.class)
	static class Application {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.httpBasic(withDefaults());
			http.csrf((csrf) -> csrf.disable());
			return http.build();
		}

		@Bean
		Desk desk(Event gate) {
			return new Desk(gate);
		}

	}

	@RestController
	static class Desk {

		private final Event gate;

		Desk(Event gate) {
			this.gate = gate;
		}

		@PostMapping("/open")
		void open() {
			this.gate.set();
		}

	}

}
