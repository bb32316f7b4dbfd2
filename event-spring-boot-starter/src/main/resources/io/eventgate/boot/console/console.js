/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// The parts of the page.
import { Api } from './api.js';
import { Details } from './details.js';
import { SwitchDialog } from './dialog.js';
import { $, show, text } from './dom.js';
import { count, moment, number, stateOf } from './format.js';
import { Overview } from './overview.js';
import { Poll } from './poll.js';
import { Samples } from './samples.js';

const CAUSES_AT_ONCE = 5; // requests
const FRESH = 5000; // ms

const STORE_IS_GONE = 'The store of the shared events cannot be reached. They keep their last known state, waiters are those of this instance alone, and a switch is refused until the store is back.';

const { files, events: url, switchable, charts, commandTimeout } = document.body.dataset;
const api = new Api(url, Number(commandTimeout));
const samples = new Samples(location.pathname);
const causes = new Map(); // the last change of each event, if it was requested
const acknowledgements = new Map(); // of switches from here
let events = Object.create(null); // as last received
let open; // the name of the event whose details are shown
let seen; // the time of the last answer
let cutOffSince;

const onSwitch = switchable === 'true' ? openDialog : undefined;
const dialog = new SwitchDialog(api, switched, (words) => report(words, true), () => overview.focusFilter());
const overview = new Overview(showOverview, onSwitch);
const details = new Details(onSwitch);
const poll = new Poll(refresh);

function openDialog(name) {
  if (events[name]) {
    dialog.open(name, events[name], causes.get(name));
    if (causes.get(name)?.at !== events[name].lastChange) {
      poll.now();
    }
  }
}

function switched(name, asked, { previous, state, released, applied, pending, lost, active, complete, restored, error }) {
  const change = asked === 'pulse' ? 'pulsed' : restored ? 'was cleared and SET AGAIN' : previous === state ? `was ${state} already` : `${previous} → ${state}`;
  const calls = active === undefined ? '' : active ? ` ${count(active, 'call')} LEFT behind it.` : complete ? ' No call is left behind it.' : ` It is NOT KNOWN whether calls are left${error ? `: ${error}` : ''}.`;
  let acks = '';
  if (applied) {
    const missing = [...pending, ...lost.map((instance) => `${instance} (lost)`)];
    acknowledgements.set(name, { applied, pending: missing, at: new Date() });
    acks = missing.length ? ` NOT YET APPLIED by ${missing.join(', ')}: these keep the previous state until they reach the store.`
      : complete ? ` Applied by all ${number(applied.length)} instances.`
        : ` Applied by ${number(applied.length)}; it is NOT KNOWN whether there are others${error ? `: ${error}` : ''}.`;
  }
  report(`${name} ${change}, ${number(released)} released here.${calls}${acks}`, complete === false);
  overview.switched(name);
  poll.now();
}

/** Shows the outcome of a switch, with its time, until the next one. */
function report(outcome, bad) {
  const at = moment(new Date());
  $('notice').className = bad ? 'alert' : 'notice';
  show($('notice'), true);
  // After it is shown: a screen reader does not announce a change of hidden text.
  requestAnimationFrame(() => text($('notice'), at, ` ${outcome}`));
}

function announce(before) {
  const changed = Object.keys(events).filter((name) => before[name] && before[name].state !== events[name].state);
  if (changed.length) {
    text($('announcer'), changed.length > 3 ? `${number(changed.length)} events have changed` : changed.map((name) => `${name} is now ${stateOf(events[name].state)}`).join('; '));
  }
}

function showOverview() {
  overview.show(events, samples, causes, open);
}

/** Waiters and active calls of all instances, if they share the event, and the waiters of the one that answered. */
function countAll(event) {
  const sum = (byInstance, here) => Object.values(byInstance ?? { here }).reduce((all, one) => all + one, 0);
  return { ...event, here: event.waiters, waiters: sum(event.waitersByInstance, event.waiters), active: sum(event.activeByInstance, event.active ?? 0) };
}

