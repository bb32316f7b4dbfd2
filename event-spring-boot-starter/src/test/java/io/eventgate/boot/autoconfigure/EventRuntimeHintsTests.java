/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventChangeDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventDetailsDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventsDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.TransitionDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.WaitingThreadDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.WaitsDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.actuate.endpoint.EventsEndpointJmxExtension;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebExtension;
import io.eventgate.boot.actuate.endpoint.ProblemDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the runtime hints for native images.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventRuntimeHintsTests {

	private RuntimeHints hints;

	@BeforeAll
	void process() {
		this.hints = hints(Application.class, "management.endpoints.web.exposure.include=events",
				"management.endpoints.jmx.exposure.include=events", "spring.jmx.enabled=true",
				"eventgate.events.warm.initially-set=false");
	}

	private static RuntimeHints hints(Class<?> application, String... properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(application);
		TestPropertyValues.of(properties).applyTo(context);
		GenerationContext generation = new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(application)),
				new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	@ParameterizedTest
	@ValueSource(classes = { EventsDescriptor.class, EventDescriptor.class, EventDetailsDescriptor.class,
			EventChangeDescriptor.class, TransitionDescriptor.class, WaitingThreadDescriptor.class,
			WaitsDescriptor.class, ProblemDescriptor.class })
	void descriptorsHaveReflectionHints(Class<? extends Record> answer) throws NoSuchMethodException {
		for (var component : answer.getRecordComponents()) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onMethodInvocation(answer.getDeclaredMethod(component.getName()))).as(component.getName())
				.accepts(this.hints);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { EventsEndpoint.class, EventsEndpointWebExtension.class, EventsEndpointJmxExtension.class })
	void operationsCanBeCalled(Class<?> endpoint) {
		List<Method> operations = Arrays.stream(endpoint.getDeclaredMethods())
			.filter((method) -> AnnotatedElementUtils.hasAnnotation(method, ReadOperation.class)
					|| AnnotatedElementUtils.hasAnnotation(method, WriteOperation.class))
			.toList();
		assertThat(operations).isNotEmpty()
			.allSatisfy((operation) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(operation))
				.accepts(this.hints));
	}

	@ParameterizedTest
	@ValueSource(classes = { EventProperties.class, EventProperties.Definition.class, EventProperties.Defaults.class })
	void propertiesCanBeBound(Class<? extends Record> properties) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(properties.getDeclaredConstructors()[0]))
			.accepts(this.hints);
	}

	@Test
	void classesAndInterfacesThatWaitCanBeProxied() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of(Service.class.getName() + "$$SpringCGLIB$$0"))
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(Greeter.class, SpringProxy.class, Advised.class, DecoratingProxy.class)).accepts(this.hints);
	}

	@Test
	void scriptsOfTablesCanBeRead() {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/eventgate/boot/jdbc/schema-h2.sql"))
			.accepts(hints(StoreApplication.class, "eventgate.store.type=jdbc"));
	}

	@Test
	void settingsOfARedisClientCanBeRead() {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(LettuceConnectionFactory.class, "configuration"))
			.accepts(hints(StoreApplication.class, "eventgate.store.type=redis"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EventStoreAutoConfiguration.class, DataRedisAutoConfiguration.class,
			DataSourceAutoConfiguration.class })
	static class StoreApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EventAutoConfiguration.class, EventsEndpointAutoConfiguration.class,
			AwaitEventAutoConfiguration.class })
	static class Application {

		@Bean
		Event own() {
			return Event.create();
		}

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		PoliteGreeter greeter() {
			return new PoliteGreeter();
		}

	}

	static class Service {

		@AwaitEvent("warm")
		public void call() {
		}

	}

	interface Greeter {

		void greet();

	}

	static class PoliteGreeter implements Greeter {

		@Override
		@AwaitEvent("warm")
		public void greet() {
		}

	}

}
