// Registry of later screens and menus by role, with what waits in the menu's entries; not part of the first load.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { get } from "../api.js";
import { number, t } from "../words.js";

/** Screens with state beyond their page. */
const opened = new Set();

const keeping = (screen) => opened.add(screen) && screen;

/** Screens that use the leased piece. */
const handing = (screen) => import("./hand.js").then(keeping).then(() => screen);

export const SCREENS = {
  __proto__: null,
  home: (reader) => SCREENS[first(reader)](reader),
  batches: () => import("./batches.js"),
  batch: () => import("./batch.js"),
  deposit: () => import("./deposit.js").then(keeping),
  receipt: () => import("./receipt.js"),
  review: () => import("./review.js").then(handing),
  check: () => import("./check.js").then(handing),
  cuts: () => import("./cuts.js").then(keeping).then(handing),
  sealed: () => import("./sealed.js"),
  find: () => import("./find.js"),
  search: () => import("./search.js").then(keeping),
  counter: () => import("./counter.js"),
  journal: () => import("./journal.js"),
  figures: () => import("./figures.js"),
  due: () => import("./due.js").then(keeping),
  roadmap: () => import("./roadmap.js"),
  reconciliation: () => import("./reconciliation.js"),
  plan: (reader) => has(reader, "director") && import("./plan.js"),
  reports: () => import("./reports.js").then(handing),
  report: () => import("./report.js").then(keeping),
  news: () => import("./news.js"),
  complete: () => import("./complete.js"),
  career: () => import("./career.js"),
  statement: () => import("./statement.js"),
  letter: () => import("./letter.js"),
  copy: () => import("./copy.js"),
  nothing: () => import("./nothing.js"),
};

/** Menu: roles, screen, key of its word. */
const MENU = [
  ["archivist", "batches", "nav.batches"],
  ["archivist", "review", "nav.review"],
  ["guardian", "sealed", "nav.sealed"],
  ["archivist", "find", "nav.find"],
  ["archivist", "reports", "nav.reports"],
  ["auditor", "journal", "nav.journal"],
  ["archivist director", "figures", "nav.figures"],
  ["archivist director", "due", "nav.due"],
  ["archivist director", "reconciliation", "nav.reconciliation"],
  ["director", "roadmap", "nav.roadmap"],
];

/** Menu entry of screens that are not in the menu. */
export const WITHIN = { batch: "batches", receipt: "batches", deposit: "batches", check: "review", cuts: "review", casefile: "find", piece: "find", who: "find", complete: "find", copy: "find", search: "find", career: "find", statement: "find", counter: "find", plan: "roadmap", roadmap: "figures" };

const mine = (reader) => MENU.filter(([roles]) => roles.split(" ").some((role) => reader.roles.includes(role)));

const has = (reader, role) => reader.roles.includes(role);

/** Seconds after which the numbers of the menu are asked for again, when a screen is opened. */
const FRESH = 20;
let counts = {};
let asked = 0;

/** Number of what waits behind an entry of the menu. */
class Waiting extends Component {
  componentDidMount() { menu.add(this); }

  componentWillUnmount() { menu.delete(this); }

  render({ name }) {
    const found = counts[name];
    return found && found.number > 0 && html` <span class="n">${number(found.number)}${found.more && "+"}</span>`;
  }
}

const menu = new Set();

/** Ask how much waits; a menu without numbers will do. */
const look = async (reader) => {
  if (!has(reader, "archivist") && !has(reader, "guardian") || Date.now() - asked < FRESH * 1000) return;
  asked = Date.now();
  counts = await get("/waiting").catch(() => counts);
  menu.forEach((each) => each.setState({}));
};

/** Entries of the menu of a reader: screen, key of its word, number of what waits. */
export const entries = (reader) => {
  look(reader);
  return mine(reader).map(([, name, word]) => [name, word, html`<${Waiting} name=${name} />`]);
};

const go = (event) => {
  event.preventDefault();
  const [field] = event.target.elements;
  if (field.value.trim()) location.hash = `#/find/${encodeURIComponent(field.value.trim())}`;
  field.value = "";
};

/** Box to find a case file from any screen. */
export const finder = (reader) => has(reader, "archivist") && html`<li class="finder"><form role="search" onSubmit=${go}>
  <input id="finder" aria-label=${t("nav.finder")} placeholder=${t("nav.finder")} autocomplete="off" autocapitalize="none" maxlength="100" /></form></li>`;

/** First screen of staff. */
export const first = (reader) => (mine(reader)[0] || ["", "nothing"])[1];

/** Clear the state of all screens. */
export const close = () => {
  counts = {};
  asked = 0;
  opened.forEach((screen) => screen.forget());
};
