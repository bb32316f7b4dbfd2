/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The past of events: transitions with their origin, in memory, as application events,
 * audit events and log lines, and the latest waits, in memory.
 */
@NullMarked
package io.eventgate.boot.history;

import org.jspecify.annotations.NullMarked;
