// Sealed pieces, for guardians: forbidden places, text, decision. Each consultation is recorded.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Form } from "../forms.js";
import { Back, Empty, More, paged } from "../parts.js";
import { count, day, learn, t, visible } from "../words.js";
import { History } from "./history.js";
import { Leaves } from "./leaves.js";
import { begin, Mask, over, placesOf, Preview } from "./mask.js";
import { Viewer } from "./viewer.js";
import { Original } from "./original.js";

export const SECTION = ["review", "desk", "sealed"];

/** A copy is made here, or, with `paper`, by hand. */
const DECISIONS = ["release", "withdraw", "redact", "paper"];

export const title = (page) => (page.args[0] ? visible(page.data.piece.name) : t("sealed.title"));

const one = (page, cursor) => get(`/sealed/${encodeURIComponent(page.args[0])}${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);

const loadOne = async (page) => {
  const [piece] = await Promise.all([one(page), learn("piece")]);
  page.data = { piece, text: { pages: piece.pages, next: piece.next } };
  page.more = paged(page, async () => {
    const { text } = page.data;
    const next = await one(page, text.next);
    page.data.text = { pages: [...text.pages, ...next.pages], next: next.next };
  });
};

export const load = async (page) => {
  if (page.args[0]) return loadOne(page);
  page.data = await get("/sealed");
  page.more = paged(page, async () => {
    const next = await get(`/sealed?cursor=${encodeURIComponent(page.data.next)}`);
    page.data = { pieces: [...page.data.pieces, ...next.pieces], next: next.next };
  });
  return undefined;
};

const decide = (page) => async (values) => {
  const { piece } = page.data;
  const chosen = piece.status === "sealed_off" ? document.querySelector("input[name=decision]:checked").value : "seal";
  const said = { edition: piece.edition, decision: chosen === "paper" ? "redact" : chosen, note: values.note.trim() };
  const answer = await ask("POST", `/sealed/${encodeURIComponent(piece.piece)}`, chosen === "redact" ? { ...said, hide: placesOf(page.hidden) } : said);
  page.change({ done: { decision: chosen, message: answer.message }, hidden: null });
};

const choosing = (page) => (event) => page.change({ chosen: event.target.value, hidden: event.target.value === "redact" ? page.hidden || begin(page.data.piece) : null });

const check = (page) => ({ note }) => [
  ...(page.hidden && !page.hidden.size ? [{ id: "d-redact", text: t("sealed.no_hidden") }] : []),
  ...(document.querySelector("input[name=decision]") && !document.querySelector("input[name=decision]:checked") ? [{ id: "d-release", text: t("sealed.no_decision") }] : []),
  ...(note.trim() ? [] : [{ id: "note", text: t("sealed.no_note") }]),
];

const Choice = ({ page, each }) => html`<div class="choice"><input type="radio" name="decision" id="d-${each}" value=${each} onChange=${choosing(page)} aria-describedby="d-${each}-hint" />
  <label for="d-${each}">${t(`sealed.${each}`)}</label><span class="hint" id="d-${each}-hint">${t(`sealed.hint.${each}`)}</span></div>`;

const Decide = ({ page }) => {
  const shut = page.data.piece.status === "sealed_off";
  return html`<${Form} label=${t(!shut ? "sealed.again" : page.chosen ? `sealed.${page.chosen}` : "sealed.submit")} send=${decide(page)} check=${check(page)} blame=${{ forbidden_word: "note" }}>
    ${(problem) => html`
      ${shut && html`<fieldset class="owners"><legend>${t("sealed.what")}</legend>${DECISIONS.map((each) => html`<${Choice} page=${page} each=${each} />`)}</fieldset>`}
      <p class="field"><label for="note">${t("sealed.note")}</label><span class="hint" id="note-hint">${t("sealed.note_hint")}</span>
        ${problem("note") && html`<span class="error" id="note-error">${problem("note")}</span>`}
        <textarea id="note" rows="3" maxlength="500" aria-describedby="note-hint"></textarea></p>`}
  <//>`;
};

const Done = ({ done }) => html`<div class="note" role="status"><p><b>${t(`sealed.done.${done.decision}`)}</b></p>
  ${done.message && html`<p>${done.message}</p>`}<p><a class="button" href="#/sealed">${t("sealed.back")}</a></p></div>`;

const Where = ({ piece }) => html`<p class="note warn-note">${piece.places.length
  ? html`<b>${count("sealed.places", piece.places.length)}</b><br />${t("sealed.marked", { pages: [...new Set(piece.places.map((each) => each.page))].join(", ") })}`
  : t("sealed.nowhere")}</p>`;

