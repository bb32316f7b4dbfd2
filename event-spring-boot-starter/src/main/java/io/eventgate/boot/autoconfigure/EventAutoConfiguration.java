package io.eventgate.boot.autoconfigure;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.audit.AuditEventPublisher;
import io.eventgate.boot.audit.EventAuditor;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.audit.EventLog;
import io.eventgate.boot.EventTransition;
import io.eventgate.boot.audit.EventTransitionListenerFactory;
import io.eventgate.boot.waits.EventWaits;
import io.eventgate.cluster.ClusterEvents;
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
		return ServiceVariablesBindHandler::new;
	}

	@Bean
	static EventBeanPostProcessor eventgateBeanPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		return new EventBeanPostProcessor(beanFactory);
	}

	@Bean
	static EventRegistryPostProcessor eventgateRegistryPostProcessor(BeanFactory beanFactory) {
		return new EventRegistryPostProcessor(beanFactory);
	}

	/**
	 * Shut down by {@link EventCloser}, earlier than by a destruction of the bean. It has
	 * its events from the start, because an early post-processor may need them.
	 */
	@Bean(name = REGISTRY, destroyMethod = "")
	@ConditionalOnMissingBean
	EventRegistry eventgateRegistry(EventProperties properties, ObjectProvider<ClusterEvents> cluster,
			ConfiguredEvents events) {
		return events
			.createIn(new EventRegistry(new ScopedEvents(properties.store().type(), cluster.getIfAvailable())));
	}

	@Bean
	ConfiguredEvents eventgateConfiguredEvents(EventProperties properties, EventHistory history, EventWaits waits,
			EventAuditor auditor) {
		return new ConfiguredEvents(properties, history, waits, auditor);
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "eventgate.shutdown-on-stop", matchIfMissing = true)
	EventCloser eventgateCloser(ApplicationContext context, EventRegistry registry) {
		return new EventCloser(context, registry);
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
	ReadinessEvents eventgateReadinessEvents(EventProperties properties) {
		return new ReadinessEvents(properties);
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
				EventRegistry registry, ReadinessEvents readiness) {
			return new EventRefresher(beanFactory, environment, registry, readiness);
		}

	}

}
