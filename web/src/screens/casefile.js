// Case file screen: its pieces by year.
import { html } from "../view.js";
import { get } from "../api.js";
import { called, Empty, More, paged, Tag, typeOf } from "../parts.js";
import { count, day, learn, size, t, visible } from "../words.js";

const FRESH = 5 * 60 * 1000;
/** Links beside a case file. */
const OWN = ["who", "search", "news", "complete", "report"];
const OTHERS = ["who", "search", "complete", "counter"];
/** Replaced at sign-out, so that late answers are dropped. */
let shelf = new Map();

/** Keep the first page of the own case file, which came with the sign-in. */
export const keep = (file, of = "me", on = shelf) => on.set(of, { file, at: Date.now() });

/** Clear all data of the reader. */
export const forget = () => { shelf = new Map(); };

const address = (of) => `/casefiles/${encodeURIComponent(of)}`;

export const title = (page) => (page.data.own ? t("casefile.title") : t("casefile.title_of", { name: fullName(page.data.file) || page.args[0] }));

export const load = async (page, reader) => {
  const of = page.args[0] || "me";
  const own = of === "me" || of === reader.matricule;
  page.data = { own, of, file: {} };
  const on = shelf;
  const kept = on.get(of);
  if (!kept || Date.now() - kept.at > FRESH) keep(await get(address(of)), of, on);
  page.data.file = on.get(of).file;
  page.more = paged(page, async () => {
    const { file } = page.data;
    const next = await get(`${address(of)}?cursor=${encodeURIComponent(file.next)}`);
    page.data.file = { ...next, pieces: [...file.pieces, ...next.pieces] };
    keep(page.data.file, of, on);
  });
  Promise.all([import("./piece.js"), learn("piece")]).catch(() => {}); // most likely next; without them the click waits
};

const fullName = (file) => [file.first_names, file.name].filter(Boolean).join(" ");

/** Newest act first, undated pieces last. */
const byYear = (pieces) => {
  const years = new Map();
  for (const piece of [...pieces].sort((one, other) => (other.date || "").localeCompare(one.date || ""))) {
    years.set(piece.year, [...(years.get(piece.year) || []), piece]);
  }
  return [...years];
};

const Row = ({ piece }) => html`<li class="piece">
  <a href="#/piece/${piece.piece}"><b>${called(piece)}</b></a>
  <span class="facts">
    ${[
      piece.date ? day(piece.date) : t("casefile.registered", { date: day(piece.registered_at) }),
      piece.pages && count("pages", piece.pages),
      size(piece.size),
      piece.folder_alone && t("casefile.folder_alone"),
      typeOf(piece) && visible(piece.name),
    ].filter(Boolean).map((fact) => html`<span>${fact}</span>`)}
  </span>
  ${piece.status !== "filed" && html`<${Tag} status=${piece.status} />`}
</li>`;

const Years = ({ pieces }) => html`<ol class="years">
  ${byYear(pieces).map(([year, some]) => html`<li class="year" key=${year}>
    <h2>${year || t("casefile.undated")}</h2>
    <ul>${some.map((piece) => html`<${Row} piece=${piece} key=${piece.piece} />`)}</ul>
  </li>`)}
</ol>`;

export const View = ({ page }) => {
  const { own, of, file } = page.data;
  const many = file.next ? t("casefile.pieces_more", { n: file.pieces.length }) : count("casefile.pieces", file.pieces.length);
  return html`<header class="head">
      <h1 tabindex="-1">${title(page)}</h1>
      <ul class="line">
        ${own && fullName(file) && html`<li><b>${fullName(file)}</b></li>`}
        <li>${t("casefile.matricule")} <b>${visible(file.written || file.matricule)}</b></li>
        ${file.pieces.length > 0 && html`<li>${many}</li>`}
      </ul>
      <ul class="acts">
        ${(own ? OWN : OTHERS).map((name) => html`<li><a href="#/${name}/${encodeURIComponent(of)}">${t(`casefile.${own && name === "who" ? "who_own" : name}`)}</a></li>`)}
      </ul>
    </header>
    ${file.pieces.length || file.next ? html`<${Years} pieces=${file.pieces} />` : html`<${Empty} title=${t("casefile.empty")}>${t("casefile.empty_text")}<//>`}
    ${file.next && html`<${More} page=${page} />`}`;
};
