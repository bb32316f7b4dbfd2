/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventDefinition.Scope;
import io.eventgate.EventRegistry;
import io.eventgate.boot.EventConfigurationException;
import io.eventgate.boot.EventRegistryCustomizer;
import io.eventgate.boot.EventTransition;
import io.eventgate.boot.history.AuditEventPublisher;
import io.eventgate.boot.history.EventAuditor;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventLog;
import io.eventgate.boot.history.EventTransitionListenerFactory;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.cluster.ClusterEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for named events: an
 * {@link EventRegistry} with all events of {@code eventgate.events}, and a bean of type
 * {@link Event} for each.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "eventgate.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EventProperties.class)
@Import({ EventBeanNames.class, EventBeanRegistrar.class })
public final class EventAutoConfiguration {

	/** The name of the registry, unless the user has one. */
	static final String REGISTRY = "eventgateRegistry";

	EventAutoConfiguration() {
	}

	/** Not lazy: the endpoint, meters and operators see only events that exist. */
	@Bean
	static LazyInitializationExcludeFilter eventgateLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(EventRegistry.class, Event.class);
	}

	@Bean
	static EventBeanNames.Check eventgateBeanNamesCheck(Environment environment) {
		return new EventBeanNames.Check(environment);
	}

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor eventgateBindHandlerAdvisor() {
		return EventVariables.ServiceVariablesBindHandler::new;
	}

	@Bean
	static EventBeanPostProcessor eventgateBeanPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		return new EventBeanPostProcessor(beanFactory);
	}

	@Bean
	static EventRegistryCustomizerBeanPostProcessor eventgateRegistryCustomizerBeanPostProcessor(
			BeanFactory beanFactory) {
		return new EventRegistryCustomizerBeanPostProcessor(beanFactory);
	}

	/**
	 * Shut down by {@link EventShutdownListener}, earlier than by a destruction of the
	 * bean. Customized here and not by a post-processor, because an earlier
	 * post-processor may need its events.
	 */
	@Bean(name = REGISTRY, destroyMethod = "")
	@ConditionalOnMissingBean
	EventRegistry eventgateRegistry(EventProperties properties, ObjectProvider<ClusterEvents> cluster,
			ObjectProvider<EventRegistryCustomizer> customizers) {
		EventRegistry registry = new EventRegistry(
				new ScopeAwareEventFactory(properties.store().type(), cluster.getIfAvailable()));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(registry));
		return registry;
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	EventRegistryCustomizer eventgateConfiguredEvents(EventProperties properties) {
		return (registry) -> properties.definitions()
			.forEach((definition) -> EventBeanRegistrar.create(definition, registry));
	}

	/** Records from the start, because beans may switch events during initialization. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	EventRegistryCustomizer eventgateRecorders(EventHistory history, EventWaits waits, EventAuditor auditor) {
		return (registry) -> List.of(history, waits, auditor).forEach(registry::addListener);
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "eventgate.shutdown-on-stop", matchIfMissing = true)
	EventShutdownListener eventgateShutdownListener(ApplicationContext context, EventRegistry registry) {
		return new EventShutdownListener(context, registry);
	}

	@Bean
	@ConditionalOnMissingBean
	EventHistory eventgateHistory(EventProperties properties) {
		return new EventHistory(properties.historySize());
	}

	@Bean
	@ConditionalOnMissingBean
	EventWaits eventgateWaits() {
		return new EventWaits();
	}

	@Bean
	@ConditionalOnMissingBean
	EventAuditor eventgateAuditor(EventHistory history, ObjectProvider<EventLog> log,
			ObjectProvider<AuditEventPublisher> auditEvents, ApplicationEventPublisher publisher) {
		List<Consumer<? super EventTransition>> consumers = new ArrayList<>();
		consumers.add(history);
		log.ifAvailable(consumers::add);
		auditEvents.ifAvailable(consumers::add);
		consumers.add(publisher::publishEvent);
		return new EventAuditor(InstantSource.system(), consumers);
	}

	@Bean
	static EventTransitionListenerFactory eventgateTransitionListenerFactory() {
		return new EventTransitionListenerFactory();
	}

	/** An application can have another logging API than SLF4J. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggingEventBuilder.class)
	static class LogConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EventLog eventgateLog() {
			return new EventLog();
		}

		@Bean
		ApplicationListener<ContextRefreshedEvent> eventgateStartLog(ApplicationContext context, EventRegistry registry,
				EventLog log) {
			return (event) -> {
				// Contexts also notify their parents, for example that of a management
				// port.
				if (event.getApplicationContext().equals(context)) {
					log.logStates(registry);
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EnvironmentChangeEvent.class)
	static class RefreshConfiguration {

		@Bean
		EventRefresher eventgateRefresher(ConfigurableListableBeanFactory beanFactory, Environment environment,
				EventRegistry registry, ObjectProvider<EventHealthAutoConfiguration.ReadinessEvents> readiness) {
			return new EventRefresher(beanFactory, environment, registry, readiness);
		}

	}

	/**
	 * Factory of local and of shared events, by the scope of their definition. An event
	 * without a scope is shared if there is a store.
	 */
	private static final class ScopeAwareEventFactory implements Function<EventDefinition, Event> {

		private final @Nullable ClusterEvents cluster;

		ScopeAwareEventFactory(EventProperties.StoreType type, @Nullable ClusterEvents cluster) {
			if (type != EventProperties.StoreType.LOCAL && cluster == null) {
				throw new EventConfigurationException(
						"Property 'eventgate.store.type' is '" + type.name().toLowerCase(Locale.ROOT)
								+ "', but there is no store of this kind.",
						"Add " + type.dependency() + " to the class path, or set eventgate.store.type=local.");
			}
			this.cluster = cluster;
		}

		@Override
		public Event apply(EventDefinition definition) {
			ClusterEvents shared = this.cluster;
			Scope scope = definition.scope().orElse((shared != null) ? Scope.CLUSTER : Scope.LOCAL);
			if (scope == Scope.LOCAL) {
				return Event.create(definition);
			}
			if (shared == null) {
				throw new EventConfigurationException(
						"Event '" + definition.name() + "' has the scope 'cluster', but there is no store.",
						"Set eventgate.store.type to redis or jdbc, or eventgate.events." + definition.name()
								+ ".scope to local.");
			}
			return shared.create(definition);
		}

	}

}
