/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.threads.RequestThreadsMonitor;
import io.eventgate.boot.threads.TomcatRequestThreads;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link RequestThreadsMonitor}, if the endpoint shares Tomcat's platform threads with
 * the requests that wait.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnManagementPort.class, ConditionalOnAvailableEndpoint.class, TomcatWebServer.class,
		WebServerInitializedEvent.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(EventRegistry.class)
@ConditionalOnThreading(Threading.PLATFORM)
@ConditionalOnManagementPort(ManagementPortType.SAME)
@ConditionalOnAvailableEndpoint(endpoint = EventsEndpoint.class, exposure = EndpointExposure.WEB)
public final class EventRequestThreadsAutoConfiguration {

	EventRequestThreadsAutoConfiguration() {
	}

	/** No other bean depends on it. */
	@Bean
	static LazyInitializationExcludeFilter eventgateRequestThreadsLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(RequestThreadsMonitor.class);
	}

	@Bean
	RequestThreadsMonitor eventgateRequestThreadsMonitor(EventRegistry events) {
		RequestThreadsMonitor monitor = new RequestThreadsMonitor();
		events.addListener(monitor);
		return monitor;
	}

	@Bean
	ApplicationListener<WebServerInitializedEvent> eventgateRequestThreadsListener(ApplicationContext context,
			RequestThreadsMonitor monitor) {
		return (event) -> {
			if (event.getApplicationContext().equals(context)
					&& event.getWebServer() instanceof TomcatWebServer tomcat) {
				TomcatRequestThreads.of(tomcat).ifPresent(monitor::monitor);
			}
		};
	}

}
