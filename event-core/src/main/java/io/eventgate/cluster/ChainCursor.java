/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A cursor in a feed whose entries form a chain: each entry has an identity that no other
 * entry ever has, and names the identity of the one before it. The cursor finds every gap
 * that {@link StateStore#changes} has to report. For implementations of
 * {@link StateStore}; an object belongs to one link.
 *
 * <pre>{@code
 * cursor.tookSnapshot();           // when a snapshot is answered
 * cursor.startRead(after);         // before changes are asked for
 * cursor.follow(id, previous, mark); // for each entry that came
 * cursor.finishRead(complete, head); // false: a gap
 * }</pre>
 *
 * <p>
 * Safe for use by any number of threads; one read is under way at a time.
 *
 * @since 0.1.0
 */
public final class ChainCursor {

	/*
	 * A number that grows by one is not enough: a server may be replaced, behind the same
	 * connection, by a copy that lagged behind, and count on from there. Its numbers
	 * continue ours, its entries do not.
	 *
	 * The chain is not enough either: a change that this link made is applied here as
	 * soon as it is answered. If the server then goes back to a copy without it, all
	 * entries that the feed delivers may still be one chain. So changes of this link are
	 * awaited.
	 *
	 * Both are judged by a read that began after the evidence: the head of the feed had
	 * been looked up, or the own change had been answered, before that read was sent. If
	 * the read was not cut off by its maximum length, it must have brought them.
	 *
	 * All entries of one change have one mark. They are added in one step, so that a copy
	 * of the server has all of them or none, and the first stands for all.
	 */

	private final ReentrantLock lock = new ReentrantLock();

	private String position = "";

	/** The last entry of the feed when it was last looked up. */
	private String head = "";

	private boolean broken;

	/** The entry that the present read must bring. */
	private @Nullable String target;

	/** Own changes that the feed has not brought, and whether they were answered. */
	private final Map<String, Boolean> own = new HashMap<>();

	/** The own changes that the present read must bring. */
	private final Set<String> due = new HashSet<>();

	/** The own changes that the last snapshot shows, unless they are lost. */
	private final Set<String> covered = new HashSet<>();

	/**
	 * Creates a cursor that has read nothing.
	 */
	public ChainCursor() {
	}

	/**
	 * Called before a change of this link is sent.
	 * @param mark the part of the identity of its entries that the sender chose at random
	 */
	public void sending(String mark) {
		this.lock.lock();
		try {
			this.own.put(mark, false);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called when a change of this link was answered, or has failed.
	 * @param mark its mark
	 * @param added whether it has entries, according to the answer
	 */
	public void answered(String mark, boolean added) {
		this.lock.lock();
		try {
			if (added) {
				this.own.replace(mark, true);
			}
			else {
				this.own.remove(mark);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called when a snapshot is answered. It shows the changes that were answered before,
	 * because snapshots and changes of this link use one connection, in order.
	 */
	public void tookSnapshot() {
		this.lock.lock();
		try {
			this.covered.clear();
			addAnswered(this.covered);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called before changes are requested.
	 * @param after the position that was last followed, or that of the last snapshot
	 * @return whether entries must exist after it already, so that there is no need to
	 * wait for one
	 */
	public boolean startRead(String after) {
		this.lock.lock();
		try {
			if (this.broken || !after.equals(this.position)) {
				this.broken = false;
				this.position = after;
				this.head = after;
				this.own.keySet().removeAll(this.covered);
			}
			this.target = this.head.equals(after) ? null : this.head;
			this.due.clear();
			addAnswered(this.due);
			return this.target != null || !this.due.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void addAnswered(Set<String> marks) {
		this.own.forEach((mark, answered) -> {
			if (answered) {
				marks.add(mark);
			}
		});
	}

	/**
	 * Called for each entry that the read has brought.
	 * @param id its identity
	 * @param previous the identity of the one before it
	 * @param mark the mark of the change that it belongs to
	 */
	public void follow(String id, String previous, String mark) {
		this.lock.lock();
		try {
			this.broken |= !previous.equals(this.position);
			this.position = id;
			this.own.remove(mark);
			this.due.remove(mark);
			if (id.equals(this.target)) {
				this.target = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called when the read has ended.
	 * @param complete whether it brought all entries up to the end of the feed
	 * @param head the identity of the last entry, looked up after the read
	 * @return {@code false} if there is a gap, and a snapshot must follow
	 */
	public boolean finishRead(boolean complete, String head) {
		this.lock.lock();
		try {
			this.broken |= complete && (this.target != null || !this.due.isEmpty());
			this.head = head;
			return !this.broken;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the identity of the last entry that was followed.
	 * @return the position
	 */
	public String position() {
		this.lock.lock();
		try {
			return this.position;
		}
		finally {
			this.lock.unlock();
		}
	}

}
