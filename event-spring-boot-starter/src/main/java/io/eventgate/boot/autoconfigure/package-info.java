/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Auto-configuration of events in a Spring Boot application: properties, a bean for each
 * event, the endpoint and the meters.
 */
@NullMarked
package io.eventgate.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
