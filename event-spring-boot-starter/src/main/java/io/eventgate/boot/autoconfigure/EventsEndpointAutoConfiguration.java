package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.actuate.endpoint.EventsEndpointJmxExtension;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebExtension;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.waits.EventWaits;
import io.eventgate.cluster.ClusterEvents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

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
	EventsEndpoint eventgateEndpoint(EventRegistry registry, EventHistory history, EventWaits waits,
			ObjectProvider<ClusterEvents> cluster) {
		return new EventsEndpoint(registry, history, waits, cluster.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	EventsEndpointWebExtension eventgateEndpointWebExtension(EventsEndpoint endpoint) {
		return new EventsEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	EventsEndpointJmxExtension eventgateEndpointJmxExtension(EventsEndpoint endpoint) {
		return new EventsEndpointJmxExtension(endpoint);
	}

}
