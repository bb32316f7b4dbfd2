/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation

import io.eventgate.Event
import kotlin.time.Duration
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withTimeoutOrNull

/** Suspends until the event is set, or the time is over; returns which. */
suspend fun Event.awaitSuspending(timeout: Duration): Boolean =
	isSet || withTimeoutOrNull(timeout) {
		whenSet().await()
		true
	} ?: false
