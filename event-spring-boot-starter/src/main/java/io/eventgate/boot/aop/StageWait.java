package io.eventgate.boot.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.Event;
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
	static @Nullable Object invoke(Gate gate, Event event, ProxyMethodInvocation invocation, Executor executor)
			throws Throwable {
		CompletableFuture<Void> open = event.whenSet();
		if (open.isDone() && !open.isCompletedExceptionally()) {
			return invocation.proceed();
		}
		// The invocation is over when this method returns; its copy can go on later.
		ProxyMethodInvocation later = (ProxyMethodInvocation) invocation.invocableClone();
		Duration timeout = gate.timeout();
		if (timeout != null) {
			open.orTimeout(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
		}
		CompletableFuture<@Nullable Object> result = open
			.handleAsync((nothing, failure) -> proceed(gate, later, failure), executor)
			.thenCompose((stage) -> stage);
		CompletableFuture<?> unused = result.whenComplete((value, failure) -> open.cancel(false));
		return result;
	}

	@SuppressWarnings("unchecked")
	private static CompletionStage<@Nullable Object> proceed(Gate gate, ProxyMethodInvocation invocation,
			@Nullable Throwable failure) {
		if (failure instanceof TimeoutException) {
			return (gate.onTimeout() == OnTimeout.SKIP) ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(gate.timedOut());
		}
		if (failure != null) {
			return CompletableFuture.failedFuture(failure);
		}
		try {
			CompletionStage<@Nullable Object> stage = (CompletionStage<@Nullable Object>) invocation.proceed();
			return (stage != null) ? stage : CompletableFuture.completedFuture(null);
		}
		catch (Throwable ex) {
			return CompletableFuture
				.failedFuture((ex instanceof CompletionException) ? ex : new CompletionException(ex));
		}
	}

}
