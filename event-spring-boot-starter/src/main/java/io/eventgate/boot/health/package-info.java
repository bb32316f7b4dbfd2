/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Events that an application's readiness depends on, as health contributors.
 */
@NullMarked
package io.eventgate.boot.health;

import org.jspecify.annotations.NullMarked;
