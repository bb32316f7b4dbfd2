/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.eventgate.InertText;

/**
 * The last report of an instance. In the store it is encoded as a {@link Note}, and has
 * at most {@value StateStore#MAX_REPORT_LENGTH} characters: if there are more events,
 * counts of waiters and of active calls are left out. A value that no instance can have
 * written counts as absent. Immutable.
 *
 * @since 0.1.0
 */
public final class InstanceReport {

	private static final String VERSION = "v.";

	private static final String WAITERS = "w.";

	private static final String ACTIVE = "a.";

	private static final String POSITION = "position";

	private static final String LIFETIME = "ttl";

	private static final String FOLLOWED = "followed";

	private static final int MAX_POSITION_LENGTH = 100;

	private final String instance;

	private final Map<String, Long> applied;

	private final Map<String, Integer> waiters;

	private final Map<String, Integer> active;

	private final String position;

	private final long followedMicros;

	private final Duration lifetime;

	private final boolean lost;

	InstanceReport(String instance, Map<String, Long> applied, Map<String, Integer> waiters,
			Map<String, Integer> active, String position, long followedMicros, Duration lifetime, boolean lost) {
		this.instance = instance;
		this.applied = Map.copyOf(applied);
		this.waiters = Map.copyOf(waiters);
		this.active = Map.copyOf(active);
		this.position = position;
		this.followedMicros = followedMicros;
		this.lifetime = lifetime;
		this.lost = lost;
	}

	/**
	 * Returns the name of the instance.
	 * @return the name
	 */
	public String instance() {
		return this.instance;
	}

	/**
	 * Returns the versions that the instance has applied, of the events whose
	 * acknowledgement was asked for within the last six minutes or 20 sync intervals,
	 * whichever is longer.
	 * @return versions by event
	 */
	public Map<String, Long> applied() {
		return this.applied;
	}

	/**
	 * Returns the numbers of pending waits in the instance.
	 * @return numbers by event; events without waits are left out
	 */
	public Map<String, Integer> waiters() {
		return this.waiters;
	}

	/**
	 * Returns the numbers of {@linkplain io.eventgate.GuardedCall active calls} in the
	 * instance, counted after it had applied the {@linkplain #applied() versions}.
	 * @return numbers by event. Events without active calls are left out, except those
	 * with a version. A number that is missing there is not known
	 */
	public Map<String, Integer> active() {
		return this.active;
	}

	/**
	 * Returns the position in the feed of changes that the instance had reached. For
	 * display only.
	 * @return the position, as the store writes it; may be empty
	 */
	public String position() {
		return this.position;
	}

	/**
	 * Returns whether the instance has disappeared: it did not report in time, and did
	 * not announce its end.
	 * @return {@code true} if it is lost
	 */
	public boolean isLost() {
		return this.lost;
	}

	/**
	 * Returns the time on the store's clock up to which the instance followed the store,
	 * so that the report has all events whose acknowledgement was asked for before. It is
	 * 0 if the instance does not follow the store yet, or if the report was truncated.
	 */
	long followedMicros() {
		return this.followedMicros;
	}

	/** Returns how long the report is valid. */
	Duration lifetime() {
		return this.lifetime;
	}

	String encode() {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put(LIFETIME, Long.toString(this.lifetime.toMillis()));
		fields.put(POSITION, this.position);
		this.applied.forEach((event, version) -> {
			fields.put(VERSION + event, version.toString());
			if (this.active.containsKey(event)) {
				fields.put(ACTIVE + event, String.valueOf(this.active.get(event)));
			}
		});
		this.waiters.forEach((event, count) -> fields.put(WAITERS + event, count.toString()));
		this.active.forEach((event, count) -> fields.put(ACTIVE + event, count.toString()));
		// Last, so that a report that is truncated does not have it.
		fields.put(FOLLOWED, (this.followedMicros > 0) ? Long.toString(this.followedMicros) : "");
		String text = Note.encode(fields);
		if (text.length() <= StateStore.MAX_REPORT_LENGTH) {
			return text;
		}
		return text.substring(0, text.lastIndexOf('&', StateStore.MAX_REPORT_LENGTH));
	}

	/**
	 * Decodes a report.
	 * @param ageMicros its age by the store's clock
	 */
	static InstanceReport decode(String instance, String text, long ageMicros) {
		Map<String, Long> applied = new HashMap<>();
		Map<String, Integer> waiters = new HashMap<>();
		Map<String, Integer> active = new HashMap<>();
		Map<String, String> fields = (text.length() <= StateStore.MAX_REPORT_LENGTH) ? Note.decodeFields(text)
				: Map.of();
		fields.forEach((key, value) -> {
			long number = Note.number(value);
			if (number >= 0 && InertText.isInert(key)) {
				if (key.startsWith(VERSION)) {
					applied.put(key.substring(VERSION.length()), number);
				}
				else if (key.startsWith(WAITERS)) {
					waiters.put(key.substring(WAITERS.length()), (int) Math.min(number, Integer.MAX_VALUE));
				}
				else if (key.startsWith(ACTIVE)) {
					active.put(key.substring(ACTIVE.length()), (int) Math.min(number, Integer.MAX_VALUE));
				}
			}
		});
		Duration lifetime = Duration.ofMillis(Math.max(0, Note.number(fields.getOrDefault(LIFETIME, ""))));
		// A report from the future shows that the clock was put back: it is of no use.
		boolean lost = ageMicros < -lifetime.toMillis() * 1_000 || ageMicros > lifetime.toMillis() * 1_000;
		return new InstanceReport(InertText.of(instance, ClusterSettings.MAX_INSTANCE_LENGTH), applied, waiters, active,
				InertText.of(fields.getOrDefault(POSITION, ""), MAX_POSITION_LENGTH),
				Math.max(0, Note.number(fields.getOrDefault(FOLLOWED, ""))), lifetime, lost);
	}

	@Override
	public String toString() {
		return "InstanceReport[instance=" + this.instance + ", applied=" + this.applied + ", waiters=" + this.waiters
				+ ", active=" + this.active + ", position=" + this.position + ", lost=" + this.lost + "]";
	}

}
