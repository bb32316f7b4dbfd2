/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation

import io.eventgate.boot.AwaitEvent
import io.eventgate.boot.AwaitEvent.OnTimeout

/** Prices of a partner, which is asked while its gate is open. */
open class PartnerPrices {

	@AwaitEvent(name = "partner-open", timeout = "\${partner.timeout:2s}", onTimeout = OnTimeout.SKIP)
	open suspend fun price(product: Int): Int? {
		return ask(product)
	}

	private fun ask(product: Int): Int = 10 * product

}
