// Registry of later screens and menus by role; not part of the first load.

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
  sealed: () => import("./sealed.js"),
  find: () => import("./find.js"),
  search: () => import("./search.js").then(keeping),
  counter: () => import("./counter.js"),
  journal: () => import("./journal.js"),
  figures: () => import("./figures.js"),
  reports: () => import("./reports.js"),
  report: () => import("./report.js").then(keeping),
  news: () => import("./news.js"),
  complete: () => import("./complete.js"),
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
];

/** Menu entry of screens that are not in the menu. */
export const WITHIN = { batch: "batches", receipt: "batches", deposit: "batches", check: "review", casefile: "find", piece: "find", who: "find", counter: "find" };

const mine = (reader) => MENU.filter(([roles]) => roles.split(" ").some((role) => reader.roles.includes(role)));

export const entries = (reader) => mine(reader).map(([, name, word]) => [name, word]);

/** First screen of staff. */
export const first = (reader) => (mine(reader)[0] || ["", "nothing"])[1];

/** Clear the state of all screens. */
export const close = () => opened.forEach((screen) => screen.forget());
