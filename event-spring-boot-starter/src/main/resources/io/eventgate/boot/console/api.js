// Asks the endpoint `events`, and says in words what went wrong.

const PATIENCE = 5000; // ms

const WORDS = {
  0: () => 'The server does not answer.',
  401: () => 'You are not logged in. Reload this page to log in.',
  403: () => 'You are not allowed to do this. If you were a moment ago, reload this page: its protection against forgery (CSRF) may be out of date.',
  404: () => 'There is nothing of that name any more.',
  405: () => 'Switching is turned off here (management.endpoint.events.access).',
  409: (message) => `Another change came first, nothing was done: ${message}`,
  503: (message) => `Nothing was changed, the store or the server is not available: ${message}`,
};

export class Problem extends Error {
  constructor(status, message) {
    super(WORDS[status]?.(message) ?? message);
    this.status = status;
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
      headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json', ...csrf() }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    answer = await response.json().catch(() => undefined);
  }
  catch {
    throw new Problem(0);
  }
  if (response.type === 'opaqueredirect') {
    throw new Problem(401);
  }
  if (!response.ok || answer === undefined) {
    throw new Problem(response.status, `${response.status} ${answer?.message ?? answer?.detail ?? response.statusText}`.trim());
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

  list() {
    return ask(this.#url, this.#told);
  }

  event(name) {
    return ask(this.#of(name), this.#told);
  }

  /** With acks in seconds, the server takes as long to answer. */
  change(name, state, reason, acks = 0) {
    return ask(this.#of(name), this.#told, { state, reason, ...(acks && { acks: `${acks}s` }) }, PATIENCE + acks * 1000);
  }
}
