package io.eventgate.cluster;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

import io.eventgate.Transition;

/**
 * The instances that have applied a switch of an event, as far as they have reported it.
 *
 * @param transition the switch, as {@link io.eventgate.Event#change} answers it
 * @param version the version of the event that the switch led to
 * @param applied the instances that have this version or a later one
 * @param pending the instances that are alive and have not said so
 * @since 0.1.0
 */
public record Acknowledgements(Transition transition, long version, SortedSet<String> applied,
		SortedSet<String> pending) {

	/**
	 * Creates acknowledgements.
	 * @param transition the switch
	 * @param version the version of the event
	 * @param applied the instances that have it
	 * @param pending the instances that have not
	 */
	public Acknowledgements {
		Objects.requireNonNull(transition, "transition");
		applied = Collections.unmodifiableSortedSet(new TreeSet<>(applied));
		pending = Collections.unmodifiableSortedSet(new TreeSet<>(pending));
	}

	/**
	 * Tells whether all instances that are alive have applied it.
	 * @return {@code true} if none is pending
	 */
	public boolean isComplete() {
		return this.pending.isEmpty();
	}

}
