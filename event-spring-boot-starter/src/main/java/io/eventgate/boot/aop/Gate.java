/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.AwaitEvent.OnTimeout;
import io.eventgate.boot.EventTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * The resolved and validated attributes of an {@link AwaitEvent} of a method.
 *
 * @param event the name of the event
 * @param timeout the maximum time to wait, or {@code null} for no limit
 * @param onTimeout the action on a time-out
 * @param kind how the call waits
 * @param result the method's return type, which is that in Kotlin for a suspending
 * function
 */
record Gate(String event, @Nullable Duration timeout, OnTimeout onTimeout, WaitKind kind, Class<?> result) {

	/**
	 * Returns whether the annotation is present. Does not resolve its values, which may
	 * not be known yet: proxies are also created when the application is built.
	 */
	static boolean isAt(Method method, Class<?> type) {
		return find(method, type) != null;
	}

	/**
	 * Returns the annotation of the method, or that of its class unless it is Object's.
	 */
	private static @Nullable AwaitEvent find(Method method, Class<?> type) {
		AwaitEvent annotation = AnnotatedElementUtils.findMergedAnnotation(method, AwaitEvent.class);
		return (annotation != null || ReflectionUtils.isObjectMethod(method)) ? annotation
				: AnnotatedElementUtils.findMergedAnnotation(type, AwaitEvent.class);
	}

	/** Returns the attributes of the annotation, if there is one. */
	static @Nullable Gate of(Method method, Class<?> type, StringValueResolver resolver) {
		AwaitEvent annotation = find(method, type);
		if (annotation == null) {
			return null;
		}
		try {
			return of(annotation, method, resolver);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("@AwaitEvent of " + method.toGenericString() + ": " + ex.getMessage(), ex);
		}
	}

	private static Gate of(AwaitEvent annotation, Method method, StringValueResolver resolver) {
		String event = resolve(annotation.name(), resolver);
		if (!StringUtils.hasText(event)) {
			throw new IllegalArgumentException(
					"there is no name. Add the name of an event, for example @AwaitEvent(\"cache-warm\")");
		}
		String timeout = resolve(annotation.timeout(), resolver);
		Gate gate = new Gate(event, timeout.isEmpty() ? null : duration(timeout), onTimeout(annotation, resolver),
				WaitKind.of(method), new MethodParameter(method, -1).getParameterType());
		if (gate.onTimeout == OnTimeout.SKIP) {
			if (gate.timeout == null) {
				throw new IllegalArgumentException(
						"SKIP requires a timeout, after which the call is skipped. Add one, for example timeout = \"2s\"");
			}
			gate.refuseIfNothingCanBeReturned(method);
		}
		return gate;
	}

	private void refuseIfNothingCanBeReturned(Method method) {
		boolean nothing = switch (this.kind) {
			case STAGE, REACTIVE -> true;
			case BLOCKING, SUSPENDING -> this.result == void.class || this.result == Optional.class
					|| (this.kind == WaitKind.SUSPENDING && ReactiveWait.isMultiValue(this.result))
					|| (!this.result.isPrimitive() && Nullness.forMethodReturnType(method) != Nullness.NON_NULL);
		};
		if (!nothing) {
			throw new IllegalArgumentException("SKIP has no value to return for " + this.result.getName()
					+ ", which cannot be null. Return a nullable type, an Optional or nothing, or use THROW");
		}
	}

	private static Duration duration(String text) {
		try {
			// A number alone would be milliseconds, but many would expect seconds.
			if (!text.matches(".*[1-9]\\d*")) {
				return DurationStyle.detectAndParse(text);
			}
		}
		catch (IllegalArgumentException ex) {
			// Rejected below.
		}
		throw new IllegalArgumentException(
				"timeout must be a duration with a unit, for example 500ms, 2s or 1m, but was '" + text + "'");
	}

	private static OnTimeout onTimeout(AwaitEvent annotation, StringValueResolver resolver) {
		String text = resolve(annotation.onTimeoutString(), resolver);
		if (text.isEmpty()) {
			return annotation.onTimeout();
		}
		try {
			return OnTimeout.valueOf(text.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("onTimeoutString must be THROW or SKIP but was '" + text + "'", ex);
		}
	}

	private static String resolve(String text, StringValueResolver resolver) {
		return Objects.requireNonNullElse(resolver.resolveStringValue(text), "").trim();
	}

	/** Returns the result of a skipped call. */
	@Nullable Object skipped() {
		return (this.result == Optional.class) ? Optional.empty() : null;
	}

	EventTimeoutException timedOut() {
		return new EventTimeoutException(this.event, Objects.requireNonNull(this.timeout));
	}

}
