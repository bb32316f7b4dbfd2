/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Dialog that switches an event: the change, the reason, and a button with the name of the change.
import { $, clamped, show, text } from './dom.js';
import { count, moment, stateOf, who } from './format.js';

const ACKS = 5; // s

const VERBS = { set: 'Set', clear: 'Clear', pulse: 'Pulse' };

const SOURCES = { endpoint: ' through the endpoint', jmx: ' through JMX', application: ' in the application' };

/** The last change: time, principal, source and reason, as far as they are known yet. */
function lastChange({ lastChange: at }, cause) {
  if (!at) {
    return 'It has not been changed since the start.';
  }
  if (cause?.at !== at || !cause.transition) {
    return ['Last change: ', moment(at)];
  }
  const { from, to, source, principal, reason } = cause.transition;
  const through = (principal && SOURCES[source]) || '';
  return ['Last change: ', moment(at), `, ${from} → ${to} by ${who(cause.transition)}${through}. `, clamped(reason ?? 'No reason was given.')];
}

export class SwitchDialog {
  #api;
  #done;
  #failed;
  #name;
  #shared;
  #opened = 0;
  #busy;

  /**
   * Calls `done` after each switch with the name, the requested state and the answer, `failed` with the reason if one
   * failed after its dialog was closed, and `leave` if the element that had the focus is gone.
   */
  constructor(api, done, failed, leave) {
    this.#api = api;
    this.#done = done;
    this.#failed = failed;
    $('dialog-cancel').addEventListener('click', () => $('dialog').close());
    $('dialog').addEventListener('close', () => {
      // The button that opened it is gone with its row, so nothing has the focus, or still the dialog until the page is drawn.
      if (document.activeElement === document.body || $('dialog').contains(document.activeElement)) {
        leave();
      }
    });
    $('dialog-form').addEventListener('change', () => this.#label());
    $('dialog-form').addEventListener('submit', (submit) => {
      submit.preventDefault();
      this.#submit();
    });
  }

  get name() {
    return $('dialog').open ? this.#name : undefined;
  }

  open(name, event, cause) {
    this.#name = name;
    this.#shared = event.scope === 'cluster';
    const form = $('dialog-form');
    form.reset();
    form.elements.state.value = event.state === 'set' ? 'clear' : 'set';
    text($('dialog-title'), `Switch ${name}`);
    show($('dialog-problem'), false);
    this.update(event, cause);
    this.#opened++;
    this.#wait(false);
    $('dialog').showModal();
    $('dialog-reason').focus();
  }

  /** The event may be switched elsewhere while the dialog is open. */
  update(event, cause) {
    const calls = event.active ? ` and ${count(event.active, 'active call')}` : '';
    text($('dialog-now'), `It is ${stateOf(event.state)} with ${count(event.waiters, 'waiter')}${calls}. ${event.description}`);
    text($('dialog-last'), lastChange(event, cause));
  }

  #label() {
    const { state, drain } = $('dialog-form').elements;
    const drains = state.value === 'clear' && drain.value !== '0';
    show($('dialog-for-part'), state.value !== 'pulse');
    show($('dialog-drain-part'), state.value === 'clear');
    show($('dialog-restore-part'), drains);
    show($('dialog-acks-part'), this.#shared && !drains);
    text($('dialog-submit'), this.#busy ? 'Waiting for the answer…' : `${VERBS[state.value]} ${this.#name}`);
  }

  /** Does not disable the button, which would then lose the focus. */
  #wait(busy) {
    this.#busy = busy;
    $('dialog-submit').ariaDisabled = String(busy);
    this.#label();
  }

  async #submit() {
    if (this.#busy) {
      return;
    }
    const { state, reason, acks, drain, restore, for: period } = $('dialog-form').elements;
    const [name, asked, why] = [this.#name, state.value, reason.value.trim()];
    if (!why) {
      this.#say('Enter a reason. The history and the log contain it.');
      reason.focus();
      return;
    }
    const opened = this.#opened;
    const stillHere = () => $('dialog').open && opened === this.#opened;
    this.#wait(true);
    show($('dialog-problem'), false);
    try {
      const answer = await this.#api.change(name, asked, why, {
        drain: asked === 'clear' ? Number(drain.value) : 0,
        restore: restore.checked,
        acks: this.#shared && acks.checked && !(asked === 'clear' && drain.value !== '0') ? ACKS : 0,
        period: asked === 'pulse' ? '' : period.value,
      });
      if (stillHere()) {
        $('dialog').close();
      }
      this.#done(name, asked, answer);
    }
    catch (problem) {
      const words = problem.decided ? problem.message : `${problem.message} The outcome is unknown: look at the history.`;
      if (stillHere()) {
        this.#say(words);
        this.#wait(false);
      }
      else {
        this.#failed(`${VERBS[asked]} ${name}: ${words}`);
      }
    }
  }

  #say(problem) {
    text($('dialog-problem'), problem);
    show($('dialog-problem'), true);
  }
}
