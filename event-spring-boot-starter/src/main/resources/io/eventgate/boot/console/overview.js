/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// The table of all events, and the counts above it that filter it.
import { $, clamped, keyed, make, show, text } from './dom.js';
import { count, duration, moment, number, seconds, stateOf, who } from './format.js';

const MOST = 200; // rows, unless more events are closed with waiters
const IDLE = 30000; // ms

const FILTERS = {
  all: { label: (found) => count(found, 'event'), includes: () => true },
  clear: { label: (found) => `${number(found)} closed (clear)`, includes: ({ state }) => state === 'clear' },
  set: { label: (found) => `${number(found)} open (set)`, includes: ({ state }) => state === 'set' },
  waiters: { label: (found) => `${number(found)} with waiters`, includes: ({ waiters }) => waiters > 0 },
};

const cell = (className, label, ...content) => make('td', { role: 'cell', className, 'data-label': label }, ...content);

function create(name, onSwitch) {
  return make('tr', { role: 'row' },
    cell('name', 'Event', make('a', { href: `#${encodeURIComponent(name)}`, textContent: name }), make('div', { className: 'quiet' })),
    cell('', 'State', make('span', { className: 'state' })),
    cell('waiters', 'Waiters', make('b'), make('span', { className: 'quiet' })),
    cell('longest', 'Longest wait'),
    cell('percentiles', 'Waits p50 · p99'),
    cell('change', 'Last change', make('span'), make('div', { className: 'quiet' })),
    cell('action', 'Switch', make('button', { type: 'button', className: 'switch', textContent: 'Switch…', ariaLabel: `Switch ${name}…`, hidden: !onSwitch, onclick: () => onSwitch(name) })));
}

function update(row, { event, most, cause, open }) {
  const [nameCell, state, waiters, longest, percentiles, change] = row.cells;
  row.dataset.state = event.state;
  row.toggleAttribute('data-held', event.waiters > 0);
  row.toggleAttribute('data-open', open);
  nameCell.firstElementChild.ariaCurrent = open ? 'true' : null;
  text(nameCell.lastElementChild, clamped(event.description));
  text(state.firstElementChild, stateOf(event.state));
  text(waiters.firstElementChild, number(event.waiters));
  text(waiters.lastElementChild, most > event.waiters ? `was ${number(most)}` : '');
  text(longest, duration(seconds(event.longestWait)));
  text(percentiles, event.waits ? `${duration(seconds(event.waits.p50))} · ${duration(seconds(event.waits.p99))}` : '–');
  text(change.firstElementChild, event.lastChange ? moment(event.lastChange) : 'never');
  text(change.lastElementChild, cause ? clamped(`${who(cause)}${cause.reason ? `: ${cause.reason}` : ''}`) : '');
}

/** Trouble first: closed with waiters, closed, open. */
function rank({ state, waiters }) {
  return state === 'set' ? 2 : waiters > 0 ? 0 : 1;
}

export class Overview {
  #onSwitch;
  #onChange;
  #shown = [];
  #filter = 'all';
  #switched; // the name of the event that was just switched here
  #lastUse = -Infinity; // of the pointer or the keyboard

  constructor(onChange, onSwitch) {
    this.#onSwitch = onSwitch;
    this.#onChange = onChange;
    $('filter').addEventListener('submit', (submit) => submit.preventDefault());
    $('filter').addEventListener('input', () => this.#filterBy(this.#filter));
    for (const filter of Object.keys(FILTERS)) {
      $(`show-${filter}`).addEventListener('click', () => this.#filterBy(filter === this.#filter ? 'all' : filter));
    }
    $('hidden-show').addEventListener('click', () => {
      const name = this.#switched;
      $('filter-text').value = '';
      this.#filterBy('all');
      this.focus(name);
    });
    $('rows').addEventListener('click', ({ target }) => {
      if (target.ariaCurrent) {
        $('details-title').focus(); // the link leads to where the page is already
      }
    });
    for (const use of ['pointermove', 'pointerdown', 'keydown', 'wheel']) {
      document.addEventListener(use, () => (this.#lastUse = performance.now()), { passive: true });
    }
  }

  /** Names of the events that have a row. */
  get shown() {
    return this.#shown;
  }

  /** Announces an event that the filter hides after it was switched here. */
  switched(name) {
    this.#switched = name;
  }

  focus(name) {
    [...$('rows').children].find((row) => row.dataset.key === name)?.querySelector('a').focus();
  }

  focusFilter() {
    $(`show-${this.#filter}`).focus();
  }

  #filterBy(filter) {
    this.#filter = filter;
    this.#switched = undefined;
    this.#onChange();
  }

  /** Returns whether the order must stay: no row moves under the pointer or away from the focus while it is used. */
  #isInUse() {
    return $('dialog').open
      || (performance.now() - this.#lastUse < IDLE && ($('rows').matches(':hover') || $('rows').contains(document.activeElement)));
  }

  /** Those that have a row, in the order of the rows. */
  #arrange(found) {
    const ranked = found.sort(([a, first], [b, second]) => rank(first) - rank(second) || (a < b ? -1 : 1));
    const most = Math.max(MOST, ranked.filter(([, event]) => rank(event) === 0).length);
    const places = new Map(this.#isInUse() ? this.#shown.map((name, place) => [name, place]) : []);
    const arranged = ranked.filter(([name], place) => place < most || places.has(name));
    if (places.size) {
      arranged.sort(([a], [b]) => (places.get(a) ?? MOST * 1000) - (places.get(b) ?? MOST * 1000));
    }
    return arranged;
  }

  show(events, samples, causes, open) {
    const part = $('filter-text').value.trim().toLowerCase();
    const all = Object.entries(events);
    const found = all.filter(([name, event]) =>
      (name.toLowerCase().includes(part) || event.description.toLowerCase().includes(part)) && FILTERS[this.#filter].includes(event));
    const items = this.#arrange(found).map(([name, event]) => ({ name, event, most: samples.most(name), cause: causes.get(name)?.transition, open: name === open }));
    this.#shown = items.map((item) => item.name);
    const focused = $('rows').contains(document.activeElement) ? document.activeElement : undefined;
    keyed($('rows'), items, (item) => item.name, (item) => create(item.name, this.#onSwitch), update);
    if (focused && document.activeElement !== focused) {
      focused.focus({ preventScroll: true }); // its row has moved
    }
    if (focused && !$('rows').contains(document.activeElement)) {
      this.focusFilter(); // its row is gone, perhaps by what is chosen here
    }
    const left = found.length - items.length;
    text($('rest'), found.length ? (left ? `${number(left)} more: find them by name.` : '') : 'There is no such event.');
    show($('rest'), $('rest').textContent);
    show($('shared-hint'), all.some(([, event]) => event.waitersByInstance));
    const hidden = events[this.#switched] && !found.some(([name]) => name === this.#switched);
    text($('hidden-name'), hidden ? `${this.#switched} is hidden by the filter.` : '');
    show($('hidden-show'), hidden);
    this.#showCounts(Object.values(events));
  }

  #showCounts(all) {
    for (const [filter, { label, includes }] of Object.entries(FILTERS)) {
      text($(`show-${filter}`), label(all.filter(includes).length));
      $(`show-${filter}`).ariaPressed = String(filter === this.#filter);
    }
    text($('waiting'), count(all.reduce((sum, event) => sum + event.waiters, 0), 'waiter'));
  }
}
