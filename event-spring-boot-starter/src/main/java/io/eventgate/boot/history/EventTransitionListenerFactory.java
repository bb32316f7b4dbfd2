/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.lang.reflect.Method;
import java.util.Arrays;

import io.eventgate.boot.EventTransition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * {@link EventListenerFactory} for methods that listen to {@link EventTransition}. It
 * logs their exceptions, because Spring's multicaster calls no further listener after one
 * that throws. All other {@link EventListener @EventListener} methods, including
 * transactional ones, are left to their own factories.
 *
 * @since 0.1.0
 */
public final class EventTransitionListenerFactory implements EventListenerFactory, Ordered {

	private static final Log logger = LogFactory.getLog(EventTransitionListenerFactory.class);

	/**
	 * Creates the factory.
	 */
	public EventTransitionListenerFactory() {
	}

	/**
	 * Comes after the factory for transactional listeners, before that for all others.
	 */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE - 1;
	}

	@Override
	public boolean supportsMethod(Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		if (annotation != null && annotation.classes().length > 0) {
			return Arrays.stream(annotation.classes()).allMatch(EventTransition.class::equals);
		}
		return method.getParameterCount() == 1 && isTransition(ResolvableType.forMethodParameter(method, 0));
	}

	private static boolean isTransition(ResolvableType parameter) {
		return EventTransition.class == parameter.resolve() || (PayloadApplicationEvent.class == parameter.resolve()
				&& EventTransition.class == parameter.resolveGeneric());
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return new Isolated(beanName, type, method);
	}

	private static final class Isolated extends ApplicationListenerMethodAdapter {

		Isolated(String beanName, Class<?> type, Method method) {
			super(beanName, type, method);
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			try {
				super.onApplicationEvent(event);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				EventTransitionListenerFactory.logger.warn("Listener " + this
						+ " failed. The transition remains in effect, and other listeners are called", ex);
			}
		}

	}

}
