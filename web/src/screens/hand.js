// Leased piece handed from one screen to the next, how far the archivist is in the queue, and the last decision that can be undone.
import { ask, get } from "../api.js";

/** A lease lasts 15 minutes; it is renewed while the page is open. */
const RENEWED = 10 * 60 * 1000;
let held = null;
let last = null;
let run = null;
let report = null;

/** Cleared at sign-out. */
export const forget = () => { held = last = run = report = null; };

export const FILTERS = ["batch", "reason", "type", "ministry", "order"];

/** Address of a filtered queue. */
export const addressOf = (filters) => `#/review${FILTERS.filter((name) => filters[name]).map((name) => `/${encodeURIComponent(`${name}=${filters[name]}`)}`).join("")}`;

/** Begin a run through a filtered queue. */
export const begin = (filters, { waiting, decided_today: today }) => { run = { filters, total: waiting.number, more: waiting.more, at: 1, today }; };

/** The run through the queue, if one was begun. */
export const running = () => run;

/** Count pieces that were gone past, and decisions; both negative when one is undone. */
export const count = (past, decided) => {
  if (!run) return;
  run.at = Math.max(1, run.at + past);
  run.today = Math.max(0, run.today + decided);
};

/** Filters of the queue that the archivist goes through. */
export const filters = () => (run ? run.filters : {});

/** Address at which a piece is decided on: first where it begins and ends. */
export const placeOf = ({ piece, reason }) => `#/${reason === "cuts" ? "cuts" : "check"}/${piece}`;

/** Open a piece that was just leased, without a second request. */
export const take = (found) => {
  held = found;
  location.hash = placeOf(found);
};

/** Take the lease of a piece if it is free; else read only. */
export const claimed = async (name) => {
  const path = `/review/${encodeURIComponent(name)}`;
  try {
    return await ask("POST", `${path}/claim`, {});
  } catch (failure) {
    if (failure.code !== "taken") throw failure;
    return get(path);
  }
};

/** Renew the lease of a page's piece as long as its timer runs. */
export const renewed = (page) => setInterval(() => page.data.mine && ask("POST", `/review/${encodeURIComponent(page.args[0])}/claim`, {}).catch(() => {}), RENEWED);

/** Open the next piece of the queue, or the list. */
export const next = async (after) => {
  const found = await ask("POST", "/review/next", { ...filters(), ...(after ? { after } : {}) });
  if (found) take(found);
  else location.hash = addressOf(filters());
};

/** The leased piece, once. */
export const taken = (name) => {
  const found = held && held.piece === name ? held : null;
  held = null;
  return found;
};

export const remember = (deed) => { last = deed; };

export const remembered = () => last;

/** A servant's report about a piece, shown beside its form: who and what as they are shown. */
export const reporting = (given) => { report = given; };

export const reported = (piece) => (report && report.piece === piece ? report : null);
