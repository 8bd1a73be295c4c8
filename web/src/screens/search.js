// Find a piece of one case file by words of its text, by type, by year.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Back, called, Empty, More, paged } from "../parts.js";
import { day, t, visible } from "../words.js";
import { TypeField } from "./types.js";

export const SECTION = "reports";

export const title = () => t("search.title");

const ask = (of, { words, type, year }, cursor) => {
  const said = { q: words.trim(), type, year: year.trim(), cursor };
  const query = Object.keys(said).filter((name) => said[name]).map((name) => `${name}=${encodeURIComponent(said[name])}`);
  return get(`/casefiles/${encodeURIComponent(of)}/search?${query.join("&")}`);
};

const check = ({ words, type, year }) => [
  ...(words.trim() || type || year.trim() ? [] : [{ id: "words", text: t("search.missing") }]),
  ...(!year.trim() || /^\s*\d{4}\s*$/.test(year) ? [] : [{ id: "year", text: t("search.year_form") }]),
];

const search = (page, of) => async (said) => {
  page.change({ answer: await ask(of, said) });
  page.more = paged(page, async () => {
    const next = await ask(of, said, page.answer.next);
    page.answer = { pieces: [...page.answer.pieces, ...next.pieces], next: next.next };
  });
  page.change({});
};

const Row = ({ piece }) => html`<li class="piece"><a href="#/piece/${piece.piece}"><b>${called(piece)}</b></a>
  <span class="facts">${piece.date && html`<span>${day(piece.date)}</span>`}<span>${visible(piece.name)}</span></span>
  ${piece.lines.map((line) => html`<q class="facts" lang="fr">${visible(line.text)}</q>`)}</li>`;

const Found = ({ page }) => {
  const { pieces, next } = page.answer;
  return html`<div role="status">${!pieces.length && !next && html`<${Empty} title=${t("search.nothing")}>${t("search.nothing_text")}<//>`}</div>
    ${pieces.length > 0 && html`<ul class="list">${pieces.map((piece) => html`<${Row} piece=${piece} key=${piece.piece} />`)}</ul>`}
    ${next && html`<${More} page=${page} label=${t("search.more")} />`}`;
};

export const View = ({ page }) => {
  const of = page.args[0] || "me";
  return html`<${Back} href="#/casefile${of === "me" ? "" : `/${encodeURIComponent(of)}`}">${t("piece.back")}<//>
    <h1 tabindex="-1">${title()}</h1>
    <div class="card ask"><${Form} label=${t("search.submit")} check=${check} send=${search(page, of)}>
      ${(problem) => html`<${Field} id="words" label=${t("search.words")} hint=${t("search.hint")} problem=${problem("words")} autocomplete="off" maxlength="100" />
        <div class="pairs-of"><${TypeField} label=${t("search.type")} none=${t("search.any_type")} />
          <${Field} id="year" label=${t("search.year")} problem=${problem("year")} inputmode="numeric" autocomplete="off" maxlength="4" /></div>`}
    <//></div>
    ${page.answer && html`<${Found} page=${page} />`}`;
};
