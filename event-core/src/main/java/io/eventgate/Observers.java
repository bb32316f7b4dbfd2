/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The observers of one event. A failing one affects neither the event nor the others.
 */
final class Observers {

	private final CopyOnWriteArrayList<EventObserver> observers = new CopyOnWriteArrayList<>();

	void add(EventObserver observer) {
		this.observers.add(Objects.requireNonNull(observer, "observer"));
	}

	void remove(EventObserver observer) {
		this.observers.remove(Objects.requireNonNull(observer, "observer"));
	}

	boolean isEmpty() {
		return this.observers.isEmpty();
	}

	void transition(Event event, Transition transition) {
		callEach(event, this.observers, (observer) -> observer.onTransition(event, transition));
	}

	void shutdown(Event event) {
		callEach(event, this.observers, (observer) -> observer.onShutdown(event));
	}

	/**
	 * Notifies the observers before a wait blocks. Uses no lambdas: if the stack were
	 * exhausted when they are linked, every later wait would fail here.
	 */
	void blocks(Event event, Waiter waiter) {
		if (isEmpty()) {
			return;
		}
		for (EventObserver observer : this.observers) {
			try {
				add(observer.onBlock(event), waiter);
				if (waiter.thread() != null) {
					add(observer.onThreadBlock(event), waiter);
				}
			}
			catch (Exception | LinkageError | AssertionError ex) {
				failed(observer, event, ex);
			}
		}
	}

	private static void add(@Nullable Consumer<WaitOutcome> end, Waiter waiter) {
		if (end != null) {
			if (waiter.ends.isEmpty()) {
				waiter.ends = new ArrayList<>(1);
			}
			waiter.ends.add(end);
		}
	}

	void waited(Event event, WaitOutcome outcome, Waiter waiter) {
		if (!isEmpty()) {
			long nanos = waiter.age();
			callEach(event, this.observers, (observer) -> observer.onWait(event, outcome, nanos));
		}
		List<Consumer<WaitOutcome>> ends = waiter.ends;
		if (!ends.isEmpty()) {
			waiter.ends = List.of();
			callEach(event, ends, (end) -> end.accept(outcome));
		}
	}

	/**
	 * Calls observers one after the other. An exception is logged, and stops neither the
	 * next one nor the caller; only errors of the JVM itself do.
	 * @param source the observed object, for the log
	 */
	static <T> void callEach(Object source, List<T> targets, Consumer<T> call) {
		for (T target : targets) {
			try {
				call.accept(target);
			}
			// Also checked exceptions of other languages, missing classes, assertions.
			catch (Exception | LinkageError | AssertionError ex) {
				failed(target, source, ex);
			}
		}
	}

	private static void failed(Object target, Object source, Throwable ex) {
		System.getLogger(Event.class.getName())
			.log(Level.WARNING, () -> "Observer " + target + " of " + source + " failed", ex);
	}

}
