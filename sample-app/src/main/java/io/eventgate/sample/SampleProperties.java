/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pace of the order desk. The other settings under {@code sample} are read by the
 * annotations that need them.
 *
 * @param orderWork how long a worker works on an order
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("250ms") Duration orderWork) {

}
