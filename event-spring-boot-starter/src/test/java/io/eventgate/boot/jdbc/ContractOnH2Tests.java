/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

/**
 * Runs the contract of stores on H2. {@link ContractOnOtherEmbeddedDatabasesIT} runs it
 * on the other embedded databases.
 */
class ContractOnH2Tests extends AbstractContractOnEmbeddedDatabaseTests {

	ContractOnH2Tests() {
		super("jdbc:h2:mem:%s");
	}

}
