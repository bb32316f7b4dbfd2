// One event, with who waits at it and what happened to it.
import { $, keyed, make, rows, show, text } from './dom.js';
import { duration, moment, number, seconds, who } from './format.js';
import { Chart } from './chart.js';
import { MINUTES } from './samples.js';

function facts({ scope, waiters, longestWait, waits, lastChange, transitions: [last] }) {
  const of = (field) => duration(seconds(waits?.[field]));
  return [
    ['Waiters', number(waiters)],
    ['Longest wait now', duration(seconds(longestWait))],
    ['Waits that blocked', number(waits?.count ?? 0)],
    ['Wait p50', of('p50')],
    ['Wait p90', of('p90')],
    ['Wait p99', of('p99')],
    ['Wait max', of('max')],
    ['Scope', scope],
    ['Last change', lastChange ? [moment(lastChange), last ? `, ${last.to} by ${who(last)}` : ''] : 'never'],
    ['Why', last?.reason ?? '–'],
  ];
}

export class Details {
  #name;
  #chart = new Chart($('plot'));

  constructor(onSwitch) {
    $('details-switch').addEventListener('click', () => onSwitch(this.#name));
    show($('details-switch'), onSwitch);
    for (let minute = 0; minute < MINUTES; minute++) {
      $('minutes-head').append(make('th', { scope: 'col', textContent: minute ? `${minute} min ago` : 'This minute' }));
      $('minutes').append(make('td'));
    }
  }

  async loadChart(files) {
    await this.#chart.load(files);
  }

  open(name) {
    this.#name = name;
    show($('details'), name);
    document.body.toggleAttribute('data-details', name !== undefined);
    if (name !== undefined) {
      text($('details-title'), name);
      text($('details-description'), '');
      $('details').toggleAttribute('data-missing', false);
      for (const id of ['details-facts', 'instances', 'threads', 'history']) {
        $(id).replaceChildren();
      }
      $('details-title').focus();
    }
  }

  /** There is nothing to show of it, at least not now. */
  miss(why) {
    $('details').toggleAttribute('data-missing', true);
    text($('details-description'), why);
  }

  show(event, samples, skew, acknowledgements) {
    $('details').toggleAttribute('data-missing', false);
    $('details').dataset.state = event.state;
    text($('details-state'), event.state);
    text($('details-description'), event.description);
    keyed($('details-facts'), facts(event), ([term]) => term, ([term]) => make('div', {}, make('dt', { textContent: term }), make('dd')),
      (fact, [, value]) => text(fact.lastElementChild, value));
    this.#showWaiters(event, samples);
    this.#showInstances(event, acknowledgements);
    this.#showThreads(event, Date.now() + skew);
    this.#showHistory(event.transitions);
  }

  #showWaiters(event, samples) {
    text($('chart-caption'), `${number(event.waiters)} now, ${number(samples.most(this.#name))} at most in the last ${MINUTES} minutes while this page was open`);
    samples.mostByMinute(this.#name).forEach((most, minute) => text($('minutes').cells[minute], most === undefined ? '–' : number(most)));
    this.#chart.set(samples.of(this.#name));
  }

  #showInstances({ waitersByInstance: waiters = {} }, { applied = [], pending = [], told } = {}) {
    show($('instances-part'), Object.keys(waiters).length);
    const said = (name) => (applied.includes(name) ? ['applied, ', moment(told)] : pending.includes(name) ? ['NOT YET APPLIED, ', moment(told)] : '–');
    rows($('instances'), Object.keys(waiters), (name) => name, (name) => [name, number(waiters[name]), said(name)]);
  }

  #showThreads({ waitingThreads: threads, here, scope }, now) {
    show($('threads-table'), threads.length);
    const more = here - threads.length;
    const where = scope === 'cluster' ? ' in this instance' : '';
    text($('threads-none'), more > 0 && threads.length ? `The ${number(threads.length)} that wait longest, of ${number(here)} waiters${where}.`
      : more > 0 ? `Only futures wait${where}.` : threads.length ? '' : `Nobody waits${where}.`);
    rows($('threads'), threads, ({ name, since }, i) => `${name} ${since} ${name ? '' : i}`, ({ name, virtual, since }) =>
      [name || 'without a name', virtual ? 'virtual' : 'platform', moment(since), duration(Math.max(1, Math.round((now - new Date(since)) / 1000)))]);
  }

  #showHistory(transitions) {
    show($('history-table'), transitions.length);
    text($('history-none'), transitions.length ? '' : 'It was not changed yet, or no history is kept (eventgate.history-size).');
    rows($('history'), transitions, ({ time, to }, i) => `${time} ${to} ${transitions.length - i}`, (transition) =>
      [moment(transition.time), `${transition.from} → ${transition.to}`, who(transition), transition.reason ?? '–', number(transition.released)]);
  }
}
