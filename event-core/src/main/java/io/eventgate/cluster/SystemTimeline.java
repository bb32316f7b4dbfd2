/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The real time and two daemon threads: one for timers, one for code of users.
 */
final class SystemTimeline implements Timeline {

	private final ScheduledThreadPoolExecutor timer;

	private final ThreadPoolExecutor notifier;

	SystemTimeline(String name) {
		this.timer = new ScheduledThreadPoolExecutor(1, daemons("eventgate-timer-" + name));
		this.timer.setRemoveOnCancelPolicy(true);
		this.notifier = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				daemons("eventgate-notifier-" + name));
		this.notifier.allowCoreThreadTimeOut(true);
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Runnable schedule(Runnable task, long nanos) {
		try {
			ScheduledFuture<?> future = this.timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			return () -> {
			}; // Closed; there is nothing to cancel.
		}
	}

	@Override
	public void execute(Runnable task) {
		Runnable unused = schedule(task, 0);
	}

	@Override
	public void handOver(Runnable userCode) {
		this.notifier.execute(() -> UserCode.run(userCode));
	}

	@Override
	public double random() {
		return ThreadLocalRandom.current().nextDouble();
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.notifier.shutdown();
	}

}
