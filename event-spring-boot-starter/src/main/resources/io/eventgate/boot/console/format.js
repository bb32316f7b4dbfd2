/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Numbers, durations and moments, for people.
import { make } from './dom.js';

const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });
const dayAndTime = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export const number = (value) => decimals.format(value);

/** A number with a noun in the singular or plural. */
export const count = (value, word) => `${number(value)} ${word}${value === 1 ? '' : 's'}`;

/** The seconds of an ISO-8601 duration such as PT1M2.5S, or undefined. */
export function seconds(iso) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso);
  return parts ? Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0) : undefined;
}

/** A duration from a number of seconds, with as many digits as are readable. */
export function duration(value) {
  if (value === undefined) {
    return '–';
  }
  if (value < 0.001) {
    return `${number(value * 1e6)} µs`;
  }
  if (value < 1) {
    return `${number(value < 0.01 ? value * 1000 : Math.round(value * 1000))} ms`;
  }
  if (value < 60) {
    return `${value.toFixed(1)} s`;
  }
  const [days, hours, minutes] = [Math.floor(value / 86400), Math.floor(value / 3600) % 24, Math.floor(value / 60) % 60];
  if (value < 3600) {
    return `${minutes} min ${Math.floor(value % 60)} s`;
  }
  return days ? `${days} d ${hours} h` : `${hours} h ${minutes} min`;
}

/** The time of day in the reader's time zone, with the date if it was not today. Its title is the time in UTC, as in logs. */
export function moment(instant) {
  const date = new Date(instant);
  const iso = date.toISOString();
  const textContent = (date.toDateString() === new Date().toDateString() ? time : dayAndTime).format(date);
  return make('time', { dateTime: iso, title: iso.replace('T', ' ').replace('Z', ' UTC'), textContent });
}

/** A state, as that of a gate and of the flag. */
export const stateOf = (state) => (state === 'set' ? 'open (set)' : 'closed (clear)');

/** The principal or the source of a transition. The source of one in another instance does not name its caller. */
export const who = ({ principal, source, instance }) => [principal ?? (instance ? 'unknown' : source), instance && `in ${instance}`].filter(Boolean).join(' ');
