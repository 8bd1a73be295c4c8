// Statistics screen: roadmap, daily intake, refusals, review queues.
import { html } from "../view.js";
import { get } from "../api.js";
import { Form } from "../forms.js";
import { Empty } from "../parts.js";
import { count, day, either, language, moment, number, printed, t, visible } from "../words.js";
import { Chart } from "./chart.js";
import { DayField, misdated, withDays } from "./dates.js";
import { daysOf, Save, Unsaved } from "./spreadsheet.js";

export const SECTION = "figures";

export const title = () => t("figures.title");

/** Series of the chart; the table has all. */
const MEASURES = ["pages", "pieces", "casefiles"];

const ask = (asked) => get(`/figures?${daysOf(asked)}`);

export const load = async (page) => { page.data = { figures: await ask(page.data.asked || {}), asked: page.data.asked }; };

const DAYS = ["from", "to"];

const choose = (page) => async (values) => {
  const asked = withDays(values, DAYS);
  page.data = { figures: await ask(asked), asked };
  page.change({});
};

const Sum = ({ value, what, kind }) => html`<li class=${kind}><b>${number(value)}</b> ${count(`figures.${what}`, value)}</li>`;

const Plan = ({ roadmap }) => {
  if (roadmap.planned === null) return html`<p class="note">${t("figures.no_plan")} <a href="#/roadmap">${t("figures.to_roadmap")}</a></p>`;
  const share = Math.min(100, (100 * roadmap.actual) / roadmap.casefiles);
  const due = Math.min(100, (100 * roadmap.planned) / roadmap.casefiles);
  return html`<section class="card"><h2>${t("figures.plan")}</h2>
    <p class="big">${t("figures.plan_of", { actual: number(roadmap.actual), all: number(roadmap.casefiles) })}</p>
    <svg class="plan" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true"><rect class="plan-done" width=${share} height="5" /><rect class="plan-due" x=${Math.max(0, due - 0.3)} width=".6" height="5" /></svg>
    <p>${count(`figures.${roadmap.difference < 0 ? "behind" : "ahead"}`, Math.abs(roadmap.difference), { planned: number(roadmap.planned) })}
      <span class="soft"> ${t("figures.pace", { n: number(roadmap.a_working_day, 1), end: day(roadmap.end) })}</span></p><p><a href="#/roadmap">${t("figures.to_roadmap")}</a></p></section>`;
};

const Days = ({ days }) => html`<details class="days"><summary>${t("figures.see_days")}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t("figures.days")}><table>
  <caption>${t("figures.days")}</caption>
  <thead><tr><th scope="col">${t("figures.day")}</th>${["pages", "pieces", "casefiles", "refused"].map((each) => html`<th scope="col" class="number">${t(`figures.${each}.other`)}</th>`)}</tr></thead>
  <tbody>${[...days].reverse().map((each) => html`<tr><th scope="row">${day(each.day)}</th>
    ${["pages", "pieces", "casefiles", "refused"].map((name) => html`<td class="number"><span class="named">${t(`figures.${name}.other`)}${t("colon")}</span> ${number(each[name])}</td>`)}</tr>`)}</tbody></table></div></details>`;

/** Difference of two sums in percent; none where nothing came before. */
const change = (now, before) => {
  const share = Math.round((100 * (now - before)) / before);
  return before > 0 && t("figures.change", { sign: share < 0 ? "−" : share ? "+" : "", n: number(Math.abs(share)) });
};

/** Sums of the period beside those of as many days before. */
const Compared = ({ figures: { added, previous, from, to } }) => html`<section class="card"><h2>${t("figures.compared", { n: number((Date.parse(to) - Date.parse(from)) / 86400000 + 1) })}</h2>
  <ul class="rows">${["pages", "pieces", "casefiles", "refused"].map((each) => html`<li><span>${t(`figures.${each}.other`)} <span class="soft">${t("figures.compared_one", { now: number(added[each]), before: number(previous[each]) })}</span></span><b>${change(added[each], previous[each]) || ""}</b></li>`)}</ul></section>`;

