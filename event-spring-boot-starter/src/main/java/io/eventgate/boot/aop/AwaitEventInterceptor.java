/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.boot.AwaitEvent.OnTimeout;
import io.eventgate.boot.EventInterruptedException;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.util.StringValueResolver;

/**
 * An interceptor that waits before it proceeds, as the method's return type requires, and
 * counts the call until it has ended.
 */
final class AwaitEventInterceptor implements MethodInterceptor {

	private final Map<MethodClassKey, Gate> gates = new ConcurrentHashMap<>();

	private final StringValueResolver resolver;

	private final Supplier<EventRegistry> registry;

	private final Supplier<Executor> executor;

	AwaitEventInterceptor(StringValueResolver resolver, Supplier<EventRegistry> registry, Supplier<Executor> executor) {
		this.resolver = resolver;
		this.registry = registry;
		this.executor = executor;
	}

	/** Returns the wait of the method, or {@code null} if it has none. */
	@Nullable Gate gate(Method method, Class<?> type) {
		MethodClassKey key = new MethodClassKey(method, type);
		Gate known = this.gates.get(key);
		if (known == null) {
			known = Gate.of(AopUtils.getMostSpecificMethod(method, type), type, this.resolver);
			if (known != null) {
				this.gates.put(key, known);
			}
		}
		return known;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis(); // null if there is only an interface
		Gate gate = gate(invocation.getMethod(),
				(target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass());
		if (gate == null) {
			return invocation.proceed();
		}
		EventRegistry events = this.registry.get();
		events.get(gate.event()); // Fails if there is none.
		Supplier<GuardedCall> calls = () -> events.beginCall(gate.event());
		return switch (gate.kind()) {
			case BLOCKING -> block(gate, calls, invocation);
			case STAGE -> StageWait.invoke(gate, calls.get(), (ProxyMethodInvocation) invocation, this.executor.get());
			case REACTIVE -> ReactiveWait.invoke(gate, calls, (ProxyMethodInvocation) invocation);
			case SUSPENDING -> ReactiveWait.suspend(gate, calls, (ProxyMethodInvocation) invocation);
		};
	}

	private static @Nullable Object block(Gate gate, Supplier<GuardedCall> calls, MethodInvocation invocation)
			throws Throwable {
		try (GuardedCall call = calls.get()) {
			return isOpen(gate, call, invocation.getMethod()) ? invocation.proceed() : gate.skipped();
		}
	}

	/** Blocks until the event is set; {@code false} to skip the call. */
	private static boolean isOpen(Gate gate, GuardedCall call, Method method) throws InterruptedException {
		try {
			Duration timeout = gate.timeout();
			if (timeout == null) {
				call.await();
				return true;
			}
			if (call.await(timeout)) {
				return true;
			}
		}
		catch (InterruptedException ex) {
			if (declares(method, ex)) {
				throw ex;
			}
			Thread.currentThread().interrupt();
			throw new EventInterruptedException(gate.event(), ex);
		}
		if (gate.onTimeout() == OnTimeout.THROW) {
			throw gate.timedOut();
		}
		return false;
	}

	private static boolean declares(Method method, Exception ex) {
		return Arrays.stream(method.getExceptionTypes()).anyMatch((type) -> type.isInstance(ex));
	}

}
