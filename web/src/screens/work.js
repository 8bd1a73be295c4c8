// The later screens: what each is called, and whose menu it stands in. Nothing of them is in the first load.

export const SCREENS = {
  home: (reader) => SCREENS[first(reader)](reader),
  batches: () => import("./batches.js"),
  batch: () => import("./batch.js"),
  receipt: () => import("./receipt.js"),
  find: () => import("./find.js"),
  nothing: () => import("./nothing.js"),
};

/** Roles, screen, word: in the menu's order. */
const MENU = [
  ["archivist", "batches", "nav.batches"],
  ["archivist", "find", "nav.find"],
];

const mine = (reader) => MENU.filter(([roles]) => roles.split(" ").some((role) => reader.roles.includes(role)));

export const entries = (reader) => mine(reader).map(([, name, word]) => [name, word]);

/** Where somebody begins who has no case file of their own. */
export const first = (reader) => (mine(reader)[0] || ["", "nothing"])[1];
