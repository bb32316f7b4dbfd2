// Switches an event: what, why, and a button that says what it will do.
import { $, clamped, show, text } from './dom.js';
import { count, moment, stateOf, who } from './format.js';

const ACKS = 5; // s

const VERBS = { set: 'Set', clear: 'Clear', pulse: 'Pulse' };

const SOURCES = { endpoint: ' through the endpoint', jmx: ' through JMX', application: ' in the application' };

/** When, by whom, from where and why, as far as this is known yet. */
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
   * Tells of each switch that was done: the name, what was asked for, and the answer. Of one that failed after its
   * dialog was closed, it tells why. It leaves the focus where there is nothing to go back to.
   */
  constructor(api, done, failed, leave) {
    this.#api = api;
    this.#done = done;
    this.#failed = failed;
    $('dialog-cancel').addEventListener('click', () => $('dialog').close());
    $('dialog').addEventListener('close', () => {
      // The button that opened it is gone, with its row: the focus is nowhere, or still in here until the page is drawn.
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
    show($('dialog-acks-part'), this.#shared);
    this.update(event, cause);
    this.#opened++;
    this.#wait(false);
    $('dialog').showModal();
    $('dialog-reason').focus();
  }

  /** It may be switched elsewhere while somebody thinks here. */
  update(event, cause) {
    text($('dialog-now'), `It is ${stateOf(event.state)} with ${count(event.waiters, 'waiter')}. ${event.description}`);
    text($('dialog-last'), lastChange(event, cause));
  }

  #label() {
    text($('dialog-submit'), this.#busy ? 'Waiting for the answer…' : `${VERBS[$('dialog-form').elements.state.value]} ${this.#name}`);
  }

  /** Not by disabling the button, which would take the focus from it. */
  #wait(busy) {
    this.#busy = busy;
    $('dialog-submit').ariaDisabled = String(busy);
    this.#label();
  }

  async #submit() {
    if (this.#busy) {
      return;
    }
    const { state, reason, acks } = $('dialog-form').elements;
    const [name, asked, why] = [this.#name, state.value, reason.value.trim()];
    if (!why) {
      this.#say('Say why: who reads the history at night will want to know.');
      reason.focus();
      return;
    }
    const opened = this.#opened;
    const stillHere = () => $('dialog').open && opened === this.#opened;
    this.#wait(true);
    show($('dialog-problem'), false);
    try {
      const answer = await this.#api.change(name, asked, why, this.#shared && acks.checked ? ACKS : 0);
      if (stillHere()) {
        $('dialog').close();
      }
      this.#done(name, asked, answer);
    }
    catch (problem) {
      const words = problem.decided ? problem.message : `${problem.message} Whether it was done is not known: look at the history.`;
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
