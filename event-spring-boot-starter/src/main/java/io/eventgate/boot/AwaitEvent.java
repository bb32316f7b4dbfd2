/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes calls of a bean's method wait until an event is set. On a class it applies to all
 * of its public methods, but not to {@code toString}, {@code equals} and
 * {@code hashCode}. As with all proxies of Spring, calls from inside the same object do
 * not wait.
 *
 * <p>
 * A method that returns a {@link java.util.concurrent.CompletionStage} or, with Reactor
 * on the class path, a reactive type, blocks no thread: its body is called when the event
 * is set, on a thread of the application's task executor or of Reactor's parallel
 * scheduler. A subtype of these that the wait cannot return, such as a subclass of
 * {@link java.util.concurrent.CompletableFuture}, stops the start. A suspending function
 * of Kotlin suspends its coroutine and resumes in its context, which needs
 * {@code kotlinx-coroutines-reactor} and {@code kotlin-reflect} on the class path;
 * without them the start fails. Any other method blocks its caller, and throws an
 * {@link IllegalStateException} on a thread that must not block, such as an event loop.
 * If the caller is interrupted, the method is not called and the caller gets an
 * {@link InterruptedException} if the method declares it, otherwise an
 * {@link EventInterruptedException} with the interrupt status set.
 *
 * <p>
 * The wait comes before all other advice of the method: a transaction begins, and takes
 * its connection, when the event is set. A transaction of the caller stays open
 * meanwhile. A method that is {@code @Async} waits in its executor, one that is
 * {@code @Scheduled} in the scheduler, where a time-out with {@link OnTimeout#SKIP} skips
 * this run.
 *
 * <p>
 * A name that is not defined stops the start of the application; that of a lazy bean
 * stops its creation, and that on an interface without a class of the application, such
 * as a repository, fails the call. Classes of Spring itself are ignored. The annotation
 * on a private, static or final method stops the start too, because a proxy cannot
 * intercept it.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface AwaitEvent {

	/**
	 * The name of the event; placeholders such as <code>${my.event}</code> are resolved.
	 * @return the name of the event
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the event; placeholders such as <code>${my.event}</code> are resolved.
	 * @return the name of the event
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * The maximum time to wait, such as {@code 2s}, {@code 500ms} or {@code PT1M}; a bare
	 * number means milliseconds. Zero does not wait. Placeholders are resolved. If empty,
	 * the wait has no limit.
	 * @return the maximum time to wait
	 */
	String timeout() default "";

	/**
	 * The action when the time has run out.
	 * @return the action
	 */
	OnTimeout onTimeout() default OnTimeout.THROW;

	/**
	 * Like {@link #onTimeout()}, which it overrides, for placeholders.
	 * @return {@code THROW} or {@code SKIP}, in any case, or empty
	 */
	String onTimeoutString() default "";

	/**
	 * The action for a call whose time has run out.
	 */
	enum OnTimeout {

		/** The caller gets an {@link EventTimeoutException}. */
		THROW,

		/**
		 * The method is not called; the caller gets {@code null}, an empty
		 * {@link java.util.Optional}, or a stage or publisher that completes with these.
		 * A primitive or non-null return type stops the start: non-null is a type of
		 * Kotlin without a question mark, and one of {@code @NullMarked} Java code
		 * without {@code @Nullable}.
		 */
		SKIP

	}

}
