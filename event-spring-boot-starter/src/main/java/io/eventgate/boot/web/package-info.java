/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Responses to requests that an event failed.
 */
@NullMarked
package io.eventgate.boot.web;

import org.jspecify.annotations.NullMarked;
