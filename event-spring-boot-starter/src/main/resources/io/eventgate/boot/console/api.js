/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
// Client of the endpoint `events`, with messages for failures.

const TIMEOUT = 3000; // ms, in addition to those that the server waits for its store

// The page stays, so that no input is lost.
const WORDS = {
  0: 'The server does not answer.',
  200: 'Something else answers instead of the endpoint events, such as a page to log in: open this page in another tab, then try again here.',
  401: 'You are not logged in: open this page in another tab and log in there, then try again here.',
  403: 'You are not allowed to do this.',
  404: 'There is no event of that name, or no endpoint events.',
  405: 'Switching is turned off here (management.endpoint.events.access).',
};

const ROLE = 'You are not allowed to switch this event (403): your role is missing. Ask for the role that the rules of the application require for it, then try again here.';

const FORGERY = 'The protection against forgery (CSRF) refused the switch, not your role. ';

// Without a session, Spring Security answers 401, upon which a browser may forget the login.
const PERHAPS_FORGERY = ' If you are logged in, the protection against forgery (CSRF) refused the switch. ';

const NO_TOKEN = 'There is no cookie XSRF-TOKEN that this page may read: configure csrf.spa() of Spring Security, or another repository of tokens that scripts may read.';

const TOKEN_REFUSED = 'The token of the cookie XSRF-TOKEN was sent and not accepted: reload the page to get a new one; if that does not help, configure csrf.spa() of Spring Security, which accepts it as it is.';

export class Problem extends Error {
  constructor(status, message, denied) {
    const refused = status >= 400 && status < 500;
    // The message of a gateway or of an error page does not contain the outcome.
    const known = refused || (status === 503 && /^Cannot \w+ event '/.test(message));
    const words = known && message ? message : `The server, or a proxy before it, answers with status ${status}${message ? ` (${message})` : ''}.`;
    super(denied ?? WORDS[status] ?? words);
    this.status = status;
    this.decided = known;
  }
}

/** Spring Security's token, if it is in a cookie that scripts may read. */
function csrf() {
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith('XSRF-TOKEN='));
  return cookie ? { 'X-XSRF-TOKEN': decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)) } : {};
}

/** Sends a request by a method without an operation, which changes nothing. */
async function probe(url, method, timeout) {
  const options = { method, signal: AbortSignal.timeout(timeout), cache: 'no-store', redirect: 'manual' };
  try {
    const { status, type } = await fetch(url, { ...options, headers: { 'X-Requested-With': 'XMLHttpRequest', ...csrf() } });
    return type === 'opaqueredirect' ? 401 : status;
  }
  catch {
    return 0;
  }
}

/**
 * The reason for a refused switch. The protection against forgery answers like a missing role, but it lets OPTIONS pass and it
 * refuses PATCH, while rules for roles are either for POST alone or for OPTIONS, too.
 */
async function denial(url, status, timeout) {
  const remedy = csrf()['X-XSRF-TOKEN'] ? TOKEN_REFUSED : NO_TOKEN;
  if (status === 401) {
    return WORDS[401] + PERHAPS_FORGERY + remedy;
  }
  const refused = (answer) => answer === 401 || answer === 403;
  if (refused(await probe(url, 'OPTIONS', timeout)) || !refused(await probe(url, 'PATCH', timeout))) {
    return ROLE;
  }
  return FORGERY + remedy;
}

async function ask(url, received, timeout, body) {
  let response;
  let answer;
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(timeout),
      cache: 'no-store',
      redirect: 'manual', // to a page for logging in
      // Because of X-Requested-With, Spring Security does not make the browser ask for a password each second.
      headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...(body && { 'Content-Type': 'application/json', ...csrf() }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    answer = await response.json();
  }
  catch (failure) {
    if (!(failure instanceof SyntaxError)) { // not JSON, so not of the endpoint
      throw new Problem(0);
    }
  }
  if (response.type === 'opaqueredirect') {
    throw new Problem(401, undefined, body && await denial(url, 401, timeout));
  }
  if (!response.ok || answer === undefined) {
    const denied = body && (response.status === 401 || response.status === 403);
    throw new Problem(response.status, answer?.message ?? answer?.detail, denied ? await denial(url, response.status, timeout) : undefined);
  }
  received(response);
  return answer;
}

export class Api {
  #url;
  #timeout;

  /** The time at the server minus the time here, in ms. */
  skew = 0;

  constructor(url, commandTimeout) {
    this.#url = url;
    this.#timeout = TIMEOUT + commandTimeout;
  }

  #of(name) {
    return `${this.#url}/${encodeURIComponent(name)}`;
  }

  #received = (response) => {
    this.skew = (Date.parse(response.headers.get('Date')) || Date.now()) - Date.now();
  };

  async list() {
    const { events } = (await ask(this.#url, this.#received, this.#timeout)) ?? {};
    if (!events) {
      throw new Problem(200);
    }
    return events;
  }

  event(name) {
    return ask(this.#of(name), this.#received, this.#timeout);
  }

  /** With acks or drain, in seconds, the server may take as long to answer. */
  change(name, state, reason, { acks = 0, drain = 0, restore = false, period = '' } = {}) {
    const timeout = this.#timeout + Math.max(acks, drain) * 1000;
    return ask(this.#of(name), this.#received, timeout, { state, reason, ...(period && { for: period }), ...(acks && { acks: `${acks}s` }),
      ...(drain && { drain: `${drain}s`, restore }) });
  }
}
