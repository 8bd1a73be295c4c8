// API client. The ID token is kept in this module only and ends with the page; scripts cannot read the session cookie.
import { has, language, lasting, printed, t } from "./words.js";

const PATIENCE = 25000;
let token = null;
let until = 0;
let reader = null;
let refreshing = null;
let ended = () => {};

/** Set the handler for an ended session. */
export const whenEnded = (act) => { ended = act; };

/** A failed request. */
export class Failure extends Error {
  constructor(code, { message = "", status = 0, wait = 0, field, problems } = {}) {
    super(message);
    Object.assign(this, { code, status, wait, field, problems });
  }

  /** Message for people: the page's words, else the service's. */
  get words() {
    const key = `error.${this.code}`;
    return has(key) ? t(key, { wait: lasting(this.wait || 60) }) : printed(this.message) || t("error.broken");
  }
}

/** Keep the tokens of a sign-in or renewal; refuse another reader's, who signed in from another tab. */
export const accept = (answer) => {
  if (reader && reader !== answer.reader.name) throw new Failure("not_signed_in", { status: 401 });
  reader = answer.reader.name;
  token = answer.token;
  until = Date.now() + answer.expires_in * 1000;
  return answer;
};

export const forget = () => {
  token = reader = null;
  until = 0;
};

/** JSON of a response; throws Failure. */
export const read = async (fetched) => {
  let answer;
  let body;
  try {
    answer = await fetched;
    body = answer.status === 204 ? null
      : /csv/.test(answer.headers.get("content-type")) ? { text: await answer.text(), next: answer.headers.get("x-next"), name: (/filename="([^"]+)/.exec(answer.headers.get("content-disposition")) || [])[1] } : await answer.json();
  } catch (error) {
    // An unreadable success was cut off; an unreadable error does not come from the service.
    if (!answer || answer.ok) throw new Failure(error.name === "AbortError" ? "slow" : "offline");
  }
  if (answer.ok) return body;
  const wait = Number(answer.headers.get("retry-after")) || 0;
  throw new Failure((body && body.code) || "broken", { ...body, status: answer.status, wait });
};

/** Send a request without a token. */
export const say = (method, path, body) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  const headers = { "Accept-Language": language };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const asked = fetch(`/api${path}`, { method, headers, body: body && JSON.stringify(body), signal: control.signal });
  return read(asked).finally(() => clearTimeout(timer));
};

/** Renew the token by the cookie; concurrent calls share one renewal. */
export const refresh = (fetched) => {
  refreshing = refreshing || (fetched ? read(fetched) : say("POST", "/session/refresh")).then(accept).finally(() => { refreshing = null; });
  return refreshing;
};

const isEnd = (failure) => failure.status === 401 && !has(`error.${failure.code}`);

/** Send a request with a valid token. GET may be repeated; other methods are sent once. */
export const ask = async (method, path, body) => {
  try {
    if (Date.now() > until - 20000) await refresh();
    try {
      return await say(method, path, body);
    } catch (failure) {
      if (isEnd(failure)) {
        await refresh();
      } else if (method === "GET" && failure.status === 503) {
        await new Promise((done) => setTimeout(done, 1000 * (failure.wait || 1)));
      } else {
        throw failure;
      }
      return await say(method, path, body);
    }
  } catch (failure) {
    if (isEnd(failure)) ended();
    throw failure;
  }
};

export const get = (path) => ask("GET", path);
