/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Reading;
import io.eventgate.cluster.StateStore.Report;
import io.eventgate.cluster.StateStore.Reports;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of replies to each {@link RedisScript}.
 */
final class RedisReply {

	/** The field of a hash that is neither an event nor an instance. */
	static final String OWN = "\u0001";

	private static final Pattern ENTRY = Pattern.compile("(\\d{1,16}) (.*)", Pattern.DOTALL);

	private RedisReply() {
	}

	/** The store's clock in microseconds: the first two elements, as of {@code TIME}. */
	static long clock(List<?> reply) {
		return Long.parseLong((String) reply.get(0)) * 1_000_000 + Long.parseLong((String) reply.get(1));
	}

	static Snapshot snapshot(List<?> reply) {
		Map<String, String> entries = hash(reply.get(3));
		String head = Objects.requireNonNullElse(entries.remove(OWN), "");
		Map<String, State> states = new HashMap<>();
		entries.forEach((event, entry) -> states.put(event, state(entry)));
		return new Snapshot(clock(reply), new Position((String) reply.get(2), head).toString(), states);
	}

	static Reading reading(List<?> reply) {
		return new Reading(clock(reply), state((String) reply.get(2)));
	}

	/** A text that is no entry counts as unknown, here as in the scripts. */
	static State state(String entry) {
		return Objects.requireNonNullElse(parse(entry, State::of), State.UNKNOWN);
	}

	static Result result(List<?> reply) {
		return switch (((Long) reply.get(1)).intValue()) {
			case 1 -> Result.EXPIRED;
			case 2 -> Result.UNMET;
			default -> new Result((Long) reply.get(2), (Long) reply.get(3));
		};
	}

	static Set<String> names(List<?> reply) {
		Set<String> names = new HashSet<>();
		reply.subList(1, reply.size()).forEach((name) -> names.add((String) name));
		return names;
	}

	static Reports reports(List<?> reply) {
		Map<String, String> entries = hash(reply.get(2));
		String since = entries.remove(OWN);
		Map<String, Report> reports = new HashMap<>();
		entries.forEach((instance, entry) -> {
			Report report = parse(entry, Report::new);
			if (report != null) {
				reports.put(instance, report);
			}
		});
		Report first = parse(since + " ", Report::new);
		return new Reports(clock(reply), (first != null) ? first.writtenMicros() : clock(reply), reports);
	}

	/**
	 * The entries that {@code XREAD} answers for one stream. Decoded here, because
	 * Lettuce 7.5.2 mixes up entries with empty values in the older protocol. That has a
	 * list of streams, the newer one a map, which comes as a list of key and value.
	 */
	static List<Entry> entries(@Nullable List<?> reply) {
		if (reply == null || reply.isEmpty() || reply.get(0) == null) {
			return List.of();
		}
		List<?> stream = (reply.get(0) instanceof List<?> first) ? first : reply;
		return ((List<?>) stream.get(1)).stream().map((entry) -> entry((List<?>) entry)).toList();
	}

	private static Entry entry(List<?> entry) {
		Map<String, String> fields = hash(entry.get(1));
		String event = fields.get("event");
		String state = fields.get("version") + ' ' + fields.get("note");
		return new Entry((String) entry.get(0), fields.getOrDefault("previous", ""),
				(event != null && fields.containsKey("previous")) ? new Change(event, state(state)) : null);
	}

	private static Map<String, String> hash(Object reply) {
		List<?> fields = (List<?>) reply;
		Map<String, String> hash = new HashMap<>();
		for (int i = 0; i < fields.size(); i += 2) {
			hash.put((String) fields.get(i), (String) fields.get(i + 1));
		}
		return hash;
	}

	private static <T> @Nullable T parse(String entry, Factory<T> factory) {
		Matcher matcher = ENTRY.matcher(entry);
		return matcher.matches() ? factory.create(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
	}

	/**
	 * A position in the feed. The two ids differ if another program has added to the
	 * stream, or if the hash was lost.
	 *
	 * @param id the id of the last entry of the stream
	 * @param head the id of the last change
	 */
	record Position(String id, String head) {

		static @Nullable Position parse(String text) {
			int space = text.indexOf(' ');
			return (space > 0) ? new Position(text.substring(0, space), text.substring(space + 1)) : null;
		}

		@Override
		public String toString() {
			return this.id + " " + this.head;
		}

	}

	/**
	 * An entry of the stream.
	 *
	 * @param id its id
	 * @param previous the id of the change before
	 * @param change the change, or {@code null} if another program has added the entry
	 */
	record Entry(String id, String previous, @Nullable Change change) {

	}

	private interface Factory<T> {

		T create(long number, String text);

	}

}
