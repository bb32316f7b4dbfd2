/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The operations console: a page to watch and switch events, served by Actuator.
 */
@NullMarked
package io.eventgate.boot.console;

import org.jspecify.annotations.NullMarked;
