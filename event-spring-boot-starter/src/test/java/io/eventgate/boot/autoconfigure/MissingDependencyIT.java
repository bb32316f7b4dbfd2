/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.boot.StoresOnRequest;
import io.eventgate.boot.testing.PartialClassPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with complete applications whose class path lacks optional dependencies.
 */
class MissingDependencyIT {

	@ParameterizedTest
	@CsvSource({ "Actuator, spring-boot-(starter-)?(actuator|micrometer|health).*",
			"Micrometer, (micrometer-core|spring-boot-(starter-)?micrometer).*",
			"a web server, (spring-web|spring-boot-(starter-)?web|tomcat|.*servlet|spring-boot-(starter-)?(tomcat|reactor-netty)).*",
			"Reactor and WebFlux, (reactor|reactive|lettuce|spring-webflux|"
					+ "spring-boot-(webflux|starter-webflux|data-redis|(starter-)?reactor-netty)).*",
			"Spring Security, spring-(security|boot-(starter-)?security).*",
			"Jackson, (jackson|spring-boot-(starter-)?jackson).*",
			"Jersey, (jersey|jakarta.ws|spring-boot-(starter-)?jersey).*",
			"anything optional, '(spring-(web|cloud|security|boot-(?!autoconfigure-?[0-9]|starter-[0-9]|[0-9]))|micrometer-core|reac|"
					+ "jackson|tomcat|jakarta.servlet).*'" })
	void startsWithout(String what, String jars) throws Exception {
		try (PartialClassPath classPath = new PartialClassPath(jars)) {
			Object answer = classPath.load(Application.class).getMethod("run").invoke(null);
			assertThat(answer).as(what).isEqualTo(true);
		}
	}

	/**
	 * Loaded by a different class loader than the test.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static boolean run() {
			SpringApplication application = new SpringApplication(Application.class);
			try (ConfigurableApplicationContext context = application.run("--server.port=0",
					"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=events",
					"--eventgate.events.orders-open.initially-set=true", "--" + StoresOnRequest.PROPERTY + "=true")) {
				return context.getBean("ordersOpen", Event.class).isSet();
			}
		}

	}

}
