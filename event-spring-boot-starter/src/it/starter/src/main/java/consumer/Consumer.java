/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package consumer;

import java.time.Duration;
import java.util.stream.Stream;

import io.eventgate.Event;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

@SpringBootApplication
class Consumer {

	public static void main(String[] args) {
		SpringApplication.run(Consumer.class, args);
	}

	@Bean
	CommandLineRunner use(Event ordersOpen) {
		return (args) -> {
			new Thread(ordersOpen::set).start();
			if (!ordersOpen.await(Duration.ofSeconds(30))) {
				throw new IllegalStateException("The event was not set");
			}
			System.out.println("Released, beside " + optional().toList());
		};
	}

	/** Returns what the starter must do without, as far as it is there. */
	private static Stream<String> optional() {
		return Stream
			.of("io.micrometer.core.instrument.MeterRegistry",
					"org.springframework.boot.actuate.endpoint.annotation.Endpoint",
					"org.springframework.boot.health.contributor.Health",
					"org.springframework.data.redis.core.RedisTemplate", "org.springframework.jdbc.core.JdbcTemplate",
					"org.springframework.security.core.Authentication", "org.springframework.web.client.RestClient",
					"reactor.core.publisher.Mono", "jakarta.servlet.Servlet")
			.filter((name) -> ClassUtils.isPresent(name, null));
	}

}
