/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Observations of waits for Micrometer Observation and tracing.
 */
@NullMarked
package io.eventgate.boot.observation;

import org.jspecify.annotations.NullMarked;
