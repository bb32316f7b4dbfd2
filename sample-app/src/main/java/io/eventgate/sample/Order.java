/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

/**
 * An order.
 *
 * @param number counts the orders since the start, from 1
 */
record Order(long number) {

}
