/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * The common interface of an event and its peers. A measured JVM loads one implementation
 * only, so that calls are inlined as in an application.
 */
interface Gate {

	boolean isSet();

	void set();

	void clear();

	void await() throws InterruptedException;

	boolean await(long nanos) throws InterruptedException;

}
