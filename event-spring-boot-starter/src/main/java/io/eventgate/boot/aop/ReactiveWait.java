/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.eventgate.GuardedCall;
import io.eventgate.boot.AwaitEvent.OnTimeout;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The wait of a method that returns a reactive type: each subscription waits, and calls
 * the method's body when the event is set, on the parallel scheduler if it had to wait.
 * Also the wait of a suspending function, for which Spring's proxy subscribes. Loaded
 * only if Reactor is present.
 */
final class ReactiveWait {

	private ReactiveWait() {
	}

	static boolean supports(Class<?> type) {
		return adapter(type) != null;
	}

	/** The type that the adapter of a supported type creates. */
	static Class<?> created(Class<?> type) {
		return Objects.requireNonNull(adapter(type)).getReactiveType();
	}

	static boolean isMultiValue(Class<?> type) {
		ReactiveAdapter adapter = adapter(type);
		return adapter != null && adapter.isMultiValue();
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

	static Object invoke(Gate gate, Supplier<GuardedCall> calls, ProxyMethodInvocation invocation) {
		ReactiveAdapter adapter = Objects.requireNonNull(adapter(gate.result()));
		return adapter.fromPublisher(publisher(gate, calls, invocation, adapter::toPublisher));
	}

	/**
	 * Returns the publisher that Spring's proxy awaits: for a suspending function, each
	 * interceptor of its chain returns a publisher of the result. The function's body
	 * runs in the context of the coroutine that called it.
	 */
	static Publisher<?> suspend(Gate gate, Supplier<GuardedCall> calls, ProxyMethodInvocation invocation) {
		return publisher(gate, calls, invocation,
				(result) -> (result instanceof Publisher<?> publisher) ? publisher : Mono.justOrEmpty(result));
	}

	/** Each subscription is a call, which ends with it, however it ends. */
	private static Publisher<?> publisher(Gate gate, Supplier<GuardedCall> calls, ProxyMethodInvocation invocation,
			Function<@Nullable Object, Publisher<?>> toPublisher) {
		// The invocation is over when this method returns; its copies can go on later.
		ProxyMethodInvocation later = (ProxyMethodInvocation) invocation.invocableClone();
		Function<Boolean, Publisher<?>> result = (isOpen) -> isOpen ? proceed(later, toPublisher)
				: Mono.justOrEmpty(gate.skipped());
		return isMultiValue(gate.result())
				? Flux.using(calls::get, (call) -> open(gate, call).flatMapMany(result), GuardedCall::close)
				: Mono.using(calls::get,
						(call) -> open(gate, call).flatMap((isOpen) -> Mono.from(result.apply(isOpen))),
						GuardedCall::close);
	}

	/**
	 * Emits whether to proceed, or fails. The time of the wait begins only if the event
	 * is clear, and ends when it is set: it does not include the time until the scheduler
	 * has a thread.
	 */
	private static Mono<Boolean> open(Gate gate, GuardedCall call) {
		return Mono.defer(() -> {
			CompletableFuture<Void> future = call.whenSet();
			Mono<Boolean> open = Mono.fromFuture(future).thenReturn(true);
			return future.isDone() ? open : limited(gate, open).publishOn(Schedulers.parallel());
		});
	}

	private static Mono<Boolean> limited(Gate gate, Mono<Boolean> open) {
		Duration timeout = gate.timeout();
		if (timeout == null) {
			return open;
		}
		return open.timeout(timeout,
				(gate.onTimeout() == OnTimeout.SKIP) ? Mono.just(false) : Mono.error(gate::timedOut));
	}

	private static Publisher<?> proceed(ProxyMethodInvocation invocation,
			Function<@Nullable Object, Publisher<?>> toPublisher) {
		try {
			return toPublisher.apply(((ProxyMethodInvocation) invocation.invocableClone()).proceed());
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

}
