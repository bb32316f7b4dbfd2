/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.ForwardingEvent;
import io.eventgate.Transition;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.history.EventHistory;
import io.micrometer.core.instrument.MeterRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with post-processors that wrap events or depend on them.
 */
class EventBeanPostProcessorTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventMetricsAutoConfiguration.class,
				EventsEndpointAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=events",
				"eventgate.events.orders-open.description=Orders");

	@ParameterizedTest
	@EnumSource
	void aWrappedBeanIsTheEvent(Wrapping wrapping) {
		this.runner.withUserConfiguration(OwnEvents.class)
			.withBean("wrapping", WrappingPostProcessor.class, () -> new WrappingPostProcessor(wrapping))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				EventRegistry registry = context.getBean(EventRegistry.class);
				assertThat(registry.getRegistrations()).extracting((registration) -> registration.definition().name())
					.containsExactly("made", "orders-open", "own");
				assertThat(registry.findRegistration("orders-open")
					.flatMap((registration) -> registration.definition().description())).hasValue("Orders");
				List<String> calls = context.getBean(WrappingPostProcessor.class).calls;
				for (String name : List.of("orders-open", "own", "made")) {
					Event event = context.getBean(name, Event.class);
					assertThat(registry.get(name)).as(name).isSameAs(event);
					calls.clear();
					context.getBean(EventsEndpoint.class).change(name, "set", null, null, null, null, null, null, null);
					assertThat(calls).contains(name + ".change");
					calls.clear();
					assertThat(context.getBean(MeterRegistry.class)
						.get("eventgate.state")
						.tag("event", name)
						.gauge()
						.value()).isOne();
					assertThat(calls).contains(name + ".isSet");
					assertThat(context.getBean(EventHistory.class).getTransitions(name)).hasSize(1);
					assertThat(registry.remove(name)).isTrue();
					assertThat(event.isShutdown()).isTrue();
				}
			});
	}

	@Test
	void eventOfAFactoryBeanIsRegisteredWrapped() {
		this.runner.withBean("produced", EventFactoryBean.class)
			.withBean("wrapping", WrappingPostProcessor.class,
					() -> new WrappingPostProcessor(Wrapping.INTERFACE_PROXY))
			.run((context) -> {
				Object produced = context.getBean("produced");
				assertThat(context.getBean(EventRegistry.class).get("produced")).isSameAs(produced);
			});
	}

	@Test
	void aPostProcessorCanHaveAnEventInjected() {
		this.runner.withUserConfiguration(Needing.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(NeedingPostProcessor.class).event).isSameAs(context.getBean("ordersOpen"))
				.isSameAs(context.getBean(EventRegistry.class).get("orders-open"));
		});
	}

	@Test
	void postProcessorCanUseAnEventOfACustomRegistry() {
		this.runner.withUserConfiguration(Needing.class, OwnRegistry.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(NeedingPostProcessor.class).event)
				.isSameAs(context.getBean(EventRegistry.class).get("orders-open"));
		});
	}

	@Test
	void firstPostProcessorCanUseAnEvent() {
		this.runner.withUserConfiguration(NeedingFirst.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(NeedingFirstPostProcessor.class).event.set();
			assertThat(context.getBean(EventHistory.class).getTransitions("orders-open")).hasSize(1);
		});
	}

	@Test
	void anEventBeanThatAPostProcessorNeedsIsRegistered() {
		this.runner.withUserConfiguration(OwnEvents.class, NeedingOwn.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(EventRegistry.class).get("own")).isSameAs(context.getBean("own"));
		});
	}

	enum Wrapping {

		FORWARDING_EVENT {

			@Override
			Event wrap(Event event, Consumer<String> call) {
				return new RecordingEvent(event, call);
			}

		},

		INTERFACE_PROXY {

			@Override
			@SuppressWarnings("ReferenceEquality") // a proxy equals itself only
			Event wrap(Event event, Consumer<String> call) {
				return (Event) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Event.class },
						(proxy, method, arguments) -> {
							if (method.getName().equals("equals")) {
								return proxy == arguments[0];
							}
							call.accept(method.getName());
							try {
								return method.invoke(event, arguments);
							}
							catch (InvocationTargetException ex) {
								throw ex.getCause();
							}
						});
			}

		},

		SPRING_PROXY {

			@Override
			Event wrap(Event event, Consumer<String> call) {
				ProxyFactory factory = new ProxyFactory(event);
				// As Spring Boot configures it, as far as the class allows.
				factory.setProxyTargetClass(event instanceof EventBeanRegistrar.EventBean);
				factory.addAdvice((MethodInterceptor) (invocation) -> {
					call.accept(invocation.getMethod().getName());
					return invocation.proceed();
				});
				return (Event) factory.getProxy(getClass().getClassLoader());
			}

		};

		abstract Event wrap(Event event, Consumer<String> call);

	}

	private static final class RecordingEvent extends ForwardingEvent {

		private final Event delegate;

		private final Consumer<String> call;

		RecordingEvent(Event delegate, Consumer<String> call) {
			this.delegate = delegate;
			this.call = call;
		}

		@Override
		protected Event delegate() {
			return this.delegate;
		}

		@Override
		public boolean isSet() {
			this.call.accept("isSet");
			return super.isSet();
		}

		@Override
		public Transition change(Transition.Kind kind) {
			this.call.accept("change");
			return super.change(kind);
		}

	}

	private static final class WrappingPostProcessor implements BeanPostProcessor {

		private final List<String> calls = new ArrayList<>();

		private final Wrapping wrapping;

		WrappingPostProcessor(Wrapping wrapping) {
			this.wrapping = wrapping;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof Event event) {
				return this.wrapping.wrap(event, (method) -> this.calls.add(beanName + "." + method));
			}
			return bean;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEvents {

		@Bean
		Event own() {
			return Event.create();
		}

		@Bean
		Event made(EventRegistry registry) {
			return registry.create("made", false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		@Bean
		EventRegistry ownRegistry() {
			return new EventRegistry();
		}

	}

	static final class EventFactoryBean implements FactoryBean<Event> {

		@Override
		public Event getObject() {
			return Event.create();
		}

		@Override
		public Class<?> getObjectType() {
			return Event.class;
		}

	}

	static class NeedingPostProcessor implements BeanPostProcessor, Ordered {

		private final Event event;

		NeedingPostProcessor(Event event) {
			this.event = event;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	static final class NeedingFirstPostProcessor extends NeedingPostProcessor implements PriorityOrdered {

		private final Event event;

		NeedingFirstPostProcessor(Event event) {
			super(event);
			this.event = event;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Needing {

		@Bean
		static NeedingPostProcessor needing(Event ordersOpen) {
			return new NeedingPostProcessor(ordersOpen);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedingFirst {

		@Bean
		static NeedingFirstPostProcessor needing(@Qualifier("orders-open") Event event) {
			return new NeedingFirstPostProcessor(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedingOwn {

		@Bean
		static NeedingPostProcessor needing(@Qualifier("own") Event event) {
			return new NeedingPostProcessor(event);
		}

	}

}
