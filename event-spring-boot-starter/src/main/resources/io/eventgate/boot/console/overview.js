// The table of all events.
import { $, keyed, make, show, text } from './dom.js';
import { count, duration, moment, number, seconds, who } from './format.js';

const MOST = 200; // rows

const cell = (className, label, ...content) => make('td', { role: 'cell', className, 'data-label': label }, ...content);

function create(name, onSwitch) {
  return make('tr', { role: 'row' },
    cell('name', 'Event', make('a', { href: `#${encodeURIComponent(name)}`, textContent: name }), make('span', { className: 'quiet' })),
    cell('', 'State', make('span', { className: 'state' })),
    cell('waiters', 'Waiters', make('b'), make('span', { className: 'quiet' })),
    cell('longest', 'Longest wait'),
    cell('percentiles', 'Waits p50 · p99'),
    cell('change', 'Last change', make('span'), make('span', { className: 'quiet' })),
    cell('action', 'Switch', make('button', { type: 'button', className: 'switch', textContent: 'Switch…', ariaLabel: `Switch ${name}…`, hidden: !onSwitch, onclick: () => onSwitch(name) })));
}

function update(row, { event, most, cause, open }) {
  const [nameCell, state, waiters, longest, percentiles, change] = row.cells;
  row.dataset.state = event.state;
  row.toggleAttribute('data-held', event.waiters > 0);
  row.toggleAttribute('data-open', open);
  nameCell.firstElementChild.ariaCurrent = open ? 'true' : null;
  text(nameCell.lastElementChild, event.description);
  text(state.firstElementChild, event.state);
  text(waiters.firstElementChild, number(event.waiters));
  text(waiters.lastElementChild, most > event.waiters ? `was ${number(most)}` : '');
  text(longest, duration(seconds(event.longestWait)));
  text(percentiles, event.waits ? `${duration(seconds(event.waits.p50))} · ${duration(seconds(event.waits.p99))}` : '–');
  text(change.firstElementChild, event.lastChange ? moment(event.lastChange) : 'never');
  text(change.lastElementChild, cause ? `${who(cause)}${cause.reason ? `: ${cause.reason}` : ''}` : '');
}

export class Overview {
  #onSwitch;
  #shown = [];

  constructor(onChange, onSwitch) {
    this.#onSwitch = onSwitch;
    $('filter').addEventListener('submit', (submit) => submit.preventDefault());
    $('filter').addEventListener('input', onChange);
    $('rows').addEventListener('click', ({ target }) => {
      if (target.ariaCurrent) {
        $('details-title').focus(); // the link leads to where the page is already
      }
    });
  }

  /** Names of the events that have a row. */
  get shown() {
    return this.#shown;
  }

  focus(name) {
    [...$('rows').children].find((row) => row.dataset.key === name)?.querySelector('a').focus();
  }

  show(events, samples, causes, open) {
    const [part, state] = [$('filter-text').value.trim().toLowerCase(), $('filter-state').value];
    const found = Object.entries(events).filter(([name, event]) =>
      (name.toLowerCase().includes(part) || event.description.toLowerCase().includes(part))
      && (state === 'all' || state === event.state || (state === 'waiters' && event.waiters > 0)));
    const items = found.slice(0, MOST).map(([name, event]) => ({ name, event, most: samples.most(name), cause: causes.get(name)?.transition, open: name === open }));
    this.#shown = items.map((item) => item.name);
    const held = $('rows').contains(document.activeElement);
    keyed($('rows'), items, (item) => item.name, (item) => create(item.name, this.#onSwitch), update);
    if (held && !$('rows').contains(document.activeElement)) {
      $('filter-state').focus(); // its row is gone, perhaps by what is chosen here
    }
    const left = found.length - items.length;
    text($('rest'), found.length ? (left ? `${number(left)} more: find them by name.` : '') : 'There is no such event.');
    show($('rest'), $('rest').textContent);
    const all = Object.values(events);
    show($('shared-hint'), all.some((event) => event.waitersByInstance));
    const waiters = all.reduce((sum, event) => sum + event.waiters, 0);
    text($('summary'), `${count(all.length, 'event')}, ${number(all.filter((event) => event.state === 'clear').length)} clear, ${count(waiters, 'waiter')}`);
  }
}
