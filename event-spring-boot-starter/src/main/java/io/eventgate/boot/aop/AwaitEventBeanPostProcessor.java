/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.eventgate.EventRegistry;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.UndefinedEventException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * Adds a wait to methods with {@link AwaitEvent @AwaitEvent}, outside other advice such
 * as transactions, so that no resource is held while waiting, but inside {@code @Async}
 * and {@code @Scheduled}. The names are checked when all singletons exist, because events
 * may be beans of the application, and at once for beans that are created later.
 *
 * @since 0.1.0
 */
public final class AwaitEventBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	/** Soft references, because beans of other classes can be created later. */
	private final transient Map<Class<?>, List<Method>> gated = new ConcurrentReferenceHashMap<>();

	private final transient Queue<Use> unchecked = new ConcurrentLinkedQueue<>();

	private final transient Supplier<EventRegistry> registry;

	private final transient Supplier<Executor> executor;

	private transient @Nullable AwaitEventInterceptor interceptor;

	private transient volatile boolean started;

	/**
	 * Creates the post-processor.
	 * @param registry supplies the registry of events when first needed
	 * @param executor supplies the executor for methods that return a stage and have
	 * waited, when first needed
	 */
	public AwaitEventBeanPostProcessor(Supplier<EventRegistry> registry, Supplier<Executor> executor) {
		this.registry = registry;
		this.executor = executor;
		setBeforeExistingAdvisors(true);
		// Just before the post-processors of @Async and @Scheduled.
		setOrder(Ordered.LOWEST_PRECEDENCE - 1);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		AwaitEventInterceptor interceptor = new AwaitEventInterceptor(
				new EmbeddedValueResolver((ConfigurableListableBeanFactory) beanFactory), this.registry, this.executor);
		this.interceptor = interceptor;
		this.advisor = new DefaultPointcutAdvisor(new StaticMethodMatcherPointcut() {

			@Override
			public boolean matches(Method method, Class<?> type) {
				return Gate.isAt(AopUtils.getMostSpecificMethod(method, type), type);
			}

		}, interceptor);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		for (Method method : gated(type)) {
			Gate gate = (this.interceptor != null) ? this.interceptor.gate(method, type) : null;
			if (gate != null) {
				this.unchecked.add(new Use(gate.event(), method.toGenericString()));
			}
		}
		if (this.started) {
			check();
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	@Override
	protected boolean isEligible(Class<?> type) {
		return !gated(type).isEmpty();
	}

	private List<Method> gated(Class<?> type) {
		return this.gated.computeIfAbsent(type, AwaitEventBeanPostProcessor::findGated);
	}

	/** Searches each method once, but none of Spring's, which are most. */
	private static List<Method> findGated(Class<?> type) {
		boolean spring = type.getName().startsWith("org.springframework.")
				&& !type.getName().startsWith("org.springframework.samples.");
		if (spring || !AnnotationUtils.isCandidateClass(type, AwaitEvent.class)) {
			return List.of();
		}
		boolean all = AnnotatedElementUtils.hasAnnotation(type, AwaitEvent.class);
		List<Method> methods = Arrays
			.stream(ReflectionUtils.getUniqueDeclaredMethods(type, ReflectionUtils.USER_DECLARED_METHODS))
			.filter((method) -> all ? Gate.isAt(method, type)
					: AnnotatedElementUtils.hasAnnotation(method, AwaitEvent.class))
			.toList();
		if (!Proxy.isProxyClass(type)) { // All of its methods are final, and another
											// proxy has its interfaces.
			methods.forEach(AwaitEventBeanPostProcessor::refuseIfNoProxyIntercepts);
		}
		return methods;
	}

	/** Throws an exception for a method that would be called without a wait. */
	private static void refuseIfNoProxyIntercepts(Method method) {
		String obstacle = obstacle(method.getModifiers());
		boolean annotated = AnnotatedElementUtils.hasAnnotation(method, AwaitEvent.class);
		if (obstacle != null && (annotated || isPublicInstanceMethod(method))) {
			throw new IllegalStateException("@AwaitEvent has no effect on the " + obstacle + " method "
					+ method.toGenericString() + ", which a proxy cannot intercept. " + remedy(method, obstacle)
					+ " or remove the annotation");
		}
	}

	/** In Kotlin a function is final unless it is declared open. */
	private static String remedy(Method method, String obstacle) {
		return (obstacle.equals("final") && KotlinDetector.isKotlinType(method.getDeclaringClass()))
				? "Declare it and its class 'open', by hand or by the compiler plugin 'spring',"
				: "Remove '" + obstacle + "'";
	}

	private static @Nullable String obstacle(int modifiers) {
		if (Modifier.isPrivate(modifiers)) {
			return "private";
		}
		if (Modifier.isStatic(modifiers)) {
			return "static";
		}
		return Modifier.isFinal(modifiers) ? "final" : null;
	}

	/** Returns whether an annotation of the class applies to the method. */
	private static boolean isPublicInstanceMethod(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.started = true;
		check();
		this.gated.clear(); // Most classes have no bean that is created later.
	}

	private void check() {
		for (Use use = this.unchecked.poll(); use != null; use = this.unchecked.poll()) {
			if (this.registry.get().find(use.event()).isEmpty()) {
				throw new UndefinedEventException(use.event(), use.method());
			}
		}
	}

	private record Use(String event, String method) {

	}

}
