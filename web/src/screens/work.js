// The later screens: what each is called, and whose menu it stands in. Nothing of them is in the first load.

/** Screens that keep something beyond their page. */
const opened = new Set();

const keeping = (screen) => opened.add(screen) && screen;

/** What is in an archivist's hand came with the screen. */
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
  nothing: () => import("./nothing.js"),
};

/** Roles, screen, word: in the menu's order. */
const MENU = [
  ["archivist", "batches", "nav.batches"],
  ["archivist", "review", "nav.review"],
  ["guardian", "sealed", "nav.sealed"],
  ["archivist", "find", "nav.find"],
  ["archivist", "reports", "nav.reports"],
  ["auditor", "journal", "nav.journal"],
  ["archivist director", "figures", "nav.figures"],
];

/** What stands below an entry of the menu without being one. */
export const WITHIN = { batch: "batches", receipt: "batches", deposit: "batches", check: "review", casefile: "find", piece: "find", who: "find", counter: "find" };

const mine = (reader) => MENU.filter(([roles]) => roles.split(" ").some((role) => reader.roles.includes(role)));

export const entries = (reader) => mine(reader).map(([, name, word]) => [name, word]);

/** Where somebody begins who has no case file of their own. */
export const first = (reader) => (mine(reader)[0] || ["", "nothing"])[1];

/** End what goes on beyond its screen; of the menu nothing is left. */
export const close = () => opened.forEach((screen) => screen.forget());
