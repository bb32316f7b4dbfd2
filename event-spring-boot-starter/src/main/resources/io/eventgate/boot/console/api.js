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

const ROLE = 'You are not allowed to switch this event (403): your role is missing. Ask for the role that the rules of the application require for it, then try again here.';

const FORGERY = 'The protection against forgery (CSRF) refused the switch, not your role. ';

// Without a session, Spring Security answers 401, upon which a browser may forget the login.
const PERHAPS_FORGERY = ' If you are logged in, the protection against forgery (CSRF) refused the switch. ';

const NO_TOKEN = 'There is no cookie XSRF-TOKEN that this page may read: configure csrf.spa() of Spring Security, or another repository of tokens that scripts may read.';

const TOKEN_REFUSED = 'The token of the cookie XSRF-TOKEN was sent and not accepted: reload the page to get a new one; if that does not help, configure csrf.spa() of Spring Security, which accepts it as it is.';

export class Problem extends Error {
  constructor(status, message, denied) {
    const refused = status >= 400 && status < 500;
    // A gateway, or a page for errors, has a message too, but does not know what was done.
    const known = refused || (status === 503 && /^Cannot \w+ event '/.test(message));
    const words = known && message ? message : `The server, or a proxy before it, answers with status ${status}${message ? ` (${message})` : ''}.`;
    super(denied ?? WORDS[status] ?? words);
    this.status = status;
    this.decided = known;
  }
}

/** Spring Security's token, where it is in a cookie that scripts may read. */
function csrf() {
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith('XSRF-TOKEN='));
  return cookie ? { 'X-XSRF-TOKEN': decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)) } : {};
}

/** Asks by a method for which the endpoint has no operation, and so changes nothing. */
async function probe(url, method, patience) {
  const options = { method, signal: AbortSignal.timeout(patience), cache: 'no-store', redirect: 'manual' };
  try {
    const { status, type } = await fetch(url, { ...options, headers: { 'X-Requested-With': 'XMLHttpRequest', ...csrf() } });
    return type === 'opaqueredirect' ? 401 : status;
  }
  catch {
    return 0;
  }
}

/**
 * Why a switch was refused. The protection against forgery answers like a missing role, but it lets OPTIONS pass and it
 * refuses PATCH, while rules for roles are either for POST alone or for OPTIONS, too.
 */
async function denial(url, status, patience) {
  const remedy = csrf()['X-XSRF-TOKEN'] ? TOKEN_REFUSED : NO_TOKEN;
  if (status === 401) {
    return WORDS[401] + PERHAPS_FORGERY + remedy;
  }
  const refused = (answer) => answer === 401 || answer === 403;
  if (refused(await probe(url, 'OPTIONS', patience)) || !refused(await probe(url, 'PATCH', patience))) {
    return ROLE;
  }
  return FORGERY + remedy;
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
    throw new Problem(401, undefined, body && await denial(url, 401, patience));
  }
  if (!response.ok || answer === undefined) {
    const denied = body && (response.status === 401 || response.status === 403);
    throw new Problem(response.status, answer?.message ?? answer?.detail, denied ? await denial(url, response.status, patience) : undefined);
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
