/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

/**
 * Passes the latest price from one thread to another.
 */
final class Ticker {

	final Gate news;

	private long latest;

	Ticker(Gate news) {
		this.news = news;
	}

	void publish(long price) {
		this.latest = price;
		this.news.set();
	}

	long next() throws InterruptedException {
		this.news.await();
		this.news.clear();
		return this.latest;
	}

}
