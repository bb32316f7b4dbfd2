/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;

/**
 * Calls of a {@link StateStore} for its tests. No method waits longer than 40 seconds.
 *
 * @since 0.1.0
 */
public final class StoreCalls {

	/** A deadline that is never reached. */
	public static final long NO_DEADLINE = Long.MAX_VALUE;

	private StoreCalls() {
	}

	/**
	 * Creates a command without a deadline, with the note {@code note of} and its kind.
	 * @param event the event
	 * @param kind the kind of the command
	 * @param known the known version
	 * @return the command
	 */
	public static Command command(String event, Kind kind, long known) {
		return new Command(event, kind, known, NO_DEADLINE, "note of " + kind);
	}

	/**
	 * Connects a store, and ignores the loss of the link.
	 * @param store the store
	 * @param <S> its type
	 * @return the same
	 */
	public static <S extends StateStore> S connect(S store) {
		get(store.connect((cause) -> {
		}));
		return store;
	}

	/**
	 * Reads one event.
	 * @param store the store
	 * @param event the event
	 * @return its state
	 */
	public static State state(StateStore store, String event) {
		return get(store.read(event)).state();
	}

	/**
	 * Waits for a stage that must succeed.
	 * @param stage the stage
	 * @param <T> the type of the result
	 * @return the result
	 */
	public static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("failed: " + ex.getCause(), ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("no answer in 20 seconds", ex);
		}
	}

	/**
	 * Waits for a stage that may fail.
	 * @param stage the stage
	 * @return the failure, or {@code null} if it succeeded
	 */
	public static @Nullable Throwable outcome(CompletionStage<?> stage) {
		try {
			stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			return (ex.getCause() instanceof CompletionException) ? ex.getCause().getCause() : ex.getCause();
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("neither success nor failure in 20 seconds", ex);
		}
	}

	/**
	 * Waits until a condition is met.
	 * @param what a description of the condition
	 * @param condition the condition
	 */
	public static void await(String what, Condition condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
		long pause = 1;
		try {
			while (!condition.isMet()) {
				if (System.nanoTime() - deadline > 0) {
					fail("waited 40 seconds for " + what);
				}
				Thread.sleep(pause);
				pause = Math.min(2 * pause, 25);
			}
		}
		catch (Exception ex) {
			throw new AssertionError("while waiting for " + what, ex);
		}
	}

	/**
	 * Runs an action on an event, and returns whether the store was available.
	 * @param action the action, such as a switch
	 * @return {@code false} if it threw an {@link EventStoreUnavailableException}
	 */
	public static boolean isDone(Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (EventStoreUnavailableException ex) {
			return false;
		}
	}

	/**
	 * A condition whose check may throw.
	 */
	@FunctionalInterface
	public interface Condition {

		/**
		 * Returns whether the condition is met.
		 * @return {@code true} if it is met
		 * @throws Exception if the check fails
		 */
		boolean isMet() throws Exception;

	}

}
