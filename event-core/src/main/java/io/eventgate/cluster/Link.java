package io.eventgate.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The connection to the store with its subscription, kept up for ever.
 */
final class Link {

	/*
	 * Invariants.
	 *
	 * (1) There is one link at a time. Each has a number, and what comes late from an
	 * earlier one is ignored.
	 *
	 * (2) A link is up when the store had acknowledged the subscription, and then
	 * everything was read. So no change falls between: what happened before the read is
	 * in it, and what happens later is hinted at. Between the two it has reported, or has
	 * tried to.
	 *
	 * (3) It never stops trying. Whenever it is not up, one of three is pending: the time
	 * limit of the attempt, the report and the read that follow it, which have limits
	 * too, or the delay before the next attempt, which is capped. When it is up, the
	 * reads at each interval are the watchdog: a link on which two of them in a row get
	 * no answer is given up.
	 */

	private static final Logger LOGGER = System.getLogger(ClusterEvents.class.getName());

	private static final long SHORTEST_DELAY = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(1);

	private final Engine engine;

	private final CompletableFuture<Void> firstUp = new CompletableFuture<>();

	private volatile boolean up;

	private long number;

	private int failures;

	private boolean closed;

	private Runnable limit = () -> {
	};

	Link(Engine engine) {
		this.engine = engine;
	}

	/** Whether operations can be tried. */
	boolean isUp() {
		return this.up;
	}

	/** Completes when the link is up for the first time. */
	CompletableFuture<Void> firstUp() {
		return this.firstUp;
	}

	void open() {
		if (this.closed) {
			return;
		}
		long attempt = ++this.number;
		this.engine.counters().links.increment();
		this.limit = this.engine
			.schedule(
					() -> lost(attempt,
							new TimeoutException("No connection within "
									+ this.engine.settings().commandTimeout().toMillis() + " ms")),
					this.engine.timeoutNanos());
		this.engine.ask(() -> this.engine.store().subscribe(new Hints(attempt)), (nothing, failure) -> {
			if (attempt == this.number) {
				this.limit.run();
				if (failure != null) {
					lost(attempt, failure);
				}
				else {
					// Before the read: who asks for acknowledgements of a change that
					// it does not show must know of us, and wait.
					this.engine.reporter().begin(() -> {
						if (attempt == this.number) {
							this.engine.reader().begin();
						}
					});
				}
			}
		});
	}

	/** The first read of this link is done. */
	void caughtUp() {
		boolean wasDown = this.failures > 0;
		this.failures = 0;
		this.up = true;
		this.firstUp.complete(null);
		this.engine.reporter().report();
		if (wasDown) {
			LOGGER.log(Level.INFO, "Events follow the store again: " + this.engine.store());
		}
	}

	/** The present link does not answer. */
	void lost(Throwable cause) {
		lost(this.number, cause);
	}

	private void lost(long attempt, Throwable cause) {
		if (attempt != this.number || this.closed) {
			return;
		}
		this.number++;
		this.limit.run();
		this.engine.reader().stop();
		this.engine.counters().failed(cause);
		if (this.up || (this.failures == 0 && !this.firstUp.isDone())) {
			LOGGER.log(Level.WARNING, "Events do not follow the store until it can be reached again: "
					+ this.engine.store() + " (" + Counters.describe(cause) + ")");
		}
		this.up = false;
		this.limit = this.engine.schedule(this::open, delay());
		this.failures++;
	}

	/**
	 * Doubles up to the cap; half of it is chance, so that instances do not come all at
	 * once.
	 */
	private long delay() {
		long delay = Math.min(LONGEST_DELAY, SHORTEST_DELAY << Math.min(this.failures, 10));
		return (long) (delay * (0.5 + this.engine.timeline().random() / 2));
	}

	void close() {
		this.closed = true;
		this.up = false;
		this.number++;
		this.limit.run();
		this.engine.reader().stop();
	}

	/** What the store says about one link. */
	private final class Hints implements StateStore.Listener {

		private final long attempt;

		Hints(long attempt) {
			this.attempt = attempt;
		}

		@Override
		public void onHint(String event) {
			Link.this.engine.execute(() -> Link.this.engine.reader().hint(event));
		}

		@Override
		public void onLost(@Nullable Throwable cause) {
			Link.this.engine.execute(() -> lost(this.attempt,
					(cause != null) ? cause : new IllegalStateException("The connection was closed")));
		}

	}

}
