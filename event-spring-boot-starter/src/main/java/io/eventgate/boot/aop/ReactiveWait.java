package io.eventgate.boot.aop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.boot.AwaitEvent.OnTimeout;
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
 * Loaded only where Reactor is present.
 */
final class ReactiveWait {

	private ReactiveWait() {
	}

	static boolean supports(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	static Object invoke(Gate gate, Event event, ProxyMethodInvocation invocation) {
		ReactiveAdapter adapter = Objects.requireNonNull(
				ReactiveAdapterRegistry.getSharedInstance().getAdapter(invocation.getMethod().getReturnType()));
		// The invocation is over when this method returns; its copies can go on later.
		ProxyMethodInvocation later = (ProxyMethodInvocation) invocation.invocableClone();
		Mono<Boolean> open = open(gate, event);
		Publisher<?> result = adapter.isMultiValue()
				? open.flatMapMany((isOpen) -> isOpen ? proceed(adapter, later) : Flux.empty())
				: open.flatMap((isOpen) -> isOpen ? Mono.from(proceed(adapter, later)) : Mono.empty());
		return adapter.fromPublisher(result);
	}

	/** Emits whether to proceed, or fails. */
	private static Mono<Boolean> open(Gate gate, Event event) {
		Mono<Boolean> open = Mono.defer(() -> {
			CompletableFuture<Void> future = event.whenSet();
			Mono<Void> wait = Mono.fromFuture(future);
			return future.isDone() ? wait.thenReturn(true) : wait.thenReturn(true).publishOn(Schedulers.parallel());
		});
		Duration timeout = gate.timeout();
		if (timeout == null) {
			return open;
		}
		return open.timeout(timeout,
				(gate.onTimeout() == OnTimeout.SKIP) ? Mono.just(false) : Mono.error(gate::timedOut));
	}

	private static Publisher<Object> proceed(ReactiveAdapter adapter, ProxyMethodInvocation invocation) {
		try {
			return adapter.toPublisher(((ProxyMethodInvocation) invocation.invocableClone()).proceed());
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

}
