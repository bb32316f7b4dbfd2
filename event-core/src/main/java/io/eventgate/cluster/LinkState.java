package io.eventgate.cluster;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * How the link to the store is, for any thread. Written by the {@link Feed} only.
 */
final class LinkState {

	private final CompletableFuture<Void> firstUp = new CompletableFuture<>();

	private volatile boolean up;

	private volatile long number;

	private volatile @Nullable Long syncedNanos;

	private volatile String position = "";

	/** When the feed was last found to be broken. */
	private volatile @Nullable Long brokenNanos;

	private volatile Runnable hurry = () -> {
	};

	/** Whether operations can be tried. */
	boolean isUp() {
		return this.up;
	}

	/** The number of the present link; each has another. */
	long number() {
		return this.number;
	}

	/** Completes when the link is up for the first time. */
	CompletableFuture<Void> firstUp() {
		return this.firstUp;
	}

	/** When the feed was last known to be complete. */
	@Nullable Long syncedNanos() {
		return this.syncedNanos;
	}

	/** The position up to which all changes are applied here. */
	String position() {
		return this.position;
	}

	/** When the feed was last found to be broken, be it by a gap or with the link. */
	@Nullable Long brokenNanos() {
		return this.brokenNanos;
	}

	void broken(long nanos) {
		this.brokenNanos = nanos;
	}

	/** A thread waits for changes: a store that is asked now and then is asked now. */
	void hurry() {
		this.hurry.run();
	}

	void onHurry(Runnable hurry) {
		this.hurry = hurry;
	}

	void next(long number) {
		this.up = false;
		this.number = number;
	}

	void synced(long nanos, String position) {
		this.position = position;
		this.syncedNanos = nanos;
		this.up = true;
		this.firstUp.complete(null);
	}

}
