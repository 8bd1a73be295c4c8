// Statistics screen: roadmap, daily intake, refusals, review queues.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Empty } from "../parts.js";
import { count, day, either, number, t, visible } from "../words.js";
import { Chart } from "./chart.js";

export const SECTION = "figures";

export const title = () => t("figures.title");

/** Series of the chart; the table has all. */
const MEASURES = ["pages", "pieces", "casefiles"];

const ask = ({ from, to }) => get(`/figures?${[from && `from=${from}`, to && `to=${to}`].filter(Boolean).join("&")}`);

export const load = async (page) => { page.data = { figures: await ask(page.data.asked || {}), asked: page.data.asked }; };

const choose = (page) => async (asked) => {
  page.data = { figures: await ask(asked), asked };
  page.change({});
};

const Sum = ({ value, what, kind }) => html`<li class=${kind}><b>${number(value)}</b> ${count(`figures.${what}`, value)}</li>`;

const Plan = ({ roadmap }) => {
  if (roadmap.planned === null) return html`<p class="note">${t("figures.no_plan")}</p>`;
  const share = Math.min(100, (100 * roadmap.actual) / roadmap.casefiles);
  const due = Math.min(100, (100 * roadmap.planned) / roadmap.casefiles);
  return html`<section class="card"><h2>${t("figures.plan")}</h2>
    <p class="big">${t("figures.plan_of", { actual: number(roadmap.actual), all: number(roadmap.casefiles) })}</p>
    <svg class="plan" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true"><rect class="plan-done" width=${share} height="5" /><rect class="plan-due" x=${Math.max(0, due - 0.3)} width=".6" height="5" /></svg>
    <p>${count(`figures.${roadmap.difference < 0 ? "behind" : "ahead"}`, Math.abs(roadmap.difference), { planned: number(roadmap.planned) })}
      <span class="soft"> ${t("figures.pace", { n: number(roadmap.a_working_day, 1), end: day(roadmap.end) })}</span></p></section>`;
};

const Days = ({ days }) => html`<details class="days"><summary>${t("figures.see_days")}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t("figures.days")}><table>
  <caption>${t("figures.days")}</caption>
  <thead><tr><th scope="col">${t("figures.day")}</th>${["pages", "pieces", "casefiles", "refused"].map((each) => html`<th scope="col" class="number">${t(`figures.${each}.other`)}</th>`)}</tr></thead>
  <tbody>${[...days].reverse().map((each) => html`<tr><th scope="row">${day(each.day)}</th>
    ${["pages", "pieces", "casefiles", "refused"].map((name) => html`<td class="number">${number(each[name])}<span class="named"> ${count(`figures.${name}`, each[name])}</span></td>`)}</tr>`)}</tbody></table></div></details>`;

/** Row with a bar relative to the longest, and its number. */
const Row = ({ n, most, children }) => html`<li><span>${children}<svg class="part" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="plan-done" width=${(100 * n) / most} height="4" /></svg></span><b>${number(n)}</b></li>`;

const most = (rows, name) => Math.max(...rows.map((each) => each[name]));

const Waiting = ({ review }) => html`<section class="card"><h2>${t("figures.review")}</h2>
  ${review.waiting ? html`<p>${count("figures.waiting", review.waiting)}${review.oldest && html` <span class="soft">${t("figures.oldest", { date: day(review.oldest) })}</span>`}</p>
    <ul class="rows">${review.ministries.map((each) => html`<${Row} n=${each.waiting} most=${most(review.ministries, "waiting")}>${visible(each.ministry || t("figures.no_ministry"))}${each.oldest && html` <span class="soft">${t("figures.oldest", { date: day(each.oldest) })}</span>`}<//>`)}</ul>`
    : html`<p class="soft">${t("figures.none_waiting")}</p>`}</section>`;

const Refused = ({ refused }) => html`<section class="card"><h2>${t("figures.refused_why")}</h2>
  ${refused.length ? html`<ul class="rows">${refused.map((each) => html`<${Row} n=${each.files} most=${most(refused, "files")}>${either(`refusal.${each.reason}`, t("refusal.other"))}<//>`)}</ul>`
    : html`<p class="soft">${t("figures.none_refused")}</p>`}</section>`;

const Span = ({ page }) => html`<details class="days"><summary>${t("figures.other_days")}</summary><div class="card ask">
  <${Form} label=${t("figures.show")} second send=${choose(page)} blame=${{ invalid: "from" }}>
    ${(problem) => html`<div class="pairs-of many"><${Field} id="from" type="date" label=${t("figures.from")} problem=${problem("from")} /><${Field} id="to" type="date" label=${t("figures.to")} /></div>`}
  <//></div></details>`;

export const View = ({ page }) => {
  const { figures } = page.data;
  const { what = "pages" } = page;
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1>
      <ul class="line"><li>${t("figures.span", { from: day(figures.from), to: day(figures.to) })}</li></ul></header>
    <${Span} page=${page} />
    <ul class="sums"><${Sum} value=${figures.casefiles} what="casefiles" /><${Sum} value=${figures.pieces} what="pieces" />
      <${Sum} value=${figures.pages} what="pages" /><${Sum} kind=${figures.review.waiting ? "to_review" : "none"} value=${figures.review.waiting} what="to_review" /></ul>
    <${Plan} roadmap=${figures.roadmap} />
    <h2>${t("figures.by_day")}</h2>
    ${figures.days.length ? html`<p class="turn shown">${MEASURES.map((each) => html`<button type="button" class="second" aria-pressed=${each === what} onClick=${() => page.change({ what: each })}>${t(`figures.${each}.other`)}</button>`)}</p>
      <${Chart} what=${what} figures=${figures} /><${Days} days=${figures.days} />` : html`<${Empty} title=${t("figures.nothing")}>${t("figures.nothing_text")}<//>`}
    <div class="tiles after"><${Waiting} review=${figures.review} /><${Refused} refused=${figures.refused} /></div>`;
};
