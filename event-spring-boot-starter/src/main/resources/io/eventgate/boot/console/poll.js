/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Calls a task each second while the page is visible, never twice at a time, and less often while it fails.

const EVERY = 1000; // ms
const MOST = 5000; // ms

export class Poll {
  #task;
  #timer;
  #busy = false;
  #again = false;
  #delay = EVERY;

  constructor(task) {
    this.#task = task;
    document.addEventListener('visibilitychange', () => this.now());
  }

  /** Soon: at once, or when the call that is under way is over. */
  async now() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    if (document.hidden) {
      return; // going on when it is seen
    }
    this.#busy = true;
    const well = await this.#task();
    this.#busy = false;
    this.#delay = well ? EVERY : Math.min(this.#delay * 1.5, MOST);
    this.#timer = setTimeout(() => this.now(), this.#again ? 0 : this.#delay);
    this.#again = false;
  }
}
