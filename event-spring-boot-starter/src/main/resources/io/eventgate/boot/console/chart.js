/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Chart of the number of waiters, with uPlot if the application has it.

import { MINUTES } from './samples.js';

const HEIGHT = 170;

export class Chart {
  #place;
  #plot;
  #uPlot;
  #lines = [];

  constructor(place) {
    this.#place = place;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    new ResizeObserver(() => this.#plot?.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
  }

  async load(files) {
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${files}/uPlot.min.css` });
    document.head.append(style);
    this.#uPlot = (await import('./uPlot.esm.js')).default;
    this.#draw();
  }

  /** One or two lines, each of times in seconds and numbers of waiters. */
  set(lines) {
    const drawn = this.#plot && lines.length === this.#lines.length;
    this.#lines = lines;
    if (drawn) {
      this.#plot.setData(this.#data());
    }
    else {
      this.#draw();
    }
  }

  #data() {
    return this.#uPlot.join(this.#lines.map(({ times, values }) => [times, values]));
  }

  /** Draws the chart again, because a canvas does not inherit the colours of the style sheet. */
  #draw() {
    this.#plot?.destroy();
    this.#plot = undefined;
    if (!this.#uPlot || !this.#lines.length || !this.#place.clientWidth) {
      return;
    }
    const style = getComputedStyle(this.#place);
    const colour = (name) => {
      this.#place.style.color = `var(${name})`;
      return style.color;
    };
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: `12px ${style.fontFamily}` };
    const styles = [{ stroke: colour('--clear'), fill: colour('--clear-soft') }, { stroke: colour('--set'), dash: [6, 4] }];
    this.#plot = new this.#uPlot({
      width: this.#place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { range: (_, __, last) => [last - MINUTES * 60, last] }, y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.1))] } },
      axes: [
        { ...axis, grid: { show: false }, space: 60, incrs: [60, 120, 300], values: '{HH}:{mm}' },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000] },
      ],
      series: [{}, ...this.#lines.map((_, i) => ({ ...styles[i], width: 2, paths: this.#uPlot.paths.stepped({ align: 1 }), points: { show: false } }))],
    }, this.#data(), this.#place);
  }
}
