/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.GuardedCall;
import io.eventgate.boot.AwaitEvent.OnTimeout;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * The wait of a method that returns a {@link CompletionStage}. The method's body runs on
 * the executor if it had to wait, not in the thread that sets the event.
 */
final class StageWait {

	private StageWait() {
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the proxy returns it to the caller
	static @Nullable Object invoke(Gate gate, GuardedCall call, ProxyMethodInvocation invocation, Executor executor)
			throws Throwable {
		CompletableFuture<Void> open = call.whenSet();
		if (open.isDone() && !open.isCompletedExceptionally()) {
			return proceed(call, invocation);
		}
		// The invocation is over when this method returns; its copy can go on later.
		ProxyMethodInvocation later = (ProxyMethodInvocation) invocation.invocableClone();
		Duration timeout = gate.timeout();
		if (timeout != null) {
			open.orTimeout(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
		}
		CompletableFuture<CompletionStage<@Nullable Object>> body = open
			.handleAsync((nothing, failure) -> proceed(gate, call, later, failure), executor);
		body.whenComplete((stage, failure) -> {
			if (failure != null) {
				call.close(); // The executor has refused it.
			}
		});
		CompletableFuture<@Nullable Object> result = body.thenCompose((stage) -> stage);
		CompletableFuture<?> unused = result.whenComplete((value, failure) -> open.cancel(false));
		return result;
	}

	private static CompletionStage<@Nullable Object> proceed(Gate gate, GuardedCall call,
			ProxyMethodInvocation invocation, @Nullable Throwable failure) {
		if (failure != null) {
			call.close();
		}
		if (failure instanceof TimeoutException) {
			return (gate.onTimeout() == OnTimeout.SKIP) ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(gate.timedOut());
		}
		if (failure != null) {
			return CompletableFuture.failedFuture(failure);
		}
		try {
			CompletionStage<@Nullable Object> stage = proceed(call, invocation);
			return (stage != null) ? stage : CompletableFuture.completedFuture(null);
		}
		catch (Throwable ex) {
			return CompletableFuture
				.failedFuture((ex instanceof CompletionException) ? ex : new CompletionException(ex));
		}
	}

	/**
	 * Calls the method's body. The call ends with the stage that it returns, even if the
	 * caller cancels another stage that depends on it.
	 */
	@SuppressWarnings({ "unchecked", "FutureReturnValueIgnored" })
	private static @Nullable CompletionStage<@Nullable Object> proceed(GuardedCall call,
			ProxyMethodInvocation invocation) throws Throwable {
		CompletionStage<@Nullable Object> stage = null;
		try {
			stage = (CompletionStage<@Nullable Object>) invocation.proceed();
			return stage;
		}
		finally {
			if (stage != null) {
				stage.whenComplete((value, failure) -> call.close());
			}
			else {
				call.close();
			}
		}
	}

}
