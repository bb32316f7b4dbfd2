// Puts the parts of the page together.
import { Api } from './api.js';
import { Details } from './details.js';
import { SwitchDialog } from './dialog.js';
import { $, show, text } from './dom.js';
import { moment, number } from './format.js';
import { Overview } from './overview.js';
import { Poll } from './poll.js';
import { Samples } from './samples.js';

const CAUSES_AT_ONCE = 5; // requests

const { files, events: url, switchable, charts } = document.body.dataset;
const api = new Api(url);
const samples = new Samples(location.pathname);
const causes = new Map(); // the last change of each event, as far as it was asked for
const acknowledgements = new Map(); // of switches from here
let events = Object.create(null); // as they were last told
let open; // the name of the event whose details are shown
let cutOffSince;

const onSwitch = switchable === 'true' ? (name) => events[name] && dialog.open(name, events[name]) : undefined;
const dialog = new SwitchDialog(api, switched);
const overview = new Overview(showOverview, onSwitch);
const details = new Details(onSwitch);
const poll = new Poll(refresh);

function switched(name, asked, { previous, state, released, applied, pending }) {
  const change = asked === 'pulse' ? 'pulsed' : previous === state ? `was ${state} already` : `${previous} → ${state}`;
  let acks = '';
  if (applied) {
    acknowledgements.set(name, { applied, pending });
    acks = pending.length ? ` NOT YET APPLIED by ${pending.join(', ')}.` : ` Applied by all ${number(applied.length)} instances.`;
  }
  text($('notice'), `${name} ${change}, ${number(released)} released here.${acks}`);
  show($('notice'), true);
  poll.now();
}

function announce(before) {
  const changed = Object.keys(events).filter((name) => before[name] && before[name].state !== events[name].state);
  if (changed.length) {
    text($('announcer'), changed.length > 3 ? `${number(changed.length)} events have changed` : changed.map((name) => `${name} is now ${events[name].state}`).join('; '));
  }
}

function showOverview() {
  overview.show(events, samples, causes, open);
}

/** In all instances, if they share it. */
function countWaiters(event) {
  const all = Object.values(event.waitersByInstance ?? { here: event.waiters });
  return { ...event, waiters: all.reduce((sum, count) => sum + count, 0) };
}

function take(answer) {
  const before = events;
  events = Object.create(null); // one may be called toString
  for (const [name, event] of Object.entries(answer)) {
    events[name] = countWaiters(event);
  }
  samples.add(new Map(Object.entries(events).map(([name, event]) => [name, event.waiters])));
  announce(before);
  showOverview();
  if (events[dialog.name]) {
    dialog.update(events[dialog.name]);
  }
}

async function look(name) {
  const event = countWaiters(await api.event(name));
  causes.set(name, { at: event.lastChange, transition: event.transitions[0] });
  if (name === open) {
    details.show(event, samples, api.skew, acknowledgements.get(name));
  }
}

async function refresh() {
  try {
    take((await api.list()).events);
    if (events[open]) {
      await look(open);
    }
    const changed = overview.shown.filter((name) => events[name].lastChange && causes.get(name)?.at !== events[name].lastChange);
    for (const name of changed.slice(0, CAUSES_AT_ONCE)) {
      await look(name);
    }
    if (changed.length) {
      showOverview();
    }
    showLink();
    return true;
  }
  catch (problem) {
    // An event that was removed in between is no trouble: the next list does without.
    showLink(problem.status === 404 && Object.keys(events).length ? undefined : problem.message);
    return false;
  }
}

function showLink(trouble) {
  if (trouble) {
    cutOffSince ??= new Date();
    text($('link'), `Cut off since ${moment(cutOffSince)}`);
    text($('alert'), `${trouble} What you see is from ${moment(cutOffSince)}; asking again every few seconds.`);
  }
  else {
    cutOffSince = undefined;
    text($('link'), 'Live');
  }
  $('link').dataset.state = trouble ? 'cut-off' : 'live';
  show($('alert'), trouble);
  document.body.toggleAttribute('data-stale', Boolean(trouble));
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

function start() {
  if (window.top !== window.self) {
    return 'The console is not shown within another page.';
  }
  if (!url) {
    return 'The endpoint events is not exposed: add it to management.endpoints.web.exposure.include.';
  }
  show($('chart-hint'), charts !== 'true');
  if (charts === 'true') {
    details.loadChart(files);
  }
  addEventListener('hashchange', choose);
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