function take(answer) {
  const before = events;
  events = Object.create(null); // one may be called toString
  for (const [name, event] of Object.entries(answer)) {
    events[name] = countAll(event);
  }
  seen = new Date();
  samples.add(new Map(Object.entries(events).map(([name, event]) => [name, event.waiters])));
  announce(before);
  showOverview();
  updateDialog();
}

function updateDialog() {
  if (events[dialog.name]) {
    dialog.update(events[dialog.name], causes.get(dialog.name));
  }
}

async function look(name) {
  let event;
  try {
    event = countAll(await api.event(name));
  }
  catch (problem) {
    if (!(problem.status >= 400) || problem.status === 401) {
      throw problem;
    }
    // The others are shown as received. If the event was removed in between, the next list does not contain it.
    causes.set(name, { at: events[name].lastChange });
    if (name === open) {
      details.miss(`It cannot be shown: ${problem.message}`);
    }
    return;
  }
  causes.set(name, { at: event.lastChange, transition: event.transitions[0] });
  if (name === open) {
    details.show(event, samples, api.skew, acknowledgements.get(name));
  }
}

async function refresh() {
  try {
    take(await api.list());
    if (events[open]) {
      await look(open);
    }
    else if (open) {
      details.miss('There is no event of that name.');
    }
    // First the one in the dialog, then from the top.
    const asked = events[dialog.name] ? [dialog.name, ...overview.shown] : overview.shown;
    const changed = [...new Set(asked)].filter((name) => events[name].lastChange && causes.get(name)?.at !== events[name].lastChange);
    for (const name of changed.slice(0, CAUSES_AT_ONCE)) {
      await look(name);
    }
    if (changed.length) {
      showOverview();
      updateDialog();
    }
    showLink();
    return true;
  }
  catch (problem) {
    showLink(problem.message);
    return false;
  }
}

/** Returns whether the instance that answered has no report, not even its own. */
function storeIsGone() {
  return Object.values(events).some(({ scope, waitersByInstance }) => scope === 'cluster' && !waitersByInstance);
}

function showLink(trouble) {
  if (trouble) {
    cutOffSince ??= new Date();
    text($('link'), 'Cut off since ', moment(cutOffSince));
    text($('alert'), trouble, seen ? [' What you see is from ', moment(seen), '.'] : [], ' Asking again every few seconds.');
  }
  else {
    cutOffSince = undefined;
    text($('link'), 'Live');
    text($('alert'), storeIsGone() ? STORE_IS_GONE : '');
  }
  $('link').dataset.state = trouble ? 'cut-off' : 'live';
  show($('alert'), $('alert').textContent);
  document.body.toggleAttribute('data-stale', Boolean(trouble));
}

/** There were no requests while the page was hidden. */
function comeBack() {
  if (!document.hidden && !cutOffSince && new Date() - seen > FRESH) {
    text($('link'), 'Connecting');
    $('link').dataset.state = 'connecting';
    document.body.toggleAttribute('data-stale', true);
  }
}

function choose() {
  const before = open;
  try {
    open = decodeURIComponent(location.hash.slice(1)) || undefined;
  }
  catch {
    open = undefined;
  }
  details.open(open);
  showOverview();
  if (before && !open) {
    overview.focus(before);
  }
  poll.now();
}

/** The headers prevent it, unless a proxy removes them. */
function isFramedByAnotherOrigin() {
  try {
    return window.top.location.origin !== location.origin;
  }
  catch {
    return true; // another origin does not show its location
  }
}

function start() {
  if (isFramedByAnotherOrigin()) {
    return 'The console is not shown within a page of another origin.';
  }
  if (!url) {
    return 'The endpoint events is not exposed: add it to management.endpoints.web.exposure.include.';
  }
  show($('chart-hint'), charts !== 'true');
  if (charts === 'true') {
    details.loadChart(files);
  }
  addEventListener('hashchange', choose);
  document.addEventListener('visibilitychange', comeBack);
  choose();
  return undefined;
}

const reason = start();
if (reason) {
  text($('alert'), reason);
  show($('alert'), true);
  show($('overview'), false);
  text($('link'), 'Off');
}
