// Case file screen: its pieces by year or by type, with what is new in it.
import { html } from "../view.js";
import { get } from "../api.js";
import { called, Empty, More, paged, Tag, typeOf } from "../parts.js";
import { count, day, learn, size, t, visible } from "../words.js";

const FRESH = 5 * 60 * 1000;
/** Links beside a case file. */
const OWN = ["career_own", "who_own", "search", "news", "complete", "copy", "report"];
const OTHERS = ["career", "who", "search", "complete", "letter", "copy", "counter"];
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
  const fresh = kept && Date.now() - kept.at <= FRESH;
  const [file, facets] = await Promise.all([fresh ? kept.file : get(address(of)), (!own || page.args[1]) && import("./facets.js")]);
  if (!fresh) keep(file, of, on);
  page.facets = facets;
  page.data.file = file;
  page.more = paged(page, async () => {
    const { file } = page.data;
    const next = await get(`${address(of)}?cursor=${encodeURIComponent(file.next)}`);
    page.data.file = { ...next, news: file.news, pieces: [...file.pieces, ...next.pieces] };
    keep(page.data.file, of, on);
  });
  // Most likely next; without them the click waits.
  Promise.all([import("./piece.js"), learn("piece")]).catch(() => {});
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

const Row = ({ piece, isNew }) => html`<li class="piece">
  <a href="#/piece/${piece.piece}"><b>${called(piece)}</b></a>
  <span class="facts">
    ${[
      piece.date ? day(piece.date) : t("casefile.registered", { date: day(piece.registered_at) }),
      piece.part ? t("part", piece.part) : piece.pages && count("pages", piece.pages),
      size(piece.size),
      piece.folder_alone && t("casefile.folder_alone"),
      typeOf(piece) && visible(piece.name),
    ].filter(Boolean).map((fact) => html`<span>${fact}</span>`)}
  </span>
  ${piece.status !== "filed" ? html`<${Tag} status=${piece.status} />` : isNew && html`<span class="tag open">${t("casefile.new")}</span>`}
</li>`;

const Groups = ({ groups, news, plain }) => html`<ol class=${plain ? "types" : "years"}>
  ${groups.map(([name, some]) => html`<li class=${plain ? "type" : "year"} key=${name}>
    <h2>${name || t("casefile.undated")}</h2>
    <ul>${some.map((piece) => html`<${Row} piece=${piece} isNew=${news.includes(piece.piece)} key=${piece.piece} />`)}</ul>
  </li>`)}
</ol>`;

export const View = ({ page, reader }) => {
  const { own, of, file } = page.data;
  const typed = page.args[1] === "types";
  const { pieces = [], answers = 0 } = file.news || {};
  const fresh = pieces.filter((each) => !page.act.trail.opened.includes(each));
  const news = fresh.length + answers;
  const here = `#/casefile/${encodeURIComponent(of)}`;
  const { facets } = page;
  return html`${facets && html`<${facets.Way} page=${page} reader=${reader} />`}
    <header class="head">
      <h1 tabindex="-1">${title(page)}</h1>
      <ul class="line">
        ${own && fullName(file) && html`<li><b>${fullName(file)}</b></li>`}
        <li>${t("casefile.matricule")} <b>${visible(file.written || file.matricule)}</b></li>
        ${facets && html`<${facets.Servant} servant=${file.servant} />`}
        ${file.pieces.length > 0 && html`<li>${file.next ? t("casefile.pieces_more", { n: file.pieces.length }) : count("casefile.pieces", file.pieces.length)}</li>`}
      </ul>
      <ul class="acts">
        ${(own ? OWN : OTHERS).map((name) => html`<li><a href="#/${name.replace("_own", "")}/${encodeURIComponent(of)}">${t(`casefile.${name}`)}${name === "news" && news > 0 && html` <b>(${news})</b>`}</a></li>`)}
        ${!own && html`<li><a href="#/deposit/-/${encodeURIComponent(file.matricule)}">${t("casefile.add")}</a></li>`}
        ${file.pieces.length > 1 && html`<li><a href=${typed ? here : `${here}/types`}>${t(typed ? "casefile.by_year" : "casefile.by_type")}</a></li>`}
      </ul>
    </header>
    ${file.pieces.length || file.next ? html`<${Groups} groups=${typed ? facets.byType(file.pieces) : byYear(file.pieces)} news=${fresh} plain=${typed} />` : html`<${Empty} title=${t("casefile.empty")}>${t("casefile.empty_text")}<//>`}
    ${file.next && html`<${More} page=${page} />`}`;
};
