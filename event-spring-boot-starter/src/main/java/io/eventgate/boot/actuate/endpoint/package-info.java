/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Actuator endpoint {@code events}, over HTTP and over JMX, which shows events with
 * their waiting threads and switches them.
 */
@NullMarked
package io.eventgate.boot.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
