// Screens after sign-in: a servant's, and the loader of the staff's (screens/work.js).
import { html } from "./view.js";
import { dressed, learn, t } from "./words.js";
import * as idle from "./idle.js";
import * as casefile from "./screens/casefile.js";

export { casefile, idle };

const SCREENS = {
  __proto__: null,
  casefile: () => casefile,
  piece: () => import("./screens/piece.js"),
  who: () => import("./screens/who.js"),
  account: () => import("./screens/account.js"),
};
let work = null;

const working = async () => { [work] = await Promise.all([import("./screens/work.js"), learn("work")]); };

/** Load what a reader's menu needs. */
export const prepare = ({ roles }) => roles.some((role) => role !== "servant") && working().then(dressed);

/** Clear all data of the reader. */
export const close = () => {
  work = work?.close();
  casefile.forget();
  idle.stop();
};

/** Load a screen; undefined for an unknown name. A servant gets all later screens with the first. */
export const screenOf = async (name, reader) => {
  if (!SCREENS[name] && !work) await working();
  const found = SCREENS[name] || work.SCREENS[name];
  return found?.(reader);
};

/** First screen of a reader. */
export const first = (reader) => (reader.matricule ? "casefile" : work ? work.first(reader) : "home");

/** Menu entry of a screen; the first by default. */
const entryOf = (name, known) => [name, work?.WITHIN[name]].find((each) => known.some(([entry]) => entry === each)) || known[0][0];

const entries = (reader) => [
  ...(reader.matricule ? [["casefile", "nav.casefile"]] : []),
  ...work?.entries(reader) || [],
  ["account", "nav.account"],
];

export const Nav = ({ reader, current, leave }) => {
  const known = entries(reader);
  return html`<ul>
  ${known.map(([name, word, more]) => html`<li><a href="#/${name}" aria-current=${current === name ? "page" : entryOf(current, known) === name ? "true" : null}>${t(word)}${more}</a></li>`)}
  ${work?.finder(reader)}
  <li class="out"><button type="button" class="link" onClick=${leave}>${t("nav.sign_out")}</button></li>
</ul>`;
};
