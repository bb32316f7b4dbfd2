/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Threads of frameworks that must not wait for events.
 */
@NullMarked
package io.eventgate.boot.threads;

import org.jspecify.annotations.NullMarked;
