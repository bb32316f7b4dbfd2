/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

/**
 * The threads of a web server that serve requests.
 *
 * @param namePrefix the prefix of their names, which no other thread has
 * @param max the maximum number of them
 * @since 0.1.0
 */
public record RequestThreads(String namePrefix, int max) {

	boolean contains(Thread thread) {
		return thread.getName().startsWith(this.namePrefix);
	}

}
