/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The types that the code of an application names: an annotation for methods that wait,
 * exceptions, the application event of a transition.
 */
@NullMarked
package io.eventgate.boot;

import org.jspecify.annotations.NullMarked;
