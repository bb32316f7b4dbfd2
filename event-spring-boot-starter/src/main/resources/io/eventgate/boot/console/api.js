// Asks the endpoint `events`, and says in words what went wrong.

const PATIENCE = 3000; // ms, beyond those that the server waits for its store

// A remedy must not cost what was typed: the page stays.
const WORDS = {
  0: 'The server does not answer.',
  200: 'Something else answers instead of the endpoint events, such as a page to log in: open this page in another tab, then try again here.',
  401: 'You are not logged in: open this page in another tab and log in there, then try again here.',
  403: 'You are not allowed to do this.',
  404: 'There is no event of that name any more, or no endpoint events.',
  405: 'Switching is turned off here (management.endpoint.events.access).',
};

// Without the token, Spring Security answers 403, or 401 where it has not looked yet who asks.
const FORGERY = ' If that cannot be, it is the protection against forgery (CSRF): the application has to accept the token of a cookie that scripts may read, as with csrf.spa() of Spring Security.';

export class Problem extends Error {
  constructor(status, message, switching) {
    const refused = status >= 400 && status < 500;
    // A gateway, or a page for errors, has a message too, but does not know what was done.
    const known = refused || (status === 503 && /^Cannot \w+ event '/.test(message));
    const words = known && message ? message : `The server, or a proxy before it, answers with status ${status}${message ? ` (${message})` : ''}.`;
    super((WORDS[status] ?? words) + (switching && (status === 401 || status === 403) ? FORGERY : ''));
    this.status = status;
    this.decided = known;
  }
}

/** Spring Security's token, where it is in a cookie that scripts may read. */
function csrf() {
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith('XSRF-TOKEN='));
  return cookie ? { 'X-XSRF-TOKEN': decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)) } : {};
}

async function ask(url, told, patience, body) {
  let response;
  let answer;
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(patience),
      cache: 'no-store',
      redirect: 'manual', // to a page for logging in
      // By X-Requested-With, Spring Security knows not to make the browser ask for a password each second.
      headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...(body && { 'Content-Type': 'application/json', ...csrf() }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    answer = await response.json();
  }
  catch (failure) {
    if (!(failure instanceof SyntaxError)) { // that one is no JSON, and not of the endpoint
      throw new Problem(0);
    }
  }
  if (response.type === 'opaqueredirect') {
    throw new Problem(401, undefined, body);
  }
  if (!response.ok || answer === undefined) {
    throw new Problem(response.status, answer?.message ?? answer?.detail, body);
  }
  told(response);
  return answer;
}

export class Api {
  #url;
  #patience;

  /** How much later it is at the server than here, in ms. */
  skew = 0;

  constructor(url, commandTimeout) {
    this.#url = url;
    this.#patience = PATIENCE + commandTimeout;
  }

  #of(name) {
    return `${this.#url}/${encodeURIComponent(name)}`;
  }

  #told = (response) => {
    this.skew = (Date.parse(response.headers.get('Date')) || Date.now()) - Date.now();
  };

  async list() {
    const { events } = (await ask(this.#url, this.#told, this.#patience)) ?? {};
    if (!events) {
      throw new Problem(200);
    }
    return events;
  }

  event(name) {
    return ask(this.#of(name), this.#told, this.#patience);
  }

  /** With acks in seconds, the server takes as long to answer. */
  change(name, state, reason, acks = 0) {
    return ask(this.#of(name), this.#told, this.#patience + acks * 1000, { state, reason, ...(acks && { acks: `${acks}s` }) });
  }
}
