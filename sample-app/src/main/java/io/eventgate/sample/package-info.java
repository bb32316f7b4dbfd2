/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * An order desk: workers that an operator can hold, and products that are not shown
 * before they are loaded. Everything here is what an application of your own would write;
 * the events come from {@code application.yaml}.
 */
@NullMarked
package io.eventgate.sample;

import org.jspecify.annotations.NullMarked;
