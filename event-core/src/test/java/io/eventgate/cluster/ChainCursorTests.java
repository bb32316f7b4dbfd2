/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChainCursor}.
 */
class ChainCursorTests {

	private final ChainCursor cursor = new ChainCursor();

	@Test
	void consecutiveEntriesAreNoGap() {
		assertThat(this.cursor.startRead("1")).isFalse();
		this.cursor.follow("2", "1", "a");
		this.cursor.follow("5", "2", "b");
		assertThat(this.cursor.finishRead(true, "5")).isTrue();
		assertThat(this.cursor.position()).isEqualTo("5");
	}

	@Test
	void entryThatDoesNotFollowIsAGap() {
		this.cursor.startRead("1");
		this.cursor.follow("3", "2", "a");
		assertThat(this.cursor.finishRead(true, "3")).isFalse();
	}

	@Test
	void headThatTheNextReadDoesNotReachIsAGap() {
		this.cursor.startRead("1");
		assertThat(this.cursor.finishRead(true, "9")).isTrue();
		assertThat(this.cursor.startRead("1")).as("there must be entries").isTrue();
		assertThat(this.cursor.finishRead(true, "1")).isFalse();
	}

	@Test
	void missingOwnChangeIsAGap() {
		this.cursor.startRead("1");
		this.cursor.sending("own");
		this.cursor.answered("own", true);
		assertThat(this.cursor.finishRead(true, "1")).as("a read that began before").isTrue();
		assertThat(this.cursor.startRead("1")).isTrue();
		assertThat(this.cursor.finishRead(true, "1")).isFalse();
	}

	@Test
	void ownChangeThatHasNoEntryIsNotAwaited() {
		this.cursor.startRead("1");
		this.cursor.sending("own");
		this.cursor.answered("own", false);
		assertThat(this.cursor.finishRead(true, "1")).isTrue();
		assertThat(this.cursor.startRead("1")).isFalse();
		assertThat(this.cursor.finishRead(true, "1")).isTrue();
	}

	@Test
	void ownChangeThatTheSnapshotShowsIsNotAwaited() {
		this.cursor.startRead("1");
		this.cursor.sending("own");
		this.cursor.answered("own", true);
		this.cursor.tookSnapshot();
		assertThat(this.cursor.startRead("2")).isFalse();
		assertThat(this.cursor.finishRead(true, "2")).isTrue();
	}

	@Test
	void readThatIsCutOffNeedNotBringAll() {
		this.cursor.startRead("1");
		this.cursor.finishRead(true, "9");
		this.cursor.startRead("1");
		this.cursor.follow("2", "1", "a");
		assertThat(this.cursor.finishRead(false, "9")).isTrue();
	}

}
