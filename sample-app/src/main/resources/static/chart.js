import { number } from './format.js';

const NS = 'http://www.w3.org/2000/svg';
const HEIGHT = 100;
const GAP = 6000; // ms

/** A line over the last seconds, shaded where the desk was held. */
export class Chart {
  #points = [];
  #seconds;
  #shapes;
  #caption;

  constructor(figure, seconds) {
    this.#seconds = seconds;
    const svg = figure.appendChild(document.createElementNS(NS, 'svg'));
    svg.setAttribute('viewBox', `0 0 ${seconds} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true'); // the caption says it
    this.#shapes = ['held', 'area', 'line'].map((name) => {
      const path = svg.appendChild(document.createElementNS(NS, 'path'));
      path.setAttribute('class', name);
      return path;
    });
    this.#caption = figure.querySelector('figcaption').appendChild(document.createElement('span'));
  }

  add(value, held) {
    const now = performance.now();
    if (now - this.#points.at(-1)?.at > GAP) {
      this.#points = []; // nobody looked, or the server was away: do not invent a line
    }
    this.#points.push({ at: now, value, held });
    const x = (point) => this.#seconds - (now - point.at) / 1000;
    // One point left of the edge, so that the line reaches it.
    while (this.#points.length > 1 && x(this.#points[1]) < 0) {
      this.#points.shift();
    }
    const most = Math.max(...this.#points.map((point) => point.value));
    const top = Math.max(most, 4) * 1.05;
    const corners = this.#points.map((point) => `${x(point).toFixed(2)} ${(HEIGHT * (1 - point.value / top)).toFixed(2)}`);
    const line = `M${corners.join('L')}`;
    const area = `${line}L${this.#seconds} ${HEIGHT}L${x(this.#points[0])} ${HEIGHT}Z`;
    const shade = this.#points.slice(1)
      .map((point, i) => (point.held ? `M${x(this.#points[i])} 0H${x(point)}V${HEIGHT}H${x(this.#points[i])}Z` : ''))
      .join('');
    this.#shapes.forEach((path, i) => path.setAttribute('d', [shade, area, line][i]));
    this.#caption.textContent = `${number(value)} now, ${number(most)} at most`;
  }
}
