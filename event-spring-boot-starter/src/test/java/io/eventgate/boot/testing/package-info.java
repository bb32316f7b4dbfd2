/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Infrastructure of the tests: real servers, networks that fail, and partial class paths.
 */
@NullMarked
package io.eventgate.boot.testing;

import org.jspecify.annotations.NullMarked;