/** Places of sealing lines; images load on request only, since each consultation is recorded. */
const framesOf = ({ piece, text }) => (piece.places || []).map((place) => {
  const leaf = text.pages.find((each) => each.number === place.page);
  return { key: "place", page: place.page, box: leaf && leaf.lines[place.line - 1] && leaf.lines[place.line - 1].box };
}).filter((each) => each.box);

/** Where a masked copy is: on paper, expected, in its case file, so that the sealed piece is to be withdrawn, or stopped on the way. */
const stateOf = ({ copy, paper }) => (paper ? "paper" : { filed: "filed", to_review: "to_review", sealed_off: "stopped", refused: "stopped", failed: "stopped" }[copy && copy.status] || "expected");

const STEPS = ["expected", "filed", "withdraw"];

/** A copy on paper comes in as any scan does: the archive does not know it, the guardian does. */
const Paper = ({ piece, reader }) => html`<p class="note">${t("sealed.copy_text.paper")}
  ${reader.roles.includes("archivist") && html` <a href="#/deposit/-/${encodeURIComponent(piece.folder || "")}">${t("sealed.copy_deposit")}</a>`}</p>`;

/** The way of a copy; archivists may open it. */
const Steps = ({ piece, reader }) => {
  const state = stateOf(piece);
  const reached = state === "filed" ? 2 : 0;
  const opens = state === "filed" && reader.roles.includes("archivist");
  return html`<ol class="way">${STEPS.map((each, at) => html`<li class=${at < reached ? "past" : null} aria-current=${at === reached ? "step" : null}>
      ${each === "filed" && opens ? html`<a href="#/piece/${piece.copy.piece}">${t(`sealed.step.${each}`)}</a>` : t(`sealed.step.${each}`)}</li>`)}</ol>
    ${["to_review", "stopped"].includes(state) && html`<p class="note">${t(`sealed.copy_text.${state}`)}
      ${state === "to_review" && reader.roles.includes("archivist") && html` <a href="#/check/${piece.copy.piece}">${t("sealed.copy_check")}</a>`}</p>`}`;
};

const One = ({ page, reader }) => {
  const { piece } = page.data;
  return html`<div class="desk"><${Back} href="#/sealed">${t("sealed.back")}<//>
    <header class="head"><h1 tabindex="-1">${title(page)}</h1><ul class="line">
      <li>${t("review.since", { date: day(piece.registered_at) })}</li><li>${visible(piece.batch)}</li>
      ${piece.redact && html`<li>${t(`sealed.copy.${stateOf(piece)}`)}</li>`}</ul></header>
    ${piece.redact && (piece.paper ? html`<${Paper} piece=${piece} reader=${reader} />` : html`<${Steps} piece=${piece} reader=${reader} />`)}
    <div class="halves"><div class="seen">
        ${page.hidden && html`<${Preview} page=${page} />`}
        <${Viewer} key=${piece.piece} path="/sealed/${piece.piece}" start=${piece.places && piece.places[0] && piece.places[0].page} frames=${framesOf(page.data)} over=${page.hidden && over(page)} calm />
        ${page.hidden ? html`<${Mask} page=${page} />` : html`<${Leaves} page=${page} />`}</div>
      <div class="form"><${Where} piece=${piece} />
        <${Original} piece=${piece} kind=${piece.media_type.replace(/.*\//, "").toUpperCase()} from="sealed" />
        ${page.done ? html`<${Done} done=${page.done} />` : html`<${Decide} page=${page} />`}
        <${History} history=${piece.history} /></div>
    </div></div>`;
};

const Row = ({ piece }) => html`<li class="piece"><a href="#/sealed/${piece.piece}"><b>${visible(piece.name)}</b></a>
  <span class="facts"><span>${t("review.since", { date: day(piece.registered_at) })}</span><span>${visible(piece.batch)}</span>
    ${piece.folder && html`<span>${t("sealed.folder", { matricule: visible(piece.folder) })}</span>`}</span>
  <span class="tag to_review">${t(piece.redact ? `sealed.copy.${stateOf(piece)}` : "sealed.waits")}</span></li>`;

export const View = ({ page, reader }) => (page.args[0] ? html`<${One} page=${page} reader=${reader} />` : html`
  <header class="head"><h1 tabindex="-1">${title(page)}</h1><p class="soft text">${t("sealed.lead")}</p></header>
  ${page.data.pieces.length
    ? html`<ul class="list">${page.data.pieces.map((piece) => html`<${Row} piece=${piece} key=${piece.piece} />`)}</ul>`
    : html`<${Empty} title=${t("sealed.empty")}>${t("sealed.empty_text")}<//>`}
  ${page.data.next && html`<${More} page=${page} />`}`);
