package io.eventgate.cluster;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the store for reports until all instances have applied a version, the time is over
 * or the engine is closed.
 */
final class AckPoll {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	private final Engine engine;

	private final String event;

	private final Operations.Performed performed;

	private final CompletableFuture<Acknowledgements> result = new CompletableFuture<>();

	/** Written by tasks of the engine, read by any thread that ends the poll. */
	private volatile Acknowledgements known;

	AckPoll(Engine engine, String event, Operations.Performed performed) {
		this.engine = engine;
		this.event = event;
		this.performed = performed;
		this.known = acknowledgements(new TreeSet<>(Set.of(engine.settings().instance())), new TreeSet<>());
	}

	CompletableFuture<Acknowledgements> start(long nanos) {
		this.engine.endOnClose(this.result, this::end);
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
				if (reports != null && this.known.isComplete()) {
					end();
				}
				else {
					this.engine.schedule(this::ask, PAUSE);
				}
			});
		}
	}

	private void add(Map<String, String> reports) {
		SortedSet<String> applied = new TreeSet<>(this.known.applied());
		SortedSet<String> pending = new TreeSet<>();
		reports.forEach((instance, text) -> {
			InstanceReport report = InstanceReport.decode(instance, text);
			Long there = report.applied().get(this.event);
			if (there != null && there >= this.performed.version()) {
				applied.add(report.instance());
			}
			else if (!applied.contains(report.instance())) {
				pending.add(report.instance());
			}
		});
		this.known = acknowledgements(applied, pending);
	}

	private Acknowledgements acknowledgements(SortedSet<String> applied, SortedSet<String> pending) {
		return new Acknowledgements(this.performed.transition(), this.performed.version(), applied, pending);
	}

	private void end() {
		this.result.complete(this.known);
	}

}
