/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

/**
 * Runs the contract of stores on H2. {@link EmbeddedStateStoreContractIT} runs it on the
 * other embedded databases.
 */
class EmbeddedStateStoreContractTests extends AbstractEmbeddedStateStoreContractTests {

	EmbeddedStateStoreContractTests() {
		super("jdbc:h2:mem:%s");
	}

}
