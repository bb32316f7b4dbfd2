/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.KotlinDetector;
import org.springframework.util.ClassUtils;

/**
 * The kind of wait of a call, by the return type of its method.
 */
enum WaitKind {

	/** The caller's thread blocks. */
	BLOCKING,

	/** The caller gets a stage at once. */
	STAGE,

	/** The caller gets a reactive type at once, each subscription of which waits. */
	REACTIVE,

	/** The calling coroutine suspends. */
	SUSPENDING;

	private static final boolean REACTOR = isPresent("reactor.core.publisher.Flux");

	/** Spring's proxies check for the first, too, and then use the second. */
	private static final boolean COROUTINES = isPresent("kotlinx.coroutines.reactor.MonoKt")
			&& KotlinDetector.isKotlinReflectPresent();

	/**
	 * Returns the kind of wait of the method.
	 * @throws IllegalArgumentException if there is none
	 */
	static WaitKind of(Method method) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			if (!COROUTINES) {
				throw new IllegalArgumentException("a suspending function needs kotlinx-coroutines-reactor"
						+ " and kotlin-reflect. Add both to the class path");
			}
			return SUSPENDING;
		}
		Class<?> type = method.getReturnType();
		if (CompletionStage.class.isAssignableFrom(type)) {
			refuseIfSubtype(type, CompletableFuture.class);
			return STAGE;
		}
		if (REACTOR && ReactiveWait.supports(type)) {
			refuseIfSubtype(type, ReactiveWait.created(type));
			return REACTIVE;
		}
		return BLOCKING;
	}

	/** Refuses a return type that the result of the wait does not have. */
	private static void refuseIfSubtype(Class<?> declared, Class<?> created) {
		if (!declared.isAssignableFrom(created)) {
			throw new IllegalArgumentException("the result of a call that waits is a " + created.getName()
					+ ", but the return type is " + declared.getName() + ". Declare " + created.getSimpleName());
		}
	}

	private static boolean isPresent(String name) {
		return ClassUtils.isPresent(name, WaitKind.class.getClassLoader());
	}

}
