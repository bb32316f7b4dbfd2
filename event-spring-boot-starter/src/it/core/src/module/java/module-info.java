/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
module consumer {

	requires io.eventgate.core;

}
