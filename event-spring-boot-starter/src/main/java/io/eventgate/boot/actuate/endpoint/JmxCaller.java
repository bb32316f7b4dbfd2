/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Principal;

import javax.security.auth.Subject;

import org.jspecify.annotations.Nullable;

/**
 * Caller of a JMX operation: a connector that authenticates its clients runs their calls
 * on behalf of a {@link Subject}. Without authentication, and from inside this JVM, there
 * is none.
 */
final class JmxCaller {

	private static final @Nullable MethodHandle CURRENT = find();

	private JmxCaller() {
	}

	/**
	 * Found by name: JDK 17 does not have {@code current}, and JDK 24 does not support
	 * the alternative.
	 */
	private static @Nullable MethodHandle find() {
		MethodHandles.Lookup lookup = MethodHandles.publicLookup();
		try {
			return lookup.findStatic(Subject.class, "current", MethodType.methodType(Subject.class));
		}
		catch (NoSuchMethodException | IllegalAccessException ex) {
			return findBeforeJdk18(lookup);
		}
	}

	private static @Nullable MethodHandle findBeforeJdk18(MethodHandles.Lookup lookup) {
		try {
			Class<?> controller = Class.forName("java.security.AccessController");
			Class<?> context = Class.forName("java.security.AccessControlContext");
			return MethodHandles.filterReturnValue(
					lookup.findStatic(controller, "getContext", MethodType.methodType(context)),
					lookup.findStatic(Subject.class, "getSubject", MethodType.methodType(Subject.class, context)));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	static @Nullable String name() {
		Subject subject = current();
		return (subject == null) ? null
				: subject.getPrincipals().stream().map(Principal::getName).findFirst().orElse(null);
	}

	private static @Nullable Subject current() {
		try {
			return (CURRENT != null) ? (Subject) CURRENT.invokeExact() : null;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
