/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.Transition;
import io.eventgate.WaitOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An observer of a local event that notifies an observer of the shared one. Two are equal
 * if all components are, so that one can be removed by another.
 *
 * @param event the shared event
 * @param replica its copy here
 * @param observer the observer
 */
record RelayedObserver(Event event, Replica replica, EventObserver observer) implements EventObserver {

	@Override
	public void onTransition(Event local, Transition transition) {
		Transition whole = new Transition(transition.kind(), transition.wasSet(), transition.released(),
				transition.origin(), this.replica.until());
		call(() -> this.observer.onTransition(this.event, whole));
	}

	@Override
	public @Nullable Consumer<WaitOutcome> onBlock(Event local) {
		return relay(this.observer.onBlock(this.event));
	}

	@Override
	public @Nullable Consumer<WaitOutcome> onThreadBlock(Event local) {
		return relay(this.observer.onThreadBlock(this.event));
	}

	private @Nullable Consumer<WaitOutcome> relay(@Nullable Consumer<WaitOutcome> end) {
		return (end != null) ? (outcome) -> call(() -> end.accept(outcome)) : null;
	}

	@Override
	public void onWait(Event local, WaitOutcome outcome, long nanos) {
		call(() -> this.observer.onWait(this.event, outcome, nanos));
	}

	@Override
	public void onShutdown(Event local) {
		call(() -> this.observer.onShutdown(this.event));
	}

	private void call(Runnable call) {
		this.replica.call(new Notification(this, call));
	}

	/** The observer stands for this object in the log. */
	@Override
	public String toString() {
		return this.observer.toString();
	}

	/**
	 * A call of the observer. The caller handles what it throws: {@link UserCode} if it
	 * was deferred, the local event if not.
	 */
	private record Notification(RelayedObserver target, Runnable call) implements Runnable {

		@Override
		public void run() {
			this.call.run();
		}

		@Override
		public String toString() {
			return "Observer " + this.target + " of " + this.target.event;
		}

	}

}
