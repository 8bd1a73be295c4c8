// What a case file's first view does not need: its pieces by type, and for archivists whom it is about and the way back.
import { html } from "../view.js";
import { Back, typeOf } from "../parts.js";
import { day, t, visible } from "../words.js";

/** By the name of the type, unknown types last. */
export const byType = (pieces) => {
  const types = new Map();
  for (const piece of [...pieces].sort((one, other) => (one.type || "99").localeCompare(other.type || "99") || (other.date || "").localeCompare(one.date || ""))) {
    const name = typeOf(piece) || t("casefile.untyped");
    types.set(name, [...(types.get(name) || []), piece]);
  }
  return [...types];
};

/** What the roster says of the servant, for archivists. */
export const Servant = ({ servant }) => servant && html`${servant.birth_date && html`<li>${t("casefile.born", { date: day(servant.birth_date) })}</li>`}
  ${[servant.ministry, servant.province, servant.status].filter(Boolean).map((each) => html`<li>${visible(each)}</li>`)}`;

/** Way back to what was found. */
export const Way = ({ page: { act: { trail }, data }, reader }) => !data.own && reader.roles.includes("archivist")
  && html`<${Back} href="#/find${trail.found}">${t("casefile.found")}<//>`;
