/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// One event, with its waiters, waiting threads and history.
import { $, clamped, keyed, make, rows, show, text } from './dom.js';
import { duration, moment, number, seconds, stateOf, who } from './format.js';
import { Chart } from './chart.js';
import { MINUTES } from './samples.js';

const COLUMNS = 5; // of the table with the numbers of the chart

function facts({ scope, waiters, active, longestWait, waits, lastChange, until, transitions: [last] }) {
  const of = (field) => duration(seconds(waits?.[field]));
  return [
    ['Waiters', number(waiters)],
    ['Active calls', number(active)],
    ['Longest wait now', duration(seconds(longestWait))],
    ['Waits that blocked', number(waits?.count ?? 0)],
    ['Wait p50', of('p50')],
    ['Wait p90', of('p90')],
    ['Wait p99', of('p99')],
    ['Wait max', of('max')],
    ['Scope', scope],
    ['Last change', lastChange ? [moment(lastChange), last ? `, ${last.to} by ${who(last)}` : ''] : 'never'],
    ['Why', clamped(last?.reason ?? '–')],
    ...(until ? [['Reverts at', moment(until)]] : []),
  ];
}

/** The peaks in the memory of an instance, up to the end of its running step. A difference of clocks below half a step has no effect. */
function remembered({ since, step, peaks }, skew) {
  const length = seconds(step);
  const start = Math.round(Date.parse(since) / 1000) - Math.round(skew / 1000 / length) * length;
  return { times: [...peaks, undefined].map((_, i) => start + i * length), values: [...peaks, peaks.at(-1)] };
}

/** The maximum in each column of the table, the latest first. */
function mostByColumn({ times, values }, end) {
  const columns = times.map((time) => Math.max(0, Math.ceil((end - time) * COLUMNS / MINUTES / 60) - 1));
  return Array.from({ length: COLUMNS }, (_, column) => {
    const within = values.filter((value, i) => value !== null && columns[i] === column);
    return within.length ? number(Math.max(...within)) : '–';
  });
}

export class Details {
  #name;
  #instance; // the instance whose peaks of a shared event are shown: behind a load balancer another one may answer each time
  #recent;
  #chart = new Chart($('plot'));

  constructor(onSwitch) {
    $('details-switch').addEventListener('click', () => onSwitch(this.#name));
    show($('details-switch'), onSwitch);
    const width = MINUTES / COLUMNS;
    for (let i = 0; i < COLUMNS; i++) {
      $('minutes-head').append(make('th', { scope: 'col', textContent: `${i * width}–${(i + 1) * width}` }));
    }
  }

  async loadChart(files) {
    try {
      await this.#chart.load(files);
    }
    catch {
      text($('chart-hint'), 'The chart could not be loaded: reload the page to try again.');
      show($('chart-hint'), true);
    }
  }

  open(name) {
    this.#name = name;
    this.#instance = undefined;
    this.#recent = undefined;
    show($('details'), name);
    document.body.toggleAttribute('data-details', name !== undefined);
    if (name !== undefined) {
      text($('details-title'), name);
      text($('details-description'), '');
      $('details').toggleAttribute('data-missing', false);
      for (const id of ['details-facts', 'minutes', 'instances', 'threads', 'history']) {
        $(id).replaceChildren();
      }
      $('details-title').focus();
    }
  }

  /** Shows a reason instead of the details. */
  miss(why) {
    $('details').toggleAttribute('data-missing', true);
    text($('details-description'), why);
  }

  show(event, samples, skew, acknowledgements) {
    $('details').toggleAttribute('data-missing', false);
    $('details').dataset.state = event.state;
    text($('details-state'), stateOf(event.state));
    text($('details-description'), event.description);
    keyed($('details-facts'), facts(event), ([term]) => term, ([term]) => make('div', {}, make('dt', { textContent: term }), make('dd')),
      (fact, [, value]) => text(fact.lastElementChild, value));
    this.#showWaiters(event, samples, skew);
    this.#showInstances(event, acknowledgements);
    this.#showThreads(event, Date.now() + skew);
    this.#showHistory(event.transitions);
  }

  #showWaiters({ waiters, waitersByInstance = {}, instance, recentWaiters }, samples, skew) {
    if (!Object.hasOwn(waitersByInstance, this.#instance)) {
      this.#instance = instance;
    }
    if (instance === this.#instance) {
      this.#recent = recentWaiters;
    }
    const recent = this.#recent;
    const lines = [];
    if (instance || !recent) {
      lines.push({ name: 'All instances', ...samples.of(this.#name) });
    }
    if (recent) {
      lines.push({ name: this.#instance ?? '', ...remembered(recent, skew) });
    }
    const everywhere = instance ? ` in all instances, ${number(samples.most(this.#name))} at most while this page was open` : '';
    const here = recent ? [`; ${instance ? `${this.#instance} alone: ` : ''}${number(Math.max(...recent.peaks))} at most since `, moment(recent.since)] : '';
    text($('chart-caption'), `${number(waiters)} now${everywhere}`, here);
    $('chart').toggleAttribute('data-shared', Boolean(instance));
    const end = Math.max(...lines.map(({ times }) => times.at(-1)));
    keyed($('minutes'), lines, (_, i) => String(i), () => make('tr', {}, make('th', { scope: 'row' }), ...Array.from({ length: COLUMNS }, () => make('td'))),
      (row, line) => [line.name, ...mostByColumn(line, end)].forEach((value, i) => text(row.cells[i], value)));
    this.#chart.set(lines);
  }

  #showInstances({ waitersByInstance: waiters = {}, activeByInstance: active = {} }, { applied = [], pending = [], at } = {}) {
    show($('instances-part'), Object.keys(waiters).length);
    const said = (name) => (applied.includes(name) ? ['applied, ', moment(at)] : pending.includes(name) ? ['NOT YET APPLIED, ', moment(at)] : '–');
    rows($('instances'), Object.keys(waiters), (name) => name, (name) => [name, number(waiters[name]), number(active[name] ?? 0), said(name)]);
  }

  #showThreads({ waitingThreads: threads, here, scope }, now) {
    show($('threads-table'), threads.length);
    const more = here - threads.length;
    const where = scope === 'cluster' ? ' in this instance' : '';
    text($('threads-none'), more > 0 && threads.length ? `The ${number(threads.length)} that wait longest, of ${number(here)} waiters${where}.`
      : more > 0 ? `Only futures wait${where}.` : threads.length ? '' : `There is no waiter${where}.`);
    rows($('threads'), threads, ({ name, since }, i) => `${name} ${since} ${name ? '' : i}`, ({ name, virtual, since }) =>
      [name || 'without a name', virtual ? 'virtual' : 'platform', moment(since), duration(Math.max(1, Math.round((now - new Date(since)) / 1000)))]);
  }

  #showHistory(transitions) {
    show($('history-table'), transitions.length);
    text($('history-none'), transitions.length ? '' : 'It was not changed yet, or no history is kept (eventgate.history-size).');
    rows($('history'), transitions, ({ time, to }, i) => `${time} ${to} ${transitions.length - i}`, (transition) =>
      [moment(transition.time), `${transition.from} → ${transition.to}`, who(transition), clamped(transition.reason ?? '–'), number(transition.released)]);
  }
}
