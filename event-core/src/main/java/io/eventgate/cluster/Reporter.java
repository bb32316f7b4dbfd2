package io.eventgate.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Reports to the store how far this instance is: which versions it has applied of the
 * events that changed lately, and how many wait here. At each fifth interval, and at once
 * when it begins to follow the store, when it has read all, and when somebody asked for
 * acknowledgements.
 */
final class Reporter {

	private static final int INTERVALS = 5;

	/** After how many reports that fail to come an instance counts as gone. */
	private static final int REPORTS_MISSED = 3;

	/** How long a change is reported. */
	static final long LATELY_MICROS = TimeUnit.MINUTES.toMicros(1);

	private final Engine engine;

	/** When each event changed here last. Used by any thread, unlike the other fields. */
	private final Map<String, Long> changes = new ConcurrentHashMap<>();

	/** The requests for acknowledgement that were seen, by event. */
	private final Map<String, String> requests = new HashMap<>();

	/** The number of the report that is under way, or 0. */
	private long sending;

	private long reports;

	private boolean again;

	/** What to do after the first report of a link. */
	private @Nullable Runnable afterwards;

	Reporter(Engine engine) {
		this.engine = engine;
	}

	Duration interval() {
		return this.engine.settings().syncInterval().multipliedBy(INTERVALS);
	}

	/** An event has changed here. For any thread. */
	void changed(String event) {
		this.changes.put(event, this.engine.timeline().nanoTime());
	}

	/** A note was read. */
	void seen(String event, Note note) {
		if (note.acknowledge() && !note.operation().equals(this.requests.put(event, note.operation()))) {
			changed(event);
			send();
		}
	}

	/** Sends a report if the store can be reached. */
	void report() {
		if (this.engine.link().isUp()) {
			send();
		}
	}

	/**
	 * Sends the first report of a new link. One of an earlier link is not waited for.
	 * @param afterwards what to do when it has arrived, or has had its time
	 */
	void begin(Runnable afterwards) {
		this.afterwards = afterwards;
		this.sending = 0;
		send();
	}

	/** Sends a report. While one is under way, another one follows it. */
	void send() {
		if (this.sending != 0) {
			this.again = true;
			return;
		}
		this.requests.keySet().retainAll(this.engine.events().keySet());
		long number = ++this.reports;
		this.sending = number;
		this.engine.schedule(() -> sent(number), this.engine.timeoutNanos());
		this.engine.ask(() -> this.engine.store()
			.report(this.engine.settings().instance(), current().encode(), interval().multipliedBy(REPORTS_MISSED)),
				(nothing, failure) -> sent(number));
	}

	/** A report has arrived, or has had its time. */
	private void sent(long number) {
		if (number == this.sending) {
			this.sending = 0;
			Runnable next = this.afterwards;
			this.afterwards = null;
			if (next != null) {
				next.run();
			}
			if (this.again) {
				this.again = false;
				send();
			}
		}
	}

	/** The report as of now. For any thread. */
	InstanceReport current() {
		long now = this.engine.timeline().nanoTime();
		this.changes.values().removeIf((changed) -> now - changed > LATELY_MICROS * 1_000);
		Map<String, Long> applied = new LinkedHashMap<>();
		Map<String, Integer> waiters = new LinkedHashMap<>();
		this.engine.events().forEach((name, event) -> {
			if (this.changes.containsKey(name)) {
				applied.put(name, event.replica().version());
			}
			int waiting = event.getQueueLength();
			if (waiting > 0) {
				waiters.put(name, waiting);
			}
		});
		return new InstanceReport(this.engine.settings().instance(), applied, waiters);
	}

}
