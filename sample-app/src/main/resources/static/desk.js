/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Asks the server once a second; no stream, which proxies would cut.
import { Chart } from './chart.js';
import { moment, number } from './format.js';

const EVERY = 1000; // ms
const TIMEOUT = 5000; // ms; longer than a request for a product may wait
const MINUTE = 60; // s

const $ = (id) => document.getElementById(id);
const queueChart = new Chart($('queue-chart'), MINUTE);
const rateChart = new Chart($('rate-chart'), MINUTE);
let last;
let downSince;

async function ask(path, body) {
  const response = await fetch(path, {
    signal: AbortSignal.timeout(TIMEOUT),
    cache: 'no-store',
    ...(body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const retry = response.headers.get('Retry-After');
    throw Object.assign(new Error(answer.detail ?? answer.message ?? response.statusText), { status: response.status, retry });
  }
  return answer;
}

// A request that never reached the server has no status.
const explain = (error) => (error.status ? `${error.status}: ${error.message}` : 'The server does not answer.');

function say(output, text, bad = false) {
  output.textContent = text;
  output.toggleAttribute('data-bad', bad);
}

function gate([name, { state, waiters }]) {
  const item = document.createElement('li');
  item.className = 'card row';
  item.dataset.state = state;
  const texts = { b: name, span: state, p: waiters ? `${number(waiters)} waiting` : 'no waiters' };
  for (const [tag, text] of Object.entries(texts)) {
    item.appendChild(document.createElement(tag)).textContent = text;
  }
  item.querySelector('span').className = 'state';
  return item;
}

function showGates(events) {
  const shown = JSON.stringify(events);
  if ($('gates').dataset.shown !== shown) {
    $('gates').dataset.shown = shown;
    $('gates').replaceChildren(...Object.entries(events).map(gate));
  }
}

function showOrders(stats) {
  for (const key of ['placed', 'queued', 'working', 'done']) {
    $(key).textContent = number(stats[key]);
  }
}

function draw({ queued, done }, held) {
  const now = performance.now();
  // A server that was restarted counts from zero.
  const rate = last && done >= last.done ? ((done - last.done) * 1000) / (now - last.at) : 0;
  last = { done, at: now };
  queueChart.add(queued, held);
  rateChart.add(rate, held);
}

function showLink(up) {
  downSince = up ? undefined : (downSince ?? new Date());
  const text = up ? 'Live' : 'Unreachable';
  if ($('link').textContent !== text) {
    $('link').textContent = text;
    $('link').dataset.up = up;
    $('alert').textContent = up ? '' : `The server has not answered since ${moment(downSince)}. What you see is old; asking again each second.`;
    $('alert').hidden = up;
    document.querySelector('main').toggleAttribute('data-stale', !up);
  }
}

async function refresh() {
  const [{ events }, stats] = await Promise.all([ask('actuator/events'), ask('orders/stats')]);
  showLink(true);
  showGates(events);
  showOrders(stats);
  return { stats, held: events['orders-open']?.state === 'clear' };
}

async function poll() {
  if (!document.hidden) {
    try {
      const { stats, held } = await refresh();
      draw(stats, held);
    }
    catch {
      showLink(false);
    }
  }
  setTimeout(poll, EVERY);
}

$('place').addEventListener('click', async () => {
  try {
    const order = await ask('orders', {});
    say($('order'), `Order ${number(order.number)} is placed`);
    await refresh();
  }
  catch (error) {
    say($('order'), explain(error), true);
  }
});

$('ask').addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const [button, answer, start] = [submit.submitter, $('answer'), performance.now()];
  const took = () => `after ${number(Math.round(performance.now() - start))} ms`;
  button.disabled = true;
  say(answer, 'Waiting …');
  try {
    const product = await ask(`products/${$('product').value}`);
    say(answer, `${product.name}, € ${product.price.toFixed(2)}, ${took()}`);
  }
  catch (error) {
    say(answer, explain(error) + (error.retry ? ` ${took()}; try again in ${error.retry} s` : ''), true);
  }
  button.disabled = false;
});

poll();
