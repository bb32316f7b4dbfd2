/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Map;

/**
 * Runs the contract of stores on {@link InMemoryStateStore}.
 */
class InMemoryStateStoreTests extends AbstractStateStoreContractTests {

	private final InMemoryStateStore.Server server = new InMemoryStateStore.Server();

	@Override
	protected StateStore createStore() {
		return new InMemoryStateStore(this.server);
	}

	@Override
	protected boolean loseData() {
		this.server.memory.lose(Map.of());
		return true;
	}

}
