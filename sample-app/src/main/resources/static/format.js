/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

export const number = (value) => decimals.format(value);

/** The time of day where the reader is, or the date if it was not today. */
export function moment(instant) {
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? time.format(date) : day.format(date);
}
