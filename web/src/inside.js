// What stands behind the sign-in: a servant's screens, and the way to all others. Those of the staff are listed in screens/work.js.
import { html } from "./view.js";
import { learn, t } from "./words.js";
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

/** Have what a reader's menu needs. */
export const prepare = ({ roles }) => roles.some((role) => role !== "servant") && working();

/** Forget all that was read. */
export const close = () => {
  work = work?.close();
  casefile.forget();
  idle.stop();
};

/** Fetch a screen; nothing where there is none of that name. A servant has the later ones with the first of them. */
export const screenOf = async (name, reader) => {
  if (!SCREENS[name] && !work) await working();
  const found = SCREENS[name] || work.SCREENS[name];
  return found?.(reader);
};

/** Name the screen that a reader begins with. */
export const first = (reader) => (reader.matricule ? "casefile" : work ? work.first(reader) : "home");

/** The entry of the menu that a screen stands under; the first one, where nothing else is said. */
const entryOf = (name, known) => [name, work?.WITHIN[name]].find((each) => known.some(([entry]) => entry === each)) || known[0][0];

const entries = (reader) => [
  ...(reader.matricule ? [["casefile", "nav.casefile"]] : []),
  ...work?.entries(reader) || [],
  ["account", "nav.account"],
];

export const Nav = ({ reader, current, leave }) => {
  const known = entries(reader);
  return html`<ul>
  ${known.map(([name, word]) => html`<li><a href="#/${name}" aria-current=${current === name ? "page" : entryOf(current, known) === name ? "true" : null}>${t(word)}</a></li>`)}
  <li class="out"><button type="button" class="link" onClick=${leave}>${t("nav.sign_out")}</button></li>
</ul>`;
};
