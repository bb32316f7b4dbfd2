/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

/**
 * Numbers of orders since the start, by their state.
 *
 * @param placed all orders
 * @param queued those that no worker has begun; the one that a held worker has in hand is
 * among them
 * @param working those that are worked on
 * @param done those that are finished
 */
record OrderStats(long placed, long queued, long working, long done) {

}
