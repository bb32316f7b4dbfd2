/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Support for tests of applications that use events: assertions, and a JUnit extension
 * that resets events to their initial state. It is published as the test-jar of the
 * starter.
 */
@NullMarked
package io.eventgate.boot.test;

import org.jspecify.annotations.NullMarked;
