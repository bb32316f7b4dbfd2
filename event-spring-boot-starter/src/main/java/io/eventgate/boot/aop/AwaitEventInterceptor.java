package io.eventgate.boot.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
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
 * An interceptor that waits before it proceeds, as the method's return type requires.
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
		Event event = this.registry.get().get(gate.event());
		return switch (gate.kind()) {
			case BLOCKING -> isOpen(gate, event, invocation.getMethod()) ? invocation.proceed() : gate.skipped();
			case STAGE -> StageWait.invoke(gate, event, (ProxyMethodInvocation) invocation, this.executor.get());
			case REACTIVE -> ReactiveWait.invoke(gate, event, (ProxyMethodInvocation) invocation);
			case SUSPENDING -> ReactiveWait.suspend(gate, event, (ProxyMethodInvocation) invocation);
		};
	}

	/** Blocks until the event is set; {@code false} to skip the call. */
	private boolean isOpen(Gate gate, Event event, Method method) throws InterruptedException {
		try {
			Duration timeout = gate.timeout();
			if (timeout == null) {
				event.await();
				return true;
			}
			if (event.await(timeout)) {
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
