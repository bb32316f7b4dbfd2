// Asks the endpoint `events`, and says in words what went wrong.

const PATIENCE = 5000; // ms

// A remedy must not cost what was typed: the page stays.
const WORDS = {
  0: 'The server does not answer.',
  200: 'Something else answers instead of the endpoint events, such as a page to log in: open this page in another tab, then try again here.',
  401: 'You are not logged in: open this page in another tab and log in there, then try again here.',
  403: 'You are not allowed to do this. If you were a moment ago, open this page in another tab, then try again here: the protection against forgery (CSRF) may be out of date.',
  404: 'There is no event of that name any more, or no endpoint events.',
  405: 'Switching is turned off here (management.endpoint.events.access).',
};

export class Problem extends Error {
  /** With a message that the endpoint gave, if it was the endpoint that answered. */
  constructor(status, message) {
    super(WORDS[status] ?? message ?? `The server, or a proxy before it, answers with status ${status}.`);
    this.status = status;
    this.decided = Boolean(message) || (status >= 400 && status < 500);
  }
}

/** Spring Security's token, where it is in a cookie that scripts may read. */
function csrf() {
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith('XSRF-TOKEN='));
  return cookie ? { 'X-XSRF-TOKEN': decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)) } : {};
}

async function ask(url, told, body, patience = PATIENCE) {
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
    throw new Problem(401);
  }
  if (!response.ok || answer === undefined) {
    throw new Problem(response.status, answer?.message ?? answer?.detail);
  }
  told(response);
  return answer;
}

export class Api {
  #url;

  /** How much later it is at the server than here, in ms. */
  skew = 0;

  constructor(url) {
    this.#url = url;
  }

  #of(name) {
    return `${this.#url}/${encodeURIComponent(name)}`;
  }

  #told = (response) => {
    this.skew = (Date.parse(response.headers.get('Date')) || Date.now()) - Date.now();
  };

  async list() {
    const { events } = (await ask(this.#url, this.#told)) ?? {};
    if (!events) {
      throw new Problem(200);
    }
    return events;
  }

  event(name) {
    return ask(this.#of(name), this.#told);
  }

  /** With acks in seconds, the server takes as long to answer. */
  change(name, state, reason, acks = 0) {
    return ask(this.#of(name), this.#told, { state, reason, ...(acks && { acks: `${acks}s` }) }, PATIENCE + acks * 1000);
  }
}
