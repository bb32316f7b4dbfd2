/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The feed on one link: the last read, and the announcements of further changes. A
 * position is a revision, a space, and the proof of continuity.
 */
final class JdbcFeed {

	private static final char SEPARATOR = ' ';

	/** The highest revision that this link has written. */
	private long written;

	/** The number of announcements of changes. */
	private long announcements;

	/** The number of announcements before the last read that left nothing to read. */
	private long readUpTo = -1;

	private String lastPosition = "";

	private @Nullable CompletableFuture<Void> waiting;

	private @Nullable Throwable end;

	Snapshot snapshot(JdbcEvents events, JdbcTemplate db) {
		long before = startAgain();
		JdbcPage page = events.all(db);
		String position = position(page.namespace().revision(), page.namespace());
		haveRead(before, position);
		Map<String, State> states = new HashMap<>();
		page.rows().forEach((row) -> states.put(row.name(), row.state()));
		return new Snapshot(page.namespace().clockMicros(), position, states);
	}

	Changes changes(JdbcEvents events, JdbcTemplate db, String after) {
		int separator = after.indexOf(SEPARATOR);
		long revision;
		try {
			revision = Long.parseLong(after.substring(0, Math.max(0, separator)));
		}
		catch (NumberFormatException ex) {
			return Changes.GAP;
		}
		long before = announcements();
		long atLeast = Math.max(revision, written());
		JdbcPage page = events.after(db, revision);
		if (page == null || page.namespace().revision() < atLeast
				|| !page.namespace().proof().equals(after.substring(separator + 1))) {
			return Changes.GAP;
		}
		List<JdbcPage.Row> rows = page.rows();
		boolean more = rows.size() > StateStore.MAX_BATCH;
		if (more) {
			rows = rows.subList(0, StateStore.MAX_BATCH);
		}
		String position = position(more ? rows.get(rows.size() - 1).revision() : page.namespace().revision(),
				page.namespace());
		if (!more) {
			haveRead(before, position);
		}
		return new Changes(false, page.namespace().clockMicros(), position,
				rows.stream().map((row) -> new Change(row.name(), row.state())).toList());
	}

	private static String position(long revision, JdbcNamespace.Row namespace) {
		return revision + (SEPARATOR + namespace.proof());
	}

	/**
	 * Called before a snapshot, which has all earlier writes, or shows that they are
	 * lost.
	 */
	private synchronized long startAgain() {
		this.written = 0;
		return this.announcements;
	}

	private synchronized long announcements() {
		return this.announcements;
	}

	private synchronized long written() {
		return this.written;
	}

	private synchronized void haveRead(long upTo, String position) {
		this.readUpTo = upTo;
		this.lastPosition = position;
	}

	/** Expects a change by this link in the feed. */
	synchronized void expect(long revision) {
		this.written = Math.max(this.written, revision);
	}

	/** Returns whether no change was announced since the read that led to a position. */
	synchronized boolean hasNoNews(String position) {
		return this.readUpTo == this.announcements && this.lastPosition.equals(position);
	}

	/** Waits for an announcement after the last read, at most for the given time. */
	synchronized CompletableFuture<Void> news(long nanos) {
		if (this.end != null) {
			return CompletableFuture.failedFuture(this.end);
		}
		CompletableFuture<Void> news = new CompletableFuture<>();
		if (this.readUpTo != this.announcements) {
			news.complete(null);
		}
		else {
			this.waiting = news;
			news.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
		}
		return news;
	}

	/** Called when a change was announced, or may have been. */
	void announce() {
		CompletableFuture<Void> news;
		synchronized (this) {
			this.announcements++;
			news = this.waiting;
		}
		if (news != null) {
			news.complete(null);
		}
	}

	/** Ends the wait for an announcement. */
	void end(Throwable why) {
		CompletableFuture<Void> news;
		synchronized (this) {
			this.end = why;
			news = this.waiting;
		}
		if (news != null) {
			news.completeExceptionally(why);
		}
	}

}
