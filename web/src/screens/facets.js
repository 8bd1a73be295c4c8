// What a first view does not need: pieces by type, and for archivists whom a case file is about, the way back, and the file that a piece is pages of.
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

/** Way to the cuts of the file that a piece comes from, and the file itself where the piece is some pages of it; the button is given, since its module loads this one. */
export const Whole = ({ piece, Original }) => (piece.part || piece.pages > 1) && html`<div class="whole"><p><a href="#/cuts/${piece.piece}">${t("piece.cuts")}</a></p>
  ${piece.part && html`<${Original} piece=${piece} whole /><p class="soft">${t("piece.whole_text", piece.part)}</p>`}</div>`;
