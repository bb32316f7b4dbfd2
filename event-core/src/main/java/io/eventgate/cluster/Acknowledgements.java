/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The instances that have reported that they applied a switch of an event. Immutable.
 *
 * @since 0.1.0
 */
public final class Acknowledgements {

	private final Transition transition;

	private final long version;

	private final SortedSet<String> applied;

	private final SortedSet<String> pending;

	private final SortedSet<String> lost;

	private final SortedMap<String, Integer> active;

	private final boolean complete;

	private final boolean restored;

	private final @Nullable String error;

	Acknowledgements(Transition transition, long version, SortedSet<String> applied, SortedSet<String> pending,
			SortedSet<String> lost, SortedMap<String, Integer> active, boolean complete, boolean restored,
			@Nullable String error) {
		this.transition = Objects.requireNonNull(transition, "transition");
		this.version = version;
		this.applied = Collections.unmodifiableSortedSet(new TreeSet<>(applied));
		this.pending = Collections.unmodifiableSortedSet(new TreeSet<>(pending));
		this.lost = Collections.unmodifiableSortedSet(new TreeSet<>(lost));
		this.active = Collections.unmodifiableSortedMap(new TreeMap<>(active));
		this.complete = complete;
		this.restored = restored;
		this.error = error;
	}

	/** Returns the same after the switch was reverted. */
	Acknowledgements restored() {
		return new Acknowledgements(this.transition, this.version, this.applied, this.pending, this.lost, this.active,
				false, true, this.error);
	}

	/** Returns the same after the state was made a lasting one. */
	Acknowledgements lasting() {
		return new Acknowledgements(
				new Transition(this.transition.kind(), this.transition.wasSet(), this.transition.released(),
						this.transition.origin()),
				this.version, this.applied, this.pending, this.lost, this.active, this.complete, false, this.error);
	}

	/** Returns the same after something has failed. */
	Acknowledgements withError(String error) {
		return new Acknowledgements(this.transition, this.version, this.applied, this.pending, this.lost, this.active,
				false, false, error);
	}

	/**
	 * Returns the switch.
	 * @return the effect, as {@link io.eventgate.Event#change} returns it
	 */
	public Transition transition() {
		return this.transition;
	}

	/**
	 * Returns the version of the event that the switch led to.
	 * @return the version
	 */
	public long version() {
		return this.version;
	}

	/**
	 * Returns the instances that have this version or a later one.
	 * @return their names
	 */
	public SortedSet<String> applied() {
		return this.applied;
	}

	/**
	 * Returns the instances that report, and have not reported the version, or the number
	 * of active calls if it was asked for.
	 * @return their names
	 */
	public SortedSet<String> pending() {
		return this.pending;
	}

	/**
	 * Returns the instances that have disappeared without the version: they no longer
	 * report, and did not announce their end. They may still run, cut off from the store.
	 * An instance is lost until it reports again, or is {@linkplain ClusterEvents#forget
	 * forgotten}.
	 * @return their names
	 */
	public SortedSet<String> lost() {
		return this.lost;
	}

	/**
	 * Returns the instances that had active calls when they reported last, if
	 * {@linkplain ClusterEvents#drainAsync it was waited for their end}.
	 * @return the numbers of active calls by instance; none of them is 0
	 */
	public SortedMap<String, Integer> active() {
		return this.active;
	}

	/**
	 * Returns whether all instances have applied the switch: none is pending or lost, as
	 * many as expected have applied it, no call is active if that was waited for, and the
	 * list of instances is known to be complete. It is not known to be complete if the
	 * reports could not be read, or were lost within the last five sync intervals, in
	 * which all instances report.
	 * @return {@code true} if all have applied it
	 */
	public boolean isComplete() {
		return this.complete;
	}

	/**
	 * Returns whether the switch was reverted, because calls were left when the time of a
	 * {@linkplain ClusterEvents#drainAsync drain} was over.
	 * @return {@code true} if the event was set again for that reason
	 */
	public boolean isRestored() {
		return this.restored;
	}

	/**
	 * Returns the error of the last attempt to read the reports of instances, such as a
	 * missing right, or the reason for which the wait ended early.
	 * @return the error, if there was one
	 */
	public Optional<String> error() {
		return Optional.ofNullable(this.error);
	}

	@Override
	public String toString() {
		return "Acknowledgements[version=" + this.version + ", applied=" + this.applied + ", pending=" + this.pending
				+ ", lost=" + this.lost + ", active=" + this.active + ", complete=" + this.complete + ", restored="
				+ this.restored + ((this.error != null) ? ", error=" + this.error : "") + "]";
	}

}
