/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application without code of its own. EventGate is only on its class path. It prints
 * a line when it has started, and then answers questions.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BareApplication {

	/**
	 * Starts the application.
	 * @param arguments the arguments of Spring Boot
	 * @throws IOException if questions cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(BareApplication.class, arguments)) {
			System.out.println("ready");
			BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String question = questions.readLine(); question != null; question = questions.readLine()) {
				System.out.println(answer(context, question));
			}
		}
	}

	private static String answer(ConfigurableApplicationContext context, String question) {
		return switch (question) {
			case "classes" -> String.valueOf(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
			case "heap" -> String.valueOf(heap());
			case "port" -> context.getEnvironment().getRequiredProperty("local.server.port");
			case "threads" -> String.valueOf(ManagementFactory.getThreadMXBean().getThreadCount());
			case "waiters" -> Waiters.start(context);
			default -> throw new IllegalArgumentException("Unknown question '" + question + "'");
		};
	}

	/**
	 * Returns the used bytes without softly reachable objects, which are cleared first.
	 */
	private static long heap() {
		try {
			Objects.checkIndex(0, new long[Integer.MAX_VALUE - 8].length);
			throw new IllegalStateException("The heap is too large to run out of memory");
		}
		catch (OutOfMemoryError ex) {
			System.gc();
			return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}
	}

}
