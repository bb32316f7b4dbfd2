/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.boot.EventRegistryCustomizer;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Description;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("smoke")
@ExtendWith(OutputCaptureExtension.class)
class EventAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
		.withPropertyValues("eventgate.events.cache-warm.description=Product cache is loaded",
				"eventgate.events.orders-open.initially-set=true");

	@Test
	void configuredEventIsABeanWithACamelCaseAlias() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanNamesForType(Event.class)).containsExactlyInAnyOrder("cache-warm", "orders-open");
			assertThat(context.getBean("cache-warm")).isSameAs(context.getBean("cacheWarm"))
				.isSameAs(context.getBean(EventRegistry.class).get("cache-warm"));
			assertThat(context.getBean("cache-warm", Event.class).isSet()).isFalse();
			assertThat(context.getBean("orders-open", Event.class).isSet()).isTrue();
		});
	}

	@Test
	void startAndSwitchByEndpointAreLogged(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(output.toString()
				.lines()
				.filter((line) -> line.contains("The events are: 'cache-warm' is clear, 'orders-open' is set")))
				.singleElement()
				.asString()
				.contains("INFO", "io.eventgate.events");
			Event event = context.getBean("cacheWarm", Event.class);
			event.set();
			assertThat(output).doesNotContain("'cache-warm' was");
			new Origin(Origin.Source.ENDPOINT, "olga", "new prices").run(event::clear);
			assertThat(output).contains("Event 'cache-warm' was switched from set to clear by endpoint, "
					+ "principal 'olga', reason 'new prices', released 0");
		});
	}

	@Test
	void worksWithoutSlf4j() {
		this.runner.withClassLoader(new FilteredClassLoader(LoggingEventBuilder.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventLog.class));
	}

	@Test
	void customEventLogReplacesTheDefault() {
		this.runner.withBean("own", EventLog.class)
			.run((context) -> assertThat(context).getBeanNames(EventLog.class).containsExactly("own"));
	}

	@Test
	void eventsAreInjectedInAllWaysOfSpring() {
		this.runner.withUserConfiguration(Clients.class).run((context) -> {
			EventRegistry registry = context.getBean(EventRegistry.class);
			Client client = context.getBean(Client.class);
			assertThat(client.byParameterName()).isSameAs(registry.get("cache-warm"));
			assertThat(client.byQualifier()).isSameAs(registry.get("orders-open"));
			assertThat(client.all()).containsOnlyKeys("cache-warm", "orders-open");
			assertThat(client.provider().stream()).hasSize(2);
		});
	}

	@Test
	void maximumOfWaitersIsThatOfTheEventOrTheDefault() {
		this.runner.withPropertyValues("eventgate.defaults.max-waiters=2", "eventgate.events.cache-warm.max-waiters=1")
			.run((context) -> {
				EventRegistry registry = context.getBean(EventRegistry.class);
				assertThat(registry.findRegistration("cache-warm"))
					.hasValueSatisfying((found) -> assertThat(found.definition().maxWaiters()).hasValue(1));
				assertThat(registry.findRegistration("orders-open"))
					.hasValueSatisfying((found) -> assertThat(found.definition().maxWaiters()).hasValue(2));
				Event cacheWarm = registry.get("cache-warm");
				assertThat(cacheWarm.whenSet()).isNotDone();
				assertThat(cacheWarm.whenSet()).isCompletedExceptionally();
			});
	}

	@Test
	void registryHasConfiguredEventsWithDescriptions() {
		this.runner.run((context) -> {
			EventRegistry registry = context.getBean(EventRegistry.class);
			assertThat(registry.getRegistrations()).hasSize(2);
			assertThat(registry.findRegistration("cache-warm")).hasValueSatisfying(
					(found) -> assertThat(found.definition().description()).contains("Product cache is loaded"));
			assertThat(context.getBeanFactory().getBeanDefinition("cache-warm").getDescription())
				.isEqualTo("Product cache is loaded");
		});
	}

	@Test
	void defaultsApplyUnlessAnEventOverridesThem() {
		this.runner
			.withPropertyValues("eventgate.defaults.initially-set=true",
					"eventgate.events.cache-warm.initially-set=false", "eventgate.events.other.description=x")
			.run((context) -> {
				assertThat(context.getBean("cache-warm", Event.class).isSet()).isFalse();
				assertThat(context.getBean("other", Event.class).isSet()).isTrue();
			});
	}

	@Test
	void startsWithoutAnyEvent() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(Event.class).hasSingleBean(EventRegistry.class);
				assertThat(context.getBean(EventRegistry.class).getRegistrations()).isEmpty();
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Event.class)
				.doesNotHaveBean(EventRegistry.class)
				.doesNotHaveBean(EventProperties.class));
	}

	@Test
	void eventsAreCreatedEagerlyInALazyApplication() {
		this.runner.withUserConfiguration(OwnEvent.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBeanFactory().getSingleton("eventgateRegistry")).isInstanceOfSatisfying(
						EventRegistry.class,
						(registry) -> assertThat(registry.getRegistrations())
							.extracting((registration) -> registration.definition().name())
							.containsExactly("cache-warm", "orders-open", "own"));
				context.getBean("orders-open", Event.class).clear();
				assertThat(context.getBean(EventHistory.class).getTransitions("orders-open")).hasSize(1);
			});
	}

	@Test
	void aUsersOwnEventBeanJoinsTheRegistryUnderItsBeanName() {
		this.runner.withUserConfiguration(OwnEvent.class).run((context) -> {
			EventRegistry registry = context.getBean(EventRegistry.class);
			assertThat(registry.get("own")).isSameAs(context.getBean("own"));
			assertThat(registry.findRegistration("own")).hasValueSatisfying((found) -> {
				assertThat(found.definition().initiallySet()).isTrue();
				assertThat(found.definition().description()).contains("Made by hand");
			});
		});
	}

	@Test
	void aPrototypeDoesNotJoinTheRegistry() {
		this.runner.withUserConfiguration(PrototypeEvent.class).run((context) -> {
			context.getBean("passing");
			context.getBean("passing");
			assertThat(context.getBean(EventRegistry.class).find("passing")).isEmpty();
		});
	}

	@Test
	void aUsersOwnRegistryGetsTheConfiguredEvents() {
		this.runner.withUserConfiguration(OwnRegistry.class).run((context) -> {
			EventRegistry registry = context.getBean(EventRegistry.class);
			assertThat(registry).isSameAs(context.getBean(OwnRegistry.class).registry);
			assertThat(registry.getRegistrations()).hasSize(3);
			assertThat(context.getBean("cacheWarm")).isSameAs(registry.get("cache-warm"));
		});
	}

	@Test
	void customizersAreCalledInTheirOrderAfterTheEventsWereCreated() {
		this.runner.withUserConfiguration(Customizers.class).run((context) -> {
			assertThat(context.getBean(Customizers.class).calls).containsExactly("first: [cache-warm, orders-open]",
					"second: [cache-warm, first, orders-open]");
			EventRegistry registry = context.getBean(EventRegistry.class);
			registry.get("first").set();
			assertThat(context.getBean(EventHistory.class).getTransitions("first")).hasSize(1);
		});
	}

	@Test
	void customizersAreCalledForAUsersOwnRegistry() {
		this.runner.withUserConfiguration(Customizers.class, OwnRegistry.class)
			.run((context) -> assertThat(context.getBean(Customizers.class).calls).containsExactly(
					"first: [cache-warm, mine, orders-open]", "second: [cache-warm, first, mine, orders-open]"));
	}

	@Test
	void aCustomizerThatFailsStopsTheStart() {
		this.runner.withBean(EventRegistryCustomizer.class, () -> (registry) -> registry.create("cache-warm", true))
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalArgumentException.class)
				.rootCause()
				.hasMessageContaining("'cache-warm'"));
	}

	@Test
	void twoContextsHaveEventsOfTheirOwn() {
		this.runner.run((one) -> this.runner.run((other) -> {
			one.getBean("cache-warm", Event.class).set();
			assertThat(other.getBean("cache-warm", Event.class).isSet()).isFalse();
		}));
	}

	@Test
	void eventsAreShutDownWithTheContext() {
		Event[] event = new Event[1];
		this.runner.run((context) -> event[0] = context.getBean("cache-warm", Event.class));
		assertThat(event[0].isShutdown()).isTrue();
	}

	@Test
	void noBeanIsInitializedTooEarly(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnEvent.class, Clients.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
	}

	@Test
	void theHistoryIsAsLongAsConfigured() {
		this.runner.withPropertyValues("eventgate.history-size=3").run((context) -> {
			Event event = context.getBean("cache-warm", Event.class);
			for (int i = 0; i < 5; i++) {
				event.pulse();
			}
			assertThat(context.getBean(EventHistory.class).getTransitions("cache-warm")).hasSize(3);
		});
	}

	@Test
	void propertiesHaveDefaultsAndAreBound() {
		this.runner.run((context) -> {
			EventProperties properties = context.getBean(EventProperties.class);
			assertThat(properties.enabled()).isTrue();
			assertThat(properties.historySize()).isEqualTo(100);
			assertThat(properties.defaults().initiallySet()).isFalse();
			assertThat(properties.events()).containsOnlyKeys("cache-warm", "orders-open");
		});
	}

	record Client(Event byParameterName, Event byQualifier, Map<String, Event> all, ObjectProvider<Event> provider) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		Client client(Event cacheWarm, @Qualifier("orders-open") Event gate, Map<String, Event> all,
				ObjectProvider<Event> provider) {
			return new Client(cacheWarm, gate, all, provider);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEvent {

		@Bean
		@Description("Made by hand")
		Event own() {
			return Event.create(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeEvent {

		@Bean
		@Scope("prototype")
		Event passing() {
			return Event.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		EventRegistryCustomizer second() {
			return (registry) -> call("second", registry);
		}

		@Bean
		@Order(1)
		EventRegistryCustomizer first() {
			return (registry) -> {
				call("first", registry);
				registry.create("first", false);
			};
		}

		private void call(String name, EventRegistry registry) {
			this.calls.add(name + ": "
					+ registry.getRegistrations()
						.stream()
						.map((registration) -> registration.definition().name())
						.toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		private final EventRegistry registry = new EventRegistry();

		@Bean
		EventRegistry ownRegistry() {
			this.registry.create("mine", false);
			return this.registry;
		}

	}

}
