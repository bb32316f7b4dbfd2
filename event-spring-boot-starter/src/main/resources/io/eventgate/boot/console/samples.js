/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Numbers of waiters over the last minutes, as this page has received them. They outlive a reload.

export const MINUTES = 10;
const SPAN = MINUTES * 60; // s
const GAP = 6; // s; the page was hidden or the server did not answer: draw no line

export class Samples {
  #key;
  #times = [];
  #series = new Map();

  constructor(key) {
    this.#key = `eventgate.samples ${key}`;
    try {
      const { times, series } = JSON.parse(sessionStorage.getItem(this.#key)) ?? { times: [], series: {} };
      this.#times = times;
      this.#series = new Map(Object.entries(series));
    }
    catch {
      // Of another page, or not allowed: start empty.
    }
    addEventListener('pagehide', () => this.#save());
  }

  #save() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ times: this.#times, series: Object.fromEntries(this.#series) }));
    }
    catch {
      // Too much, or not allowed.
    }
  }

  /** Waiters by name. One that was never seen with waiters takes no memory. */
  add(waiters) {
    const now = Math.round(Date.now() / 100) / 10;
    const last = this.#times.at(-1);
    if (last > now) {
      this.#times = []; // the clock was set back
      this.#series.clear();
    }
    else if (now - last > GAP) {
      this.#push(last + 1, () => null);
    }
    for (const [name, count] of waiters) {
      if (count > 0 && !this.#series.has(name)) {
        this.#series.set(name, this.#times.map(() => 0));
      }
    }
    this.#push(now, (name) => waiters.get(name) ?? null);
    const old = this.#times.findIndex((time) => time >= now - SPAN);
    if (old > 0) {
      this.#times.splice(0, old);
      for (const [name, values] of this.#series) {
        values.splice(0, old);
        if (values.every((value) => !value)) {
          this.#series.delete(name);
        }
      }
    }
  }

  #push(time, value) {
    this.#times.push(time);
    for (const [name, values] of this.#series) {
      values.push(value(name));
    }
  }

  /** Times in seconds, and numbers of waiters; null at the end of a gap. */
  of(name) {
    return { times: this.#times, values: this.#series.get(name) ?? this.#times.map(() => 0) };
  }

  most(name) {
    return Math.max(0, ...(this.#series.get(name) ?? []));
  }
}
