/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// View of Spring Boot Admin that shows and switches the events of an instance with the endpoint `events`.
// All requests go through the proxy of Spring Boot Admin. Texts of the instance become text nodes, never HTML.
SBA.use({
  install({ viewRegistry }) {
    const { h, nextTick } = Vue;
    const EVERY = 2500; // ms

    // A path that begins with a slash: without, Spring Boot Admin shows its page to log in after a 401 of the instance.
    const LIST = '/actuator/events';
    const pathOf = (name) => `${LIST}/${encodeURIComponent(name)}`;
    const QUIET = { suppressToast: true }; // the view itself shows failures

    const ICON = '<svg aria-hidden="true" class="h-5 w-5 mr-3" fill="none" viewBox="0 0 24 24" stroke="currentColor" stroke-width="2">'
      + '<path stroke-linecap="round" stroke-linejoin="round" d="M4 21V5m16 16V5M4 8h16M4 17h16M9 8v9m6-9v9"></path></svg>';

    const VERBS = { set: 'Set', clear: 'Clear', pulse: 'Pulse' };
    const CHANGES = { set: 'releases all waiters, and lets callers pass', clear: 'blocks callers from now on', pulse: 'releases the present waiters, and stays clear' };
    const PERIODS = { '': 'until the next switch', '15m': 'for 15 minutes', '30m': 'for 30 minutes', '1h': 'for an hour', '4h': 'for 4 hours', '1d': 'for a day' };

    const UNKNOWN = ' The outcome is unknown: look at the last change.';
    const WORDS = {
      0: 'Spring Boot Admin does not answer.',
      200: 'Something else answers instead of the endpoint events.',
      401: 'The login is not accepted (401): reload the page to log in to Spring Boot Admin. If that does not help, check user.name and user.password in the metadata of the instance.',
      403: 'This is not allowed (403): the login of Spring Boot Admin at the instance does not have the role, or a protection against forgery (CSRF) refuses the request.',
      404: 'There is no event of that name, or no endpoint events.',
      405: 'Switching is turned off here (management.endpoint.events.access).',
    };

    function problemOf({ response }, switched) {
      if (!response) {
        return WORDS[0] + (switched ? UNKNOWN : '');
      }
      const { status, data } = response;
      const words = typeof data?.message === 'string' ? data.message : '';
      if (status >= 400 && status < 500 || status === 503 && /^Cannot \w+ event '/.test(words)) {
        return WORDS[status] ?? (words || `The answer has the status ${status}.`);
      }
      return `The instance does not answer, or a proxy before it fails: status ${status}.${switched ? UNKNOWN : ''}`;
    }

    const stateOf = (state) => (state === 'set' ? 'open (set)' : 'closed (clear)');

    const moment = (instant) => h('time', { datetime: instant, title: instant }, new Date(instant).toLocaleString());

    const waitersOf = ({ waiters, waitersByInstance }) => Object.values(waitersByInstance ?? { here: waiters }).reduce((sum, count) => sum + count, 0);

    /** Closed events with waiters, closed ones, open ones; by name within. */
    function inOrder(events) {
      const rank = ({ state, ...event }) => (state === 'set' ? 2 : waitersOf(event) > 0 ? 0 : 1);
      return Object.entries(events)
        .sort(([a, first], [b, second]) => rank(first) - rank(second) || (a < b ? -1 : 1))
        .map(([name]) => name);
    }

    function lastChange({ lastChange: at, transitions }) {
      if (!at) {
        return 'It has not been changed since the start.';
      }
      const last = transitions?.[0];
      return ['Last change: ', moment(at), last && `, ${last.from} → ${last.to} by ${last.principal ?? last.source}${last.reason ? `: ${last.reason}` : '.'}`];
    }

    const component = {
      inheritAttrs: false,

      props: { instance: { type: Object, required: true } },

      data: () => ({ events: undefined, names: [], problem: '', outcome: '', open: undefined }),

      watch: {
        'instance.id'() {
          Object.assign(this, this.$options.data());
          this.refresh();
        },
      },

      created() {
        this.refresh();
      },

      beforeUnmount() {
        this.gone = true;
        clearTimeout(this.timer);
      },

      methods: {
        async refresh() {
          clearTimeout(this.timer);
          const { instance } = this;
          const asked = (this.asked = {}); // an answer to an earlier request is outdated
          try {
            const answer = document.hidden ? undefined : await instance.axios.get(LIST, QUIET);
            if (answer && this.asked === asked) {
              this.take(answer.data?.events);
            }
          }
          catch (failure) {
            if (this.asked === asked) {
              this.problem = problemOf(failure);
            }
          }
          if (this.asked === asked && !this.gone) {
            this.timer = setTimeout(this.refresh, EVERY);
          }
        },

        take(events) {
          this.problem = events ? '' : WORDS[200];
          if (events) {
            this.events = events;
            // No row moves while one is used.
            const rows = this.$refs.rows;
            const kept = rows?.matches(':hover') || rows?.contains(document.activeElement) || this.open ? this.names.filter((name) => events[name]) : [];
            this.names = [...new Set([...kept, ...inOrder(events)])];
          }
        },

        async choose(name) {
          this.outcome = '';
          const open = (this.open = { name, state: this.events[name].state === 'set' ? 'clear' : 'set', reason: '', period: '', busy: false, problem: '', details: undefined });
          await nextTick();
          this.$refs.dialog.showModal();
          this.$refs.reason.focus();
          try {
            const { data } = await this.instance.axios.get(pathOf(name), QUIET);
            if (this.open?.name === open.name) {
              this.open.details = data;
            }
          }
          catch {
            // The dialog then has what the list has.
          }
        },

        async submit() {
          const { open } = this;
          const { name, state, period } = open;
          const reason = open.reason.trim();
          if (open.busy) {
            return;
          }
          if (!reason) {
            open.problem = 'Enter a reason. The history and the log contain it.';
            this.$refs.reason.focus();
            return;
          }
          Object.assign(open, { busy: true, problem: '' });
          const body = { state, reason, ...(period && state !== 'pulse' && { for: period }) };
          try {
            const { data } = await this.instance.axios.post(pathOf(name), body, QUIET);
            const change = state === 'pulse' ? 'pulsed' : data.previous === data.state ? `was ${data.state} already` : `${data.previous} → ${data.state}`;
            this.outcome = `${name} ${change}, ${data.released} released there.`;
            if (this.open === open) {
              this.$refs.dialog.close();
            }
          }
          catch (failure) {
            open.problem = problemOf(failure, true);
            if (this.open !== open) {
              this.outcome = `${VERBS[state]} ${name}: ${open.problem}`;
            }
          }
          open.busy = false;
          this.refresh();
        },

        row(name) {
          const event = this.events[name];
          const waiters = waitersOf(event);
          return h('tr', { key: name, 'data-event': name, 'data-state': event.state, 'data-held': event.state !== 'set' && waiters > 0 ? '' : undefined }, [
            h('th', { scope: 'row' }, [name, h('div', event.description)]),
            h('td', [h('span', { class: 'eventgate-state' }, stateOf(event.state)), event.until && h('div', ['until ', moment(event.until)])]),
            h('td', String(waiters)),
            h('td', event.lastChange ? moment(event.lastChange) : 'never'),
            h('td', h('button', { type: 'button', 'aria-label': `Switch ${name}…`, onClick: () => this.choose(name) }, 'Switch…')),
          ]);
        },

        table() {
          return h('table', [
            h('thead', h('tr', ['Event', 'State', 'Waiters', 'Last change', 'Switch'].map((title) => h('th', { scope: 'col' }, title)))),
            h('tbody', { ref: 'rows' }, this.names.map(this.row)),
          ]);
        },

        dialog() {
          const { open } = this;
          const event = open.details ?? this.events[open.name] ?? { state: 'clear' };
          const label = `${VERBS[open.state]} ${open.name}`;
          return h('dialog', { ref: 'dialog', key: open.name, 'aria-labelledby': 'eventgate-title', onClose: () => (this.open = undefined) },
            h('form', { novalidate: true, onSubmit: (submit) => { submit.preventDefault(); this.submit(); } }, [
              h('h2', { id: 'eventgate-title' }, `Switch ${open.name}`),
              h('p', { class: 'eventgate-last' }, lastChange(event)),
              h('fieldset', [h('legend', 'Change'), ...Object.entries(CHANGES).map(([state, effect]) => h('label', [
                h('input', { type: 'radio', name: 'state', value: state, checked: open.state === state, onChange: () => (open.state = state) }),
                h('b', VERBS[state]), ` ${effect}`,
              ]))]),
              h('label', ['Reason, for the history', h('input', {
                ref: 'reason', name: 'reason', maxlength: 500, autocomplete: 'off', value: open.reason, onInput: ({ target }) => (open.reason = target.value),
              })]),
              open.state !== 'pulse' && h('label', ['How long', h('select', { name: 'for', onChange: ({ target }) => (open.period = target.value) },
                Object.entries(PERIODS).map(([value, words]) => h('option', { value, selected: value === open.period }, words)))]),
              open.problem && h('p', { class: 'eventgate-alert', role: 'alert' }, open.problem),
              h('div', { class: 'eventgate-buttons' }, [
                h('button', { type: 'button', onClick: () => this.$refs.dialog.close() }, 'Cancel'),
                h('button', { type: 'submit', class: 'eventgate-primary', 'aria-disabled': String(open.busy) }, open.busy ? 'Waiting for the answer…' : label),
              ]),
            ]));
        },
      },

      render() {
        return h('section', { class: 'eventgate' }, [
          h('h1', 'Events'),
          this.problem && h('p', { class: 'eventgate-alert', role: 'alert' }, this.problem),
          h('p', { class: 'eventgate-outcome', role: 'status' }, this.outcome),
          this.events && (this.names.length ? this.table() : h('p', 'This instance has no events.')),
          this.open && this.dialog(),
        ]);
      },
    };

    viewRegistry.setGroupIcon('eventgate', ICON);
    viewRegistry.addView({
      name: 'instances/eventgate',
      parent: 'instances',
      path: 'eventgate',
      label: 'Events',
      group: 'eventgate',
      order: 975,
      component,
      isEnabled: ({ instance }) => instance.hasEndpoint('events'),
    });
  },
});
