/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.cluster.StateStore.RefusedException;

/**
 * The threads of a store, which wait for the database instead of the callers. Each link
 * has its own: a thread that hangs in a driver, which cannot interrupt it, does not keep
 * the next link from working. The number of hanging threads is limited.
 */
final class JdbcThreads implements ThreadFactory {

	private static final int MOST = 40;

	private static final long IDLE_SECONDS = 10;

	private final AtomicInteger alive = new AtomicInteger();

	@Override
	public Thread newThread(Runnable task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			finally {
				this.alive.decrementAndGet();
			}
		}, "eventgate-jdbc");
		thread.setDaemon(true);
		this.alive.incrementAndGet();
		return thread;
	}

	/** Refuses a further link if too many threads of earlier ones hang. */
	void check() {
		if (this.alive.get() > MOST) {
			throw new RefusedException(this.alive.get() + " threads hang in the driver of the database. Set the time"
					+ " limits of the pool, or connectTimeout and socketTimeout of the driver", null);
		}
	}

	/**
	 * Creates an executor whose threads end when idle.
	 */
	ThreadPoolExecutor executor(int size) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), this);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
