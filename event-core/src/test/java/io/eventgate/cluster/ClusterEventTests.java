/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;

import io.eventgate.AbstractEventContractTests;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Runs the contract of events on shared events.
 */
class ClusterEventTests extends AbstractEventContractTests {

	private final InMemoryStateStore.Server server = new InMemoryStateStore.Server();

	private final ClusterEvents cluster = new ClusterEvents(new InMemoryStateStore(this.server),
			ClusterSettings.builder("contract")
				.commandTimeout(AbstractClusterTests.PATIENT)
				.syncInterval(Duration.ofSeconds(1))
				.build());

	private int count;

	@BeforeEach
	void start() {
		this.cluster.start();
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Override
	protected Event createEvent(boolean initiallySet) {
		return this.cluster.create(EventDefinition.builder("event-" + ++this.count).initiallySet(initiallySet).build());
	}

}
