/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A resettable gate: threads wait for an {@link io.eventgate.Event}, {@code set()} sets
 * its flag and releases all of them, {@code clear()} clears it again.
 * {@link io.eventgate.EventRegistry} holds events by name. This package depends on the
 * JDK only.
 */
@NullMarked
package io.eventgate;

import org.jspecify.annotations.NullMarked;