/** Case files and servants by ministry or by province, those with most to do first. */
const grouped = (places, by) => {
  const sums = new Map();
  for (const each of places) {
    const sum = sums.get(each[by]) || { name: each[by], servants: 0, casefiles: 0, left: 0 };
    sum.servants += each.servants;
    sum.casefiles += each.casefiles;
    sum.left += Math.max(0, each.servants - each.casefiles);
    sums.set(each[by], sum);
  }
  return [...sums.values()].sort((one, other) => other.left - one.left);
};

export const Places = ({ page, figures }) => {
  const { by = "ministry" } = page;
  const rows = grouped(figures.places, by);
  return html`<h2>${t("figures.places")}</h2>
    ${figures.places.some((each) => each.servants) ? "" : html`<p class="note">${t("figures.no_places")}</p>`}
    ${rows.length > 0 && html`<p class="turn shown">${["ministry", "province"].map((each) => html`<button type="button" class="second" aria-pressed=${each === by} onClick=${() => page.change({ by: each })}>${t(`figures.by.${each}`)}</button>`)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t(`figures.by.${by}`)}><table><caption class="unseen">${t(`figures.by.${by}`)}</caption>
      <thead><tr><th scope="col">${t(`figures.by.${by}`)}</th>${["servants", "begun", "remaining"].map((each) => html`<th scope="col" class="number">${t(`figures.${each}`)}</th>`)}</tr></thead>
      <tbody>${rows.map((each) => html`<tr><th scope="row">${visible(each.name || t(`figures.no_${by}`))}</th>
        ${[["servants", each.servants], ["begun", each.casefiles], ["remaining", each.left]].map(([name, n]) => html`<td class="number"><span class="named">${t(`figures.${name}`)}${t("colon")}</span> ${number(n)}</td>`)}</tr>`)}</tbody></table></div>
      <p class="buttons after"><${Save} page=${page} path="/figures.csv?what=places&${daysOf(figures)}">${t("figures.save_places")}<//></p>`}`;
};

const typeOf = (each) => either(`type.${each.type}`, printed(each.names[language] || each.names.fr));

