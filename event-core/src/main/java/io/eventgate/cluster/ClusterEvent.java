/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventObserver;
import io.eventgate.ForwardingEvent;
import io.eventgate.RevertibleEvent;
import io.eventgate.Transition;

/**
 * An event that all instances share. Threads wait for its local copy; a switch is made in
 * the store first, and in the copy when the store has accepted it.
 */
final class ClusterEvent extends ForwardingEvent implements RevertibleEvent {

	private final String name;

	private final Instance instance;

	private final Operations operations;

	/**
	 * Also held here, so that {@link #isSet()} costs no more than that of a local event.
	 */
	private final Event local;

	private final Replica replica;

	/** The time at which this event was created here, on the timeline. */
	private final long createdNanos;

	/** Completes after the first request to the store, or when there will be none. */
	private final CompletableFuture<Void> asked = new CompletableFuture<>();

	private final boolean clearsWhenCutOff;

	ClusterEvent(EventDefinition definition, Instance instance, Operations operations) {
		this.name = definition.name();
		this.instance = instance;
		this.operations = operations;
		this.replica = new Replica(definition, instance.timeline()::handOver);
		this.local = this.replica.local;
		this.createdNanos = instance.timeline().nanoTime();
		this.clearsWhenCutOff = definition.whenCutOff() == EventDefinition.CutOff.CLEAR;
	}

	String name() {
		return this.name;
	}

	boolean isOf(Instance other) {
		return this.instance == other;
	}

	Replica replica() {
		return this.replica;
	}

	long createdNanos() {
		return this.createdNanos;
	}

	/** Returns whether the event must not stay set without the store. */
	boolean clearsWhenCutOff() {
		return this.clearsWhenCutOff;
	}

	CompletableFuture<Void> asked() {
		return this.asked;
	}

	@Override
	protected Event delegate() {
		return this.local;
	}

	@Override
	public boolean isSet() {
		return this.local.isSet();
	}

	@Override
	public boolean set() {
		return !change(Transition.Kind.SET).wasSet();
	}

	@Override
	public boolean clear() {
		return change(Transition.Kind.CLEAR).wasSet();
	}

	@Override
	public void pulse() {
		change(Transition.Kind.PULSE);
	}

	@Override
	public Transition change(Transition.Kind kind) {
		return this.operations.perform(this, Objects.requireNonNull(kind, "kind"), false, null).transition();
	}

	@Override
	public Transition changeFor(Transition.Kind kind, Duration duration) {
		RevertibleEvent.check(kind, duration);
		return this.operations.perform(this, kind, false, duration).transition();
	}

	@Override
	public Optional<Instant> getRevertTime() {
		String note = this.replica.state().note();
		return Note.isTemporary(note) ? Optional.ofNullable(Cause.until(Note.decode(note), this.instance))
				: Optional.empty();
	}

	@Override
	public CompletableFuture<Void> whenSet() {
		return ReplicaFuture.of(this.replica);
	}

	/**
	 * Shuts the event down in this instance. It then no longer follows the others; its
	 * flag can still be changed, here and in the store.
	 */
	@Override
	public void shutdown() {
		this.instance.events().remove(this.name, this);
		this.operations.leave(this);
		this.asked.complete(null);
		this.local.shutdown();
	}

	@Override
	public void addObserver(EventObserver observer) {
		this.local.addObserver(relay(observer));
	}

	@Override
	public void removeObserver(EventObserver observer) {
		this.local.removeObserver(relay(observer));
	}

	private EventObserver relay(EventObserver observer) {
		return new RelayedObserver(this, this.replica, Objects.requireNonNull(observer, "observer"));
	}

	@Override
	public String toString() {
		return this.local.toString();
	}

}
