package io.eventgate.cluster;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the store for reports until all instances have applied a version, or the time is
 * over.
 */
final class AckPoll {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	private final Engine engine;

	private final String event;

	private final long version;

	private final SortedSet<String> applied = new TreeSet<>();

	private final SortedSet<String> pending = new TreeSet<>();

	private final CompletableFuture<Acknowledgements> result = new CompletableFuture<>();

	AckPoll(Engine engine, String event, long version) {
		this.engine = engine;
		this.event = event;
		this.version = version;
		this.applied.add(engine.settings().instance());
	}

	CompletableFuture<Acknowledgements> start(long nanos) {
		this.engine.schedule(this::end, Math.max(0, nanos));
		this.engine.schedule(this::ask, 0);
		return this.result;
	}

	private void ask() {
		if (!this.result.isDone()) {
			this.engine.ask(() -> this.engine.store().reports(), (reports, failure) -> {
				if (reports != null) {
					add(reports);
				}
				if (this.pending.isEmpty() && reports != null) {
					end();
				}
				else {
					this.engine.schedule(this::ask, PAUSE);
				}
			});
		}
	}

	private void add(Map<String, String> reports) {
		this.pending.clear();
		reports.forEach((instance, text) -> {
			Long there = InstanceReport.decode(instance, text).applied().get(this.event);
			if (there != null && there >= this.version) {
				this.applied.add(instance);
			}
			else if (!this.applied.contains(instance)) {
				this.pending.add(instance);
			}
		});
	}

	private void end() {
		this.result.complete(new Acknowledgements(this.version, this.applied, this.pending));
	}

}
