// Switches an event: what, why, and a button that says what it will do.
import { $, show, text } from './dom.js';
import { number } from './format.js';

const ACKS = 5; // s

const VERBS = { set: 'Set', clear: 'Clear', pulse: 'Pulse' };

export class SwitchDialog {
  #api;
  #done;
  #name;
  #shared;

  /** Is told of each switch that was done: the name, what was asked for, and the answer. */
  constructor(api, done) {
    this.#api = api;
    this.#done = done;
    $('dialog-cancel').addEventListener('click', () => $('dialog').close());
    $('dialog-form').addEventListener('change', () => this.#label());
    $('dialog-form').addEventListener('submit', (submit) => {
      submit.preventDefault();
      this.#submit();
    });
  }

  get name() {
    return $('dialog').open ? this.#name : undefined;
  }

  open(name, event) {
    this.#name = name;
    this.#shared = event.scope === 'cluster';
    const form = $('dialog-form');
    form.reset();
    form.elements.state.value = event.state === 'set' ? 'clear' : 'set';
    text($('dialog-title'), `Switch ${name}`);
    show($('dialog-problem'), false);
    show($('dialog-acks-part'), this.#shared);
    this.update(event);
    this.#label();
    $('dialog').showModal();
    $('dialog-reason').focus();
  }

  /** It may be switched elsewhere while somebody thinks here. */
  update(event) {
    text($('dialog-now'), `It is ${event.state}, ${event.waiters === 1 ? '1 waits' : `${number(event.waiters)} wait`}. ${event.description}`);
  }

  #label() {
    text($('dialog-submit'), `${VERBS[$('dialog-form').elements.state.value]} ${this.#name}`);
  }

  async #submit() {
    const { state, reason, acks } = $('dialog-form').elements;
    const [name, asked, why] = [this.#name, state.value, reason.value.trim()];
    if (!why) {
      this.#say('Say why: who reads the history at night will want to know.');
      reason.focus();
      return;
    }
    $('dialog-submit').disabled = true;
    show($('dialog-problem'), false);
    try {
      const answer = await this.#api.change(name, asked, why, this.#shared && acks.checked ? ACKS : 0);
      $('dialog').close();
      this.#done(name, asked, answer);
    }
    catch (problem) {
      this.#say(problem.status ? problem.message : `${problem.message} Whether it was done is not known: look at the history.`);
    }
    $('dialog-submit').disabled = false;
  }

  #say(problem) {
    text($('dialog-problem'), problem);
    show($('dialog-problem'), true);
  }
}
