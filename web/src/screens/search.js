// Search in one case file by words, type and year.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Back, called, Empty, More, paged } from "../parts.js";
import { count, day, t, visible } from "../words.js";
import { TypeField } from "./choice.js";

export const SECTION = "reports";

/** Last query and results, kept for the way back; replaced at sign-out. */
let kept = new Map();

export const forget = () => { kept = new Map(); };

export const load = (page) => {
  const of = page.args[0] || "me";
  page.asked = kept.get(of) || { said: {} };
  kept.set(of, page.asked);
  page.more = paged(page, () => further(of, page.asked));
};

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

const further = async (of, asked) => {
  const next = await ask(of, asked.said, asked.answer.next);
  asked.answer = { pieces: [...asked.answer.pieces, ...next.pieces], next: next.next };
};

const search = (page, of) => async (said) => {
  Object.assign(page.asked, { said, answer: await ask(of, said) });
  page.change({ stuck: null });
};

const Row = ({ piece }) => html`<li class="piece"><a href="#/piece/${piece.piece}"><b>${called(piece)}</b></a>
  <span class="facts">${piece.date && html`<span>${day(piece.date)}</span>`}<span>${visible(piece.name)}</span></span>
  ${piece.lines.map((line) => html`<q class="facts" lang="fr">${visible(line.text)}</q>`)}</li>`;

const Found = ({ page }) => {
  const { pieces, next } = page.asked.answer || { pieces: [], next: "" };
  return html`<div role="status">${next === null && !pieces.length && html`<${Empty} title=${t("search.nothing")}>${t("search.nothing_text")}<//>`}
      ${pieces.length > 0 && html`<h2>${count("search.found", pieces.length)}</h2>`}</div>
    ${pieces.length > 0 && html`<ul class="list">${pieces.map((piece) => html`<${Row} piece=${piece} key=${piece.piece} />`)}</ul>`}
    ${next && html`<${More} page=${page} label=${t("search.more")} />`}`;
};

export const View = ({ page }) => {
  const of = page.args[0] || "me";
  const { said } = page.asked;
  return html`<${Back} href="#/casefile${of === "me" ? "" : `/${encodeURIComponent(of)}`}">${t("piece.back")}<//>
    <h1 tabindex="-1">${title()}</h1>
    <div class="card ask"><${Form} label=${t("search.submit")} check=${check} send=${search(page, of)}>
      ${(problem) => html`<${Field} id="words" label=${t("search.words")} hint=${t("search.hint")} problem=${problem("words")} defaultValue=${said.words} autofocus=${!page.asked.answer} autocomplete="off" maxlength="100" />
        <div class="pairs-of"><${TypeField} label=${t("search.type")} none=${t("search.any_type")} chosen=${said.type} />
          <${Field} id="year" label=${t("search.year")} problem=${problem("year")} defaultValue=${said.year} inputmode="numeric" autocomplete="off" maxlength="4" /></div>`}
    <//></div>
    <${Found} page=${page} />`;
};
