/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
import uPlot from './webjars/uplot/dist/uPlot.esm.js';
import { number } from './format.js';

const HEIGHT = 120;
const GAP = 6; // s; the page was hidden or the server did not answer: draw no line

/** A line over the last seconds, shaded while the desk was held. */
export class Chart {
  #figure;
  #seconds;
  #data = [[], [], []]; // times, values, and the values again while it was held
  #plot;

  constructor(figure, seconds) {
    this.#figure = figure;
    this.#seconds = seconds;
    this.#draw();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    new ResizeObserver(() => this.#plot.setSize({ width: figure.clientWidth - 36, height: HEIGHT })).observe(figure);
  }

  #draw() {
    this.#plot?.destroy();
    const style = getComputedStyle(this.#figure.querySelector('figcaption'));
    const ink = getComputedStyle(this.#figure).color;
    const axis = { stroke: style.color, grid: { show: false }, ticks: { show: false } };
    this.#plot = new uPlot({
      width: this.#figure.clientWidth - 36,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { range: (_, __, last) => [last - this.#seconds, last] }, y: { range: (_, __, most) => [0, Math.max(4, most * 1.05)] } },
      axes: [{ ...axis, show: false }, { ...axis, size: 36 }],
      series: [{}, { stroke: ink, width: 2, points: { show: false } }, { fill: `color-mix(in srgb, ${ink} 30%, transparent)`, points: { show: false } }],
    }, this.#data, this.#figure);
    this.#plot.root.ariaHidden = 'true'; // the caption has the numbers
  }

  add(value, held) {
    const now = Date.now() / 1000;
    const push = (...row) => row.forEach((entry, i) => this.#data[i].push(entry));
    if (now - this.#data[0].at(-1) > GAP) {
      push(now, null, null);
    }
    push(now, value, held ? value : null);
    const old = this.#data[0].filter((time) => time < now - this.#seconds).length;
    this.#data.forEach((column) => column.splice(0, Math.max(0, old - 1))); // one left of the edge, which the line reaches
    this.#plot.setData(this.#data);
    this.#figure.querySelector('figcaption span').textContent = `${number(value)} now, ${number(Math.max(...this.#data[1]))} at most`;
  }
}
