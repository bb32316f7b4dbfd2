/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Methods that wait for an event before they run:
 * {@link io.eventgate.boot.AwaitEvent @AwaitEvent}.
 */
@NullMarked
package io.eventgate.boot.aop;

import io.eventgate.boot.AwaitEvent;
import org.jspecify.annotations.NullMarked;
