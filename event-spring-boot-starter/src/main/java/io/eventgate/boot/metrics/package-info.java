/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Micrometer meters of events: their state, pending waits, and the duration of waits.
 */
@NullMarked
package io.eventgate.boot.metrics;

import org.jspecify.annotations.NullMarked;
