package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.actuate.endpoint.EventsEndpointJmxExtension;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebExtension;
import io.eventgate.boot.actuate.endpoint.UnreadableBodyExceptionHandler;
import io.eventgate.boot.actuate.endpoint.UnreadableBodyExceptionResolver;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.waits.EventWaits;
import io.eventgate.cluster.ClusterEvents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link EventsEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean({ EventRegistry.class, EventHistory.class })
@ConditionalOnAvailableEndpoint(EventsEndpoint.class)
public final class EventsEndpointAutoConfiguration {

	EventsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	EventsEndpoint eventsEndpoint(EventRegistry registry, EventHistory history, EventWaits waits,
			ObjectProvider<ClusterEvents> cluster) {
		return new EventsEndpoint(registry, history, waits, cluster.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	EventsEndpointWebExtension eventsEndpointWebExtension(EventsEndpoint eventsEndpoint) {
		return new EventsEndpointWebExtension(eventsEndpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	EventsEndpointJmxExtension eventsEndpointJmxExtension(EventsEndpoint eventsEndpoint) {
		return new EventsEndpointJmxExtension(eventsEndpoint);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnAvailableEndpoint(endpoint = EventsEndpoint.class, exposure = EndpointExposure.WEB)
	static class WebMvcConfiguration {

		@Bean
		@ConditionalOnMissingBean
		UnreadableBodyExceptionResolver eventsEndpointUnreadableBodyExceptionResolver(
				ObjectProvider<PathMappedEndpoints> endpoints) {
			return new UnreadableBodyExceptionResolver(endpoints::getIfAvailable);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnAvailableEndpoint(endpoint = EventsEndpoint.class, exposure = EndpointExposure.WEB)
	static class WebFluxConfiguration {

		@Bean
		@ConditionalOnMissingBean
		UnreadableBodyExceptionHandler eventsEndpointUnreadableBodyExceptionHandler(
				ObjectProvider<PathMappedEndpoints> endpoints) {
			return new UnreadableBodyExceptionHandler(endpoints::getIfAvailable);
		}

	}

}