/** Share of complete case files by ministry, and what is missing in most of them. */
const Complete = ({ page, completeness }) => html`<h2>${t("figures.complete_title")}</h2>
  ${completeness ? html`<p class="soft text">${t("figures.complete_lead", { date: day(completeness.compared_at) })}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("figures.complete_title")}><table><caption class="unseen">${t("figures.complete_title")}</caption>
    <thead><tr><th scope="col">${t("figures.by.ministry")}</th>${["servants", "complete", "share"].map((each) => html`<th scope="col" class="number">${t(`figures.${each}`)}</th>`)}<th scope="col">${t("figures.lacking")}</th></tr></thead>
    <tbody>${completeness.ministries.map((each) => html`<tr><th scope="row">${visible(each.ministry || t("figures.no_ministry"))}</th>
      ${[["servants", number(each.servants)], ["complete", number(each.complete)], ["share", t("figures.change", { sign: "", n: number(Math.floor((100 * each.complete) / Math.max(1, each.servants))) })]].map(([name, n]) => html`<td class="number"><span class="named">${t(`figures.${name}`)}${t("colon")}</span> ${n}</td>`)}
      <td>${each.missing.length > 0 && html`<span class="named">${t("figures.lacking")}${t("colon")}</span> `}${each.missing.map((type, at) => html`${at > 0 && ", "}${typeOf(type)} (${number(type.casefiles)})`)}</td></tr>`)}</tbody></table></div>
    <p class="buttons after"><${Save} page=${page} path="/figures.csv?what=completeness">${t("figures.save_complete")}<//></p>`
    : html`<p class="note">${t("figures.no_completeness")}</p>`}`;

/** Row with a bar relative to the longest, and its number. */
const Row = ({ n, most, children }) => html`<li><span>${children}<svg class="part" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="plan-done" width=${(100 * n) / most} height="4" /></svg></span><b>${number(n)}</b></li>`;

const most = (rows, name) => Math.max(...rows.map((each) => each[name]));

const Waiting = ({ review }) => html`<section class="card"><h2>${t("figures.review")}</h2>
  ${review.waiting ? html`<p>${count("figures.waiting", review.waiting)}${review.oldest && html` <span class="soft">${t("figures.oldest", { date: day(review.oldest) })}${review.median_age !== null && `, ${count("figures.median", Math.round(review.median_age))}`}</span>`}</p>
    <ul class="rows">${review.ministries.map((each) => html`<${Row} n=${each.waiting} most=${most(review.ministries, "waiting")}>${visible(each.ministry || t("figures.no_ministry"))}${each.oldest && html` <span class="soft">${t("figures.oldest", { date: day(each.oldest) })}</span>`}<//>`)}</ul>`
    : html`<p class="soft">${t("figures.none_waiting")}</p>`}</section>`;

const Refused = ({ refused }) => html`<section class="card"><h2>${t("figures.refused_why")}</h2>
  ${refused.length ? html`<ul class="rows">${refused.map((each) => html`<${Row} n=${each.files} most=${most(refused, "files")}>${either(`refusal.${each.reason}`, t("refusal.other"))}<//>`)}</ul>`
    : html`<p class="soft">${t("figures.none_refused")}</p>`}</section>`;

const Span = ({ page }) => html`<details class="days"><summary>${t("figures.other_days")}</summary><div class="card ask">
  <${Form} label=${t("figures.show")} second check=${(values) => misdated(values, DAYS)} send=${choose(page)} blame=${{ invalid: "from" }}>
    ${(problem) => html`<div class="pairs-of many"><${DayField} id="from" label=${t("figures.from")} problem=${problem("from")} day=${page.data.figures.from} /><${DayField} id="to" label=${t("figures.to")} problem=${problem("to")} day=${page.data.figures.to} /></div>`}
  <//></div></details>`;

export const View = ({ page }) => {
  const { figures } = page.data;
  const { what = "pages" } = page;
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1>
      <ul class="line"><li>${t("figures.span", { from: day(figures.from), to: day(figures.to) })}</li><li>${figures.counted_at ? t("figures.counted", { date: moment(figures.counted_at) }) : t("figures.no_count")}</li></ul></header>
    <${Span} page=${page} />
    <ul class="sums"><${Sum} value=${figures.casefiles} what="casefiles" /><${Sum} value=${figures.pieces} what="pieces" />
      <${Sum} value=${figures.pages} what="pages" /><${Sum} kind=${figures.review.waiting ? "to_review" : "none"} value=${figures.review.waiting} what="to_review" /></ul>
    <${Plan} roadmap=${figures.roadmap} />
    <${Compared} figures=${figures} />
    <h2>${t("figures.by_day")}</h2>
    ${figures.days.length ? html`<p class="turn shown">${MEASURES.map((each) => html`<button type="button" class="second" aria-pressed=${each === what} onClick=${() => page.change({ what: each })}>${t(`figures.${each}.other`)}</button>`)}</p>
      <${Chart} what=${what} figures=${figures} /><${Days} days=${figures.days} /><p class="buttons below"><${Save} page=${page} path="/figures.csv?what=days&${daysOf(figures)}">${t("figures.save_days")}<//></p>` : html`<${Empty} title=${t("figures.nothing")}>${t("figures.nothing_text")}<//>`}
    <${Unsaved} page=${page} />
    <${Places} page=${page} figures=${figures} />
    <${Complete} page=${page} completeness=${figures.completeness} />
    <div class="tiles after"><${Waiting} review=${figures.review} /><${Refused} refused=${figures.refused} /></div>`;
};
