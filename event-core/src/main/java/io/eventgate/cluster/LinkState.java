/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The state of the link to the store, for any thread. Written by the {@link Feed} only.
 */
final class LinkState {

	private final CompletableFuture<Void> firstUp = new CompletableFuture<>();

	private volatile boolean up;

	private volatile long number;

	private volatile @Nullable Long syncedNanos;

	private volatile String position = "";

	private volatile long followedMicros;

	/** The time when the feed was last found to be broken. */
	private volatile @Nullable Long brokenNanos;

	private volatile Runnable hurry = () -> {
	};

	/** Returns whether operations can be tried. */
	boolean isUp() {
		return this.up;
	}

	/** Returns the number of the present link; each has another. */
	long number() {
		return this.number;
	}

	/** Returns a future that completes when the link is up for the first time. */
	CompletableFuture<Void> firstUp() {
		return this.firstUp;
	}

	/** Returns the time when the feed was last known to be complete. */
	@Nullable Long syncedNanos() {
		return this.syncedNanos;
	}

	/** Returns the position up to which all changes are applied here. */
	String position() {
		return this.position;
	}

	/**
	 * Returns the time on the store's clock up to which this link has brought all
	 * changes, 0 before its first snapshot. Those of the last moments may be missing.
	 */
	long followedMicros() {
		return this.followedMicros;
	}

	/** Returns the time of the last gap in the feed or loss of the link. */
	@Nullable Long brokenNanos() {
		return this.brokenNanos;
	}

	void broken(long nanos) {
		this.brokenNanos = nanos;
	}

	/**
	 * Called when a thread waits for changes, so that a store that is polled is polled
	 * now.
	 */
	void hurry() {
		this.hurry.run();
	}

	void onHurry(Runnable hurry) {
		this.hurry = hurry;
	}

	void next(long number) {
		this.up = false;
		this.followedMicros = 0;
		this.number = number;
	}

	void synced(long nanos, String position, long clockMicros) {
		this.position = position;
		this.followedMicros = clockMicros;
		this.syncedNanos = nanos;
		this.up = true;
		this.firstUp.complete(null);
	}

}
