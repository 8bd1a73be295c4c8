// Rectification requests for archivists, oldest first.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Form } from "../forms.js";
import { Empty, More, paged } from "../parts.js";
import { day, either, t, visible } from "../words.js";
import { reporting } from "./hand.js";
import { Viewer } from "./viewer.js";

export const SECTION = ["reports", "piece"];

const STATES = ["open", "answered", "closed"];

export const title = () => t("reports.title");

const statusOf = (page) => (STATES.includes(page.args[0]) ? page.args[0] : "open");

const list = (page, cursor) => get(`/reports?status=${statusOf(page)}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);

export const load = async (page) => {
  page.data = { ...(await list(page)), done: {} };
  page.more = paged(page, async () => {
    const next = await list(page, page.data.next);
    page.data = { ...page.data, reports: [...page.data.reports, ...next.reports], next: next.next };
  });
};

const move = (page, each, status) => async (values = {}) => {
  const answer = (values[`answer-${each.report}`] || "").trim();
  const after = await ask("POST", `/reports/${encodeURIComponent(each.report)}`, { status, ...(answer ? { answer } : {}) });
  page.data.done[each.report] = after.status;
  page.change({});
};

const checked = (each) => (values) => (values[`answer-${each.report}`].trim() ? [] : [{ id: `answer-${each.report}`, text: t("reports.no_answer") }]);

const nameOf = ({ servant }) => (servant ? visible([servant.first_names, servant.name].filter(Boolean).join(" ")) : "");

const lines = (text) => text.split("\n").map(visible).join("\n");

const Answer = ({ page, each }) => {
  const id = `answer-${each.report}`;
  return html`<${Form} label=${t("reports.answer")} send=${move(page, each, "answered")} check=${checked(each)} blame=${{ forbidden_word: id, invalid: id }}>
    ${(problem) => html`<p class="field"><label for=${id}>${t("reports.your_answer")}</label>
      ${problem(id) && html`<span class="error" id="${id}-error">${problem(id)}</span>`}<textarea id=${id} rows="3" maxlength="1000" aria-describedby=${problem(id) ? `${id}-error` : null}></textarea></p>`}
  <//>`;
};

const Close = ({ page, each }) => html`<${Form} second label=${t("reports.close")} send=${move(page, each, "closed")}>${() => null}<//>`;

const add = (page, each) => async () => {
  const { photo } = await ask("POST", `/reports/${encodeURIComponent(each.report)}/photo`, {});
  Object.assign(each, { photo });
  page.change({});
};

/** What the servant sent, as the archive draws it; each look is written to the journal, so it waits for the button. */
const Photo = ({ page, each: { report, photo }, each }) => html`<div role="group" aria-label=${t("reports.photo")}><h3>${t("reports.photo")}</h3>
  ${photo.added_at && html`<p class="note" role="status">${t("reports.photo_added", { date: day(photo.added_at) })} <a href="#/batch/signalements">${t("reports.photo_batch")}</a></p>`}
  ${Date.parse(photo.until) < Date.now() ? html`<p class="soft">${t("reports.photo_gone", { date: day(photo.until) })}</p>`
    : html`<p class="soft">${t("reports.photo_hint", { date: day(photo.until) })}</p>
      <${Viewer} key=${report} path="/reports/${encodeURIComponent(report)}/photo" pages=${photo.pages} frames=${[]} calm />
      ${!photo.added_at && html`<${Form} second label=${t("reports.photo_add")} send=${add(page, each)}>${() => null}<//>`}`}</div>`;

const Row = ({ page, each }) => {
  const done = page.data.done[each.report];
  return html`<li class="leaf ${each.photo ? "pictured" : ""}"><div><h2>${t(`report.kind.${each.kind}`)}</h2>
    <p class="line"><span>${day(each.at)}</span><a href="#/casefile/${encodeURIComponent(each.matricule)}">${t("reports.file", { name: nameOf(each), matricule: visible(each.servant ? each.servant.written : each.matricule) })}</a>
      ${each.piece && html`<a href="#/piece/${each.piece}">${visible(each.name || t("piece.untyped"))}</a>`}
      ${each.type && html`<span>${either(`type.${each.type}`, each.type)}</span>`}</p>
    <p class="read said">${lines(each.text)}</p>
    ${each.piece && each.name && each.status === "open" && html`<p><a class="button second" href="#/check/${each.piece}" onClick=${() => reporting({ piece: each.piece, by: nameOf(each) || visible(each.matricule), text: lines(each.text) })}>${t("reports.correct")}</a></p>`}
    ${each.answer && html`<div class="note"><b>${visible(each.by || "")}</b><p class="read">${lines(each.answer)}</p></div>`}
    ${done ? html`<p class="note" role="status">${t(`reports.done.${done}`)}</p>`
      : html`<div class="answers">${each.status === "open" && html`<${Answer} page=${page} each=${each} />`}${each.status !== "closed" && html`<${Close} page=${page} each=${each} />`}</div>`}</div>
    ${each.photo && html`<${Photo} page=${page} each=${each} />`}</li>`;
};

export const View = ({ page }) => html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("reports.lead")}</p>
    <ul class="acts">${STATES.map((each) => html`<li><a href="#/reports/${each}" aria-current=${each === statusOf(page) ? "page" : null}>${t(`reports.${each}`)}</a></li>`)}</ul></header>
  ${page.data.reports.length ? html`<ul class="plain-list">${page.data.reports.map((each) => html`<${Row} page=${page} each=${each} key=${each.report} />`)}</ul>`
    : html`<${Empty} title=${t("reports.empty")} />`}
  ${page.data.next && html`<${More} page=${page} />`}`;
