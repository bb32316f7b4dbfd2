/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.eventgate.Event;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.metrics.EventMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.support.AopUtils;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contexts that are processed ahead of time.
 */
@Tag("smoke")
class EventAotTests {

	@TempDir
	private Path directory;

	@Test
	void eventsAreThoseOfTheRunTimeConfiguration() throws Exception {
		String initializer = process("eventgate.events.cache-warm.description=at build time");
		try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			Object answer = Class.forName(Application.class.getName(), true, loader)
				.getMethod("run", String.class)
				.invoke(null, initializer);
			assertThat(answer).isEqualTo("cache-warm: at run time, orders-open: , own: ");
		}
	}

	/** Generates a context, compiles it, and returns the name of its initializer. */
	private String process(String property) throws IOException {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Application.class);
		TestPropertyValues.of(property, Application.EXPOSED).applyTo(context);
		FileSystemGeneratedFiles files = new FileSystemGeneratedFiles(this.directory);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(Application.class)), files);
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		try (Stream<Path> sources = Files.walk(this.directory)) {
			String[] arguments = Stream.concat(
					Stream.of("-d", this.directory.toString(), "-proc:none", "-nowarn", "-cp",
							System.getProperty("java.class.path")),
					sources.map(Path::toString).filter((source) -> source.endsWith(".java")))
				.toArray(String[]::new);
			assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
		}
		return initializer.reflectionName();
	}

	/**
	 * One loader for all classes, because generated classes use package-private ones.
	 */
	private URL[] classPath() throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		urls.add(this.directory.toUri().toURL());
		for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			urls.add(Path.of(path).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

	record Client(Event event) {

	}

	/** Its time-out is resolved at run time only. */
	public static class Desk {

		@AwaitEvent(name = "orders-open", timeout = "${desk.timeout}")
		public String sell() {
			return "sold";
		}

	}

	/**
	 * Processed in one class loader, run in another.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EventAutoConfiguration.class, EventsEndpointAutoConfiguration.class,
			EventMetricsAutoConfiguration.class, AwaitEventAutoConfiguration.class })
	public static class Application {

		static final String EXPOSED = "management.endpoints.web.exposure.include=events";

		@SuppressWarnings("unchecked")
		public static String run(String initializer) throws ReflectiveOperationException {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues
					.of(EXPOSED, "eventgate.events.cache-warm.description=at run time",
							"eventgate.events.orders-open.initially-set=true", "desk.timeout=1m")
					.applyTo(context);
				Class.forName(initializer)
					.asSubclass(ApplicationContextInitializer.class)
					.getConstructor()
					.newInstance()
					.initialize(context);
				context.refresh();
				assertThat(context.getBean(Client.class).event()).isSameAs(context.getBean("cacheWarm"));
				assertThat(context.getBean("ordersOpen", Event.class).isSet()).isTrue();
				assertThat(context.getBean(Desk.class)).matches(AopUtils::isAopProxy);
				assertThat(context.getBean(Desk.class).sell()).isEqualTo("sold");
				assertThat(context.getBean(MeterRegistry.class)).isNotNull();
				assertThat(context.getBean(EventMetrics.class)).isNotNull();
				return context.getBean(EventsEndpoint.class)
					.events()
					.events()
					.entrySet()
					.stream()
					.map((event) -> event.getKey() + ": " + event.getValue().description())
					.collect(Collectors.joining(", "));
			}
		}

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Event own() {
			return Event.create();
		}

		@Bean
		Desk desk() {
			return new Desk();
		}

		@Bean
		Client client(@Qualifier("cache-warm") Event event) {
			return new Client(event);
		}

	}

}
