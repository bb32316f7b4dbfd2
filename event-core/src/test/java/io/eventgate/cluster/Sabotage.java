/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.List;

/**
 * A bug that is planted into the sources of the engine or of a store, to show that the
 * simulation and the exploration find it.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum Sabotage {

	/** Entries with a higher number are taken as the continuation of the feed. */
	NUMBERS_INSTEAD_OF_CHAIN(177, "guarantee [1-6]",
			edit(Source.CURSOR, "this.broken |= !previous.equals(this.position);",
					"this.broken |= !this.position.isEmpty() && number(id) != number(this.position) + 1;"),
			edit(Source.CURSOR, "this.head.equals(after) ? null", "number(this.head) == number(after) ? null"),
			edit(Source.CURSOR, "	private void addAnswered(", """
					private static long number(String id) {
						return Long.parseLong(("0" + id).split("-")[0]);
					}

					private void addAnswered(""")),

	/** The feed is not checked for own switches. */
	OWN_SWITCHES_NOT_AWAITED(32, "guarantee [1-6]",
			edit(Source.CHAIN_STORE, "(result) -> result.isExecuted() &&", "(result) -> false &&"),
			edit(Source.EXPLORED_STORE, "(result) -> result.isExecuted() &&", "(result) -> false &&")),

	/** An instance at the position of a switch counts as having applied it. */
	ACKNOWLEDGED_BY_POSITION(4, "acknowledgements",
			edit(Source.ACKS, "if (there != null && there >= this.performed.version()) {",
					"if (number(report.position()) >= number(Acks.this.instance.link().position())) {"),
			edit(Source.ACKS, "		void end() {", """
					private static long number(String position) {
						return Long.parseLong("0" + position.replaceAll("[- ].*", ""));
					}

					void end() {""")),

	/** The position of a table is read after its rows. */
	POSITION_AFTER_ROWS(21, "guarantee [1-6]", edit(Source.TABLE_STORE, "new Rows(position,", "new Rows(position(),")),

	/** The highest revision of the rows is the next position. */
	POSITION_OF_HIGHEST_ROW(362, "guarantee [1-6]",
			edit(Source.TABLE_STORE, "new Rows(position,",
					"new Rows((this.highest > 0) ? new Position(this.highest, position.identity, position.incarnation)"
							+ " : new Position(from.revision, position.identity, position.incarnation),"),
			edit(Source.TABLE_STORE, "Position position = position();",
					"Position position = position(); this.highest = 0;"),
			edit(Source.TABLE_STORE, "			changes.add(",
					"			this.highest = Math.max(this.highest, this.server.revisionOf(event));\n			changes.add("),
			edit(Source.TABLE_STORE, "	private final List<String> events;",
					"	private long highest;\n\n	private final List<String> events;")),

	/** A new connection continues at the position of the former one. */
	CURSOR_KEPT_OVER_NEW_LINK(68, "guarantee [1-6]", edit(Source.FEED, "attempt(link, this::snapshot);", """
			if (this.position.isEmpty()) {
				snapshot();
			}
			else {
				up(0);
				watch();
			}""")),

	/** The head and the clock are read only if there are no entries. */
	CHECK_WHEN_IDLE_ONLY(1528, "guarantee [1-6]",
			edit(Source.MEMORY, "cursor.finishRead(this.complete, this.head)",
					"cursor.finishRead(this.complete && this.entries.isEmpty(),"
							+ " this.entries.isEmpty() ? this.head : cursor.position())"),
			edit(Source.FEED, "		this.instance.sample(now, changes.clockMicros());", """
					if (changes.changes().isEmpty()) {
						this.instance.sample(now, changes.clockMicros());
					}""")),

	/** An entry has only the name of its event, and the state is read afterwards. */
	ENTRY_WITHOUT_STATE(7, "guarantee [1-6]",
			edit(Source.CHAIN_STORE, "tail.answer().follow(present, after)",
					"now(tail.answer().follow(present, after))"),
			edit(Source.CHAIN_STORE, "	private <T> Timed<T> timed(", """
					private Changes now(Changes read) {
						return read.gap() ? read : new Changes(false, read.clockMicros(), read.position(),
								read.changes().stream().map((change) -> new Change(change.event(),
										this.server.get(change.event()))).toList());
					}

					private <T> Timed<T> timed(""")),

	/** Changes that threads have not applied yet are not compared with a snapshot. */
	RESULTS_NOT_COMPARED(17, "guarantee [1-6]", edit(Source.FOLLOWER, "Math.max(version, known(event))", "version")),

	/** An own result is applied at once, before earlier changes of others. */
	OWN_RESULT_OVERTAKES(7, "guarantee 4", edit(Source.OPERATIONS, "state, outcome.base());", "state, -1);")),

	/** The deadline is judged before the wait for a lock. */
	DEADLINE_BEFORE_LOCK(72, "guarantee 5",
			edit(Source.TABLE_STORE, "			long locked =",
					"			long arrived = this.server.clockMicros();\n			long locked ="),
			edit(Source.TABLE_STORE, "this.server.mark(), this.server.clockMicros())", "this.server.mark(), arrived)")),

	/** Commands have no deadline. */
	NO_DEADLINE(2, "guarantee 5",
			edit(Source.OPERATION, "this.known, this.deadlineMicros, this.noteText",
					"this.known, Long.MAX_VALUE, this.noteText")),

	/**
	 * A state read over another connection is taken as proof that a switch did not
	 * happen.
	 */
	NOT_HAPPENED_BY_ANOTHER_LINK(103, "guarantee 5", edit(Source.OPERATION, "failed(!sameLink,", "failed(false,")),

	/** An instance reports after its first snapshot. */
	REPORT_AFTER_SNAPSHOT(542, "acknowledgements",
			edit(Source.FEED, "(connected) -> this.reporter.begin((failure) -> {",
					"(connected) -> java.util.Optional.<Throwable>empty().ifPresentOrElse((failure) -> {\n}, () -> {\n"
							+ "					Throwable failure = null;")),

	/** The position advances although the changes could not be applied. */
	CURSOR_BEFORE_ENTRIES(162, "guarantee [1-6]|acknowledgements",
			edit(Source.FEED, "		this.follower.follow(changes.changes());",
					"		try {\n			this.follower.follow(changes.changes());\n		}\n"
							+ "		catch (Error ex) {\n			// Goes on.\n		}")),

	/** The position does not advance past an entry of another program. */
	FOREIGN_ENTRY_NOT_PASSED(56, "guarantee [1-6]",
			edit(Source.MEMORY,
					"				revision = entry.revision;\n				if (entry.change != null) {",
					"				if (entry.change != null) {\n					revision = entry.revision;")),

	/** A delay that is cut short runs its step again if it was over by then. */
	DELAY_ENDS_TWICE(671, "contract", edit(Source.FEED, " && delay == this.delays", "")),

	/** A gap leads to a snapshot at once, again and again. */
	GAPS_WITHOUT_BACKOFF(1100, "gaps", edit(Source.FEED, "(this.gaps == 1) ? 0 : delayNanos(this.gaps)", "0")),

	/** A client sends a command again that was not answered. */
	COMMAND_SENT_TWICE(2, "guarantee 5", edit(Source.CHAIN_STORE, "		present.sending(mark);", """
			present.sending(mark);
			this.simulation.world.after(SimWorld.SECOND / 10, () -> {
				if (present == this.cursor) {
					command(() -> change.apply(mark));
				}
			});""")),

	/** A late answer of an earlier connection is accepted. */
	LATE_ANSWER_ACCEPTED(3, "contract|guarantee [1-6]",
			edit(Source.FEED, "if (link == this.number && result != null) {", "if (result != null) {"),
			edit(Source.INSTANCE, "			open.set(false);\n			limit.run();", "			limit.run();"),
			edit(Source.INSTANCE, "			if (open.getAndSet(false)) {\n				limit.run();",
					"			{\n				limit.run();"),
			edit(Source.STORE, "		close();\n		SimConnection next", "		SimConnection next")),

	/** Lost data is not restored. */
	NO_RESTORATION(4, "guarantee [1-6]",
			edit(Source.FOLLOWER, "this.instance.store().restore(some)",
					"java.util.concurrent.CompletableFuture.completedFuture(Set.<String>of())")),

	/**
	 * A temporary state is reverted even if the event was switched afterwards.
	 */
	REVERSAL_WITHOUT_CONDITION(41, "reversals",
			edit(Source.MEMORY, "condition != null && !condition.isMet(before, nowMicros)", "false")),

	/** Only the instance that made a temporary state reverts it. */
	REVERSAL_BY_ITS_MAKER_ONLY(454, "reversals",
			edit(Source.REVERSALS, "if (Note.isTemporary(state.note())) {",
					"if (Note.isTemporary(state.note())"
							+ " && Note.decode(state.note()).instance().equals(this.instance.name())) {")),

	/** A reversal is not tried again. */
	REVERSAL_TRIED_ONCE(6, "reversals", edit(Source.REVERSALS,
			"			schedule(instance.timeoutNanos() + instance.jittered(instance.settings().syncInterval()));",
			"")),

	/** A connection without answers is not closed. */
	NO_HEARTBEAT(7, "guarantee 2",
			edit(Source.FEED, "call(\"No answer\", wait + grace,", "call(\"No answer\", Long.MAX_VALUE / 4,"));

	private final long seed;

	private final String broken;

	private final List<Edit> edits;

	Sabotage(long seed, String broken, Edit... edits) {
		this.seed = seed;
		this.broken = broken;
		this.edits = List.of(edits);
	}

	/** Returns a seed that finds the bug, with which the search starts. */
	long seed() {
		return this.seed;
	}

	/** Returns a pattern of the rules that the bug breaks. */
	String broken() {
		return this.broken;
	}

	List<Edit> edits() {
		return this.edits;
	}

	private static Edit edit(Source source, String original, String planted) {
		return new Edit(source.path, original, planted);
	}

	/**
	 * A passage of a source file and its replacement.
	 */
	record Edit(String path, String original, String planted) {

	}

	/** The source files in which bugs are planted. */
	private enum Source {

		ACKS("main", "Acks"), CURSOR("main", "ChainCursor"), FEED("main", "Feed"), FOLLOWER("main", "Follower"),
		INSTANCE("main", "Instance"), OPERATION("main", "Operation"), OPERATIONS("main", "Operations"),
		REVERSALS("main", "Reversals"), MEMORY("test", "StoreMemory"), STORE("test", "SimStore"),
		CHAIN_STORE("test", "SimChainStore"), TABLE_STORE("test", "SimTableStore"),
		EXPLORED_STORE("test", "ExploredStore");

		private final String path;

		Source(String root, String name) {
			this.path = "src/" + root + "/java/io/eventgate/cluster/" + name + ".java";
		}

	}

}
