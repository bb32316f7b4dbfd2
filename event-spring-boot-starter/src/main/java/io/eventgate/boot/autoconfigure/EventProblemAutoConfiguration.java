/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.web.EventHandlerExceptionResolver;
import io.eventgate.boot.web.EventProblems;
import io.eventgate.boot.web.EventWebExceptionHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link EventProblems} in web
 * applications.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventAutoConfiguration.class,
		beforeName = "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration")
@ConditionalOnClass(ErrorResponse.class)
@ConditionalOnBean(EventRegistry.class)
@ConditionalOnBooleanProperty(name = "eventgate.problem-details.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EventProperties.class)
public final class EventProblemAutoConfiguration {

	EventProblemAutoConfiguration() {
	}

	private static EventProblems problems(ApplicationContext context, EventProperties properties) {
		return new EventProblems(context, properties.problemDetails().retryAfter());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class WebMvcConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EventHandlerExceptionResolver eventgateHandlerExceptionResolver(ApplicationContext context,
				EventProperties properties, ObjectProvider<RequestMappingHandlerAdapter> adapter) {
			return new EventHandlerExceptionResolver(problems(context, properties),
					() -> adapter.getObject().getMessageConverters());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ DispatcherHandler.class, ErrorWebExceptionHandler.class })
	static class WebFluxConfiguration {

		/** The order of Spring Boot's own handler, after which no other is called. */
		private static final int BEFORE_SPRING_BOOT = -1;

		/**
		 * Comes after the application's handlers and before Spring Boot's: handlers of
		 * the same order are called in the order of their definition.
		 */
		@Bean
		@ConditionalOnMissingBean({ ErrorWebExceptionHandler.class, EventWebExceptionHandler.class })
		EventWebExceptionHandler eventgateWebExceptionHandler(ApplicationContext context, EventProperties properties,
				ServerCodecConfigurer codecs) {
			return new EventWebExceptionHandler(problems(context, properties), codecs.getWriters(), BEFORE_SPRING_BOOT);
		}

		/** Comes after the handler that the application has in place of Spring Boot's. */
		@Bean
		@ConditionalOnBean(ErrorWebExceptionHandler.class)
		@ConditionalOnMissingBean(EventWebExceptionHandler.class)
		EventWebExceptionHandler eventgateLastWebExceptionHandler(ApplicationContext context,
				EventProperties properties, ServerCodecConfigurer codecs) {
			return new EventWebExceptionHandler(problems(context, properties), codecs.getWriters(),
					Ordered.LOWEST_PRECEDENCE);
		}

	}

}
