/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.math.BigDecimal;

/**
 * Something to order.
 *
 * @param id its number
 * @param name what it is called
 * @param price what it costs, in euros
 */
record Product(int id, String name, BigDecimal price) {

}
