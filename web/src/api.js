// Speaks to the API. The token lives in this module alone, and dies with the page; the refresh cookie is not ours to read.
import { has, language, lasting, printed, t } from "./words.js";

const PATIENCE = 25000;
let token = null;
let until = 0;
let reader = null;
let refreshing = null;
let ended = () => {};

/** Say what happens when the service no longer knows the reader. */
export const whenEnded = (act) => { ended = act; };

/** A request that did not give what was asked for. */
export class Failure extends Error {
  constructor(code, { message = "", status = 0, wait = 0 } = {}) {
    super(message);
    Object.assign(this, { code, status, wait });
  }

  /** In words for people: ours first, then the service's. */
  get words() {
    const key = `error.${this.code}`;
    return has(key) ? t(key, { wait: lasting(this.wait || 60) }) : printed(this.message) || t("error.broken");
  }
}

/** Take what a sign-in or a refresh gave. Another tab may have signed somebody else in: their token is none of this page's. */
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

/** Make of a fetch its JSON, or a Failure. */
export const read = async (fetched) => {
  let answer;
  let body;
  try {
    answer = await fetched;
    body = answer.status === 204 ? null
      : /csv/.test(answer.headers.get("content-type")) ? { text: await answer.text(), next: answer.headers.get("x-next") } : await answer.json();
  } catch (error) {
    // A success that cannot be read was cut off on its way; an error that cannot be is no word of the service's.
    if (!answer || answer.ok) throw new Failure(error.name === "AbortError" ? "slow" : "offline");
  }
  if (answer.ok) return body;
  const wait = Number(answer.headers.get("retry-after")) || 0;
  throw new Failure((body && body.code) || "broken", { message: body && body.message, status: answer.status, wait });
};

/** Ask without being signed in. */
export const say = (method, path, body) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  const headers = { "Accept-Language": language };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const asked = fetch(`/api${path}`, { method, headers, body: body && JSON.stringify(body), signal: control.signal });
  return read(asked).finally(() => clearTimeout(timer));
};

/** Have a new token by the cookie; many may ask at once. */
export const refresh = (fetched) => {
  refreshing = refreshing || (fetched ? read(fetched) : say("POST", "/session/refresh")).then(accept).finally(() => { refreshing = null; });
  return refreshing;
};

const isEnd = (failure) => failure.status === 401 && !has(`error.${failure.code}`);

/** Ask as the reader, with a fresh token. A question may be put twice; an order is given once. */
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
