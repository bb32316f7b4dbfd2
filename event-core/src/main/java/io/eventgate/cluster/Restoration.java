/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The conclusion of a drain: the clear is reverted if calls are left and the caller asked
 * for that.
 */
final class Restoration {

	/*
	 * The clear makes a temporary state, which lasts a little longer than the drain. So
	 * if this instance ends before it has concluded the drain, another one reverts it.
	 * Otherwise this instance reverts it when the time of the drain is over, or makes it
	 * a lasting one when no call is left. Both are commands with the condition that the
	 * store has exactly this state: a later switch prevails.
	 */

	private static final Duration RESERVE = Duration.ofSeconds(10);

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

	private final Instance instance;

	private final ClusterEvent event;

	private final boolean restore;

	/** The time after which the state is reverted in any case. */
	private final @Nullable Duration duration;

	/** The time after which it is reverted if this instance has ended. */
	private final Duration limit;

	Restoration(Instance instance, ClusterEvent event, boolean restore, @Nullable Duration duration, Duration timeout) {
		this.instance = instance;
		this.event = event;
		this.restore = restore;
		this.duration = duration;
		this.limit = timeout.plusNanos(2 * instance.timeoutNanos()).plus(RESERVE);
	}

	/** Returns the time for which to clear the event. */
	@Nullable Duration duration() {
		return (this.restore && this.duration == null) ? this.limit : this.duration;
	}

	/** Takes the state back, or makes it a lasting one. */
	CompletableFuture<Acknowledgements> conclude(Operations.Performed performed, Acknowledgements drained) {
		boolean takesBack = this.restore && !drained.isComplete() && performed.transition().wasSet();
		boolean keeps = !takesBack && this.restore && this.duration == null
				&& Note.isTemporary(performed.state().note());
		if (!takesBack && !keeps) {
			return CompletableFuture.completedFuture(drained);
		}
		CompletableFuture<Acknowledgements> concluded = new CompletableFuture<>();
		this.instance.endOnClose(concluded, () -> concluded.complete(drained));
		this.instance.submit(() -> {
			Command command = takesBack ? Reversals.command(this.instance, this.event, performed.state(), 0)
					: keeping(performed.state());
			execute(command, performed.state(), drained, concluded::complete);
		});
		return concluded;
	}

	private Command keeping(State state) {
		String lasting = Note.decode(state.note()).lasting().encode();
		return new Command(this.event.name(), Transition.Kind.CLEAR, state.version(),
				Reversals.deadlineMicros(this.instance), lasting, lasting, new Condition(state, 0));
	}

	private void execute(Command command, State before, Acknowledgements drained, Consumer<Acknowledgements> answer) {
		boolean takesBack = command.kind() == Transition.Kind.SET;
		this.instance.ask("No answer to the end of a drain", this.instance.timeoutNanos(),
				() -> this.instance.store().transition(command), (result, failure) -> {
					if (result == null || result.status() == Result.Status.EXPIRED) {
						String why = (failure != null) ? Counters.describe(failure) : "The command came too late";
						this.instance.counters().failed("A drain could not be concluded: " + why);
						answer.accept(drained.withError("The state is temporary, because the store did not keep"
								+ " the end of the drain: " + why));
					}
					else if (!result.isExecuted()) {
						answer.accept(drained.withError(drained.error().orElse(Acks.switchedAgain(this.event.name()))));
					}
					else {
						Acknowledgements concluded = takesBack ? drained.restored() : drained.lasting();
						this.instance.link().hurry();
						awaitHere(before, PAUSE, () -> answer.accept(concluded));
					}
				});
	}

	/**
	 * Waits until the feed has brought another state, but not for long. A state that is
	 * made a lasting one has the same version.
	 */
	private void awaitHere(State before, long pause, Runnable then) {
		if (!this.event.replica().state().equals(before) || pause > this.instance.timeoutNanos() / 2) {
			then.run();
		}
		else {
			this.instance.schedule(() -> awaitHere(before, 2 * pause, then), pause);
		}
	}

}
