// The roadmap: when the case files will be there, what that costs, what would change it, and the plan with its versions.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { wordsOf } from "../parts.js";
import { count, day, moment, number, t, visible } from "../words.js";
import { BurnUp, rangeOf } from "./burnup.js";
import { Places } from "./figures.js";
import { Unsaved } from "./spreadsheet.js";

export const SECTION = ["figures", "roadmap"];

export const title = () => t("roadmap.title");

export const load = async (page) => { page.data = { roadmap: await get("/roadmap") }; };

const dollars = (value) => t("roadmap.dollars", { n: number(value, value < 100 ? 2 : 0) });

const percent = (share) => t("figures.change", { sign: "", n: number(Math.round(100 * share)) });

/** Where there are fewer means than the plan wants of them, the end is told without a range. */
const End = ({ roadmap: { forecast, reached_on, plan, remaining } }) => {
  if (!forecast) return html`<p class="big">${reached_on ? t("roadmap.reached", { date: day(reached_on) }) : t("roadmap.all_there")}</p>`;
  if (forecast.source === "means") return html`<p class="big">${forecast.middle ? t("roadmap.by_means", { date: day(forecast.middle) }) : t("roadmap.never")}</p>
    <p class="soft">${count("roadmap.few_days", forecast.days)}</p>`;
  return html`<p class="big">${forecast.earliest ? rangeOf(forecast) : t("roadmap.never")}</p>
    <p>${t("roadmap.in_time", { share: percent(forecast.in_time), end: day(plan.end) })}
      <span class="soft"> ${t("roadmap.drawn", { n: number(forecast.a_day, 1), days: number(forecast.days), left: number(remaining) })}</span></p>`;
};

const Months = ({ months }) => html`<details class="days"><summary>${t("roadmap.see_months")}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t("roadmap.months")}><table>
  <caption>${t("roadmap.months")}</caption>
  <thead><tr><th scope="col">${t("roadmap.month_end")}</th>${["planned", "done", "difference"].map((each) => html`<th scope="col" class="number">${t(`roadmap.key.${each}`)}</th>`)}</tr></thead>
  <tbody>${months.map((each) => html`<tr><th scope="row">${day(each.day)}</th>
    ${[["planned", each.planned], ["done", each.actual], ["difference", each.actual === null ? null : each.actual - each.planned]].map(([name, n]) => html`<td class="number">${n === null ? html`<span class="bare">–</span>` : html`<span class="named">${t(`roadmap.key.${name}`)}${t("colon")}</span> ${n < 0 && "−"}${number(Math.abs(n))}`}</td>`)}</tr>`)}</tbody></table></div></details>`;

const endOf = (forecast) => (forecast.source === "means" ? (forecast.middle ? day(forecast.middle) : t("roadmap.never")) : !forecast.earliest ? t("roadmap.never") : forecast.latest ? t("roadmap.between", { earliest: day(forecast.earliest), latest: day(forecast.latest) }) : rangeOf(forecast));

const Needed = ({ needed, roadmap: { working_days_left, plan } }) => html`<p class="text">${needed.casefiles_a_day === null
  ? t("roadmap.too_late", { end: day(plan.end) })
  : t("roadmap.needed", { n: number(needed.casefiles_a_day, 1), days: number(working_days_left), end: day(plan.end), scanners: count("roadmap.of_scanners", needed.scanners), staff: count("roadmap.of_staff", needed.staff) })}</p>`;

const WhatIfs = ({ roadmap }) => roadmap.what_ifs.length > 0 && html`<h2>${t("roadmap.what_ifs")}</h2>
  <p class="soft text">${t("roadmap.what_ifs_lead", { phase: visible(roadmap.what_if_phase), binding: t(`roadmap.binding.${roadmap.what_ifs[0].binding}`) })}</p>
  ${roadmap.needed && html`<${Needed} needed=${roadmap.needed} roadmap=${roadmap} />`}
  <div class="scroll" tabindex="0" role="region" aria-label=${t("roadmap.what_ifs")}><table><caption class="unseen">${t("roadmap.what_ifs")}</caption>
  <thead><tr><th scope="col">${t("roadmap.change")}</th><th scope="col">${t("roadmap.end")}</th><th scope="col" class="number">${t("roadmap.chances")}</th><th scope="col">${t("roadmap.binds")}</th></tr></thead>
  <tbody>${roadmap.what_ifs.map((each) => html`<tr><th scope="row">${t(`roadmap.change.${each.change}`)}</th><td><span class="named">${t("roadmap.end")}${t("colon")}</span> ${endOf(each.forecast)}</td>
    <td class="number">${each.forecast.in_time === null ? html`<span class="bare">–</span>` : html`<span class="named">${t("roadmap.chances")}${t("colon")}</span> ${percent(each.forecast.in_time)}`}</td>
    <td><span class="named">${t("roadmap.binds")}${t("colon")}</span> ${t(`roadmap.binding.${each.binding}`)}</td></tr>`)}</tbody></table></div>`;

const Costs = ({ roadmap: { costs, pages_a_casefile, pages_are_counted } }) => {
  const sides = [["to_date", costs.to_date], ...(costs.to_finish ? [["to_finish", costs.to_finish]] : [])];
  const rows = [["pages", number], ["textract", dollars], ["storage", dollars], ["dollars", dollars], ["hours", number]];
  return html`<h2>${t("roadmap.costs")}</h2>
    <p class="soft text">${t(pages_are_counted ? "roadmap.pages_counted" : "roadmap.pages_assumed", { n: number(pages_a_casefile, 1) })} ${t("roadmap.costs_lead", { n: dollars(costs.storage_a_month) })}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("roadmap.costs")}><table><caption class="unseen">${t("roadmap.costs")}</caption>
    <thead><tr><th scope="col">${t("roadmap.cost")}</th>${sides.map(([name]) => html`<th scope="col" class="number">${t(`roadmap.${name}`)}</th>`)}</tr></thead>
    <tbody>${rows.map(([name, write]) => html`<tr><th scope="row">${t(`roadmap.cost.${name}`)}</th>${sides.map(([side, sums]) => html`<td class="number"><span class="named">${t(`roadmap.${side}`)}${t("colon")}</span> ${write(sums[name])}</td>`)}</tr>`)}</tbody></table></div>`;
};

const Goals = ({ goals }) => goals.length > 0 && html`<h2>${t("roadmap.goals")}</h2>
  <div class="scroll" tabindex="0" role="region" aria-label=${t("roadmap.goals")}><table><caption class="unseen">${t("roadmap.goals")}</caption>
  <thead><tr><th scope="col">${t("roadmap.place")}</th>${["planned", "done"].map((each) => html`<th scope="col" class="number">${t(`roadmap.key.${each}`)}</th>`)}</tr></thead>
  <tbody>${goals.map((each) => html`<tr><th scope="row">${visible([each.ministry, each.province].filter(Boolean).join(", "))}</th>
    ${[["planned", each.planned], ["done", each.actual]].map(([name, n]) => html`<td class="number"><span class="named">${t(`roadmap.key.${name}`)}${t("colon")}</span> ${number(n)}</td>`)}</tr>`)}</tbody></table></div>`;

const restore = (page, version) => async () => {
  if (page.restoring) return;
  page.change({ restoring: version, unrestored: null });
  try {
    await ask("POST", "/roadmap/plan/restore", { seen: page.data.roadmap.plan.version, version });
    page.data = { roadmap: await get("/roadmap") };
    page.act.show(t("roadmap.restored"));
    page.change({ restoring: null });
  } catch (unrestored) {
    page.change({ restoring: null, unrestored });
  }
};

const Plan = ({ page, plan, mayChange }) => html`<h2>${t("roadmap.plan")}</h2>
  <p class="text">${t("roadmap.plan_told", { start: day(plan.members.start), end: day(plan.end), goal: number(plan.members.casefiles), n: number(plan.casefiles_a_working_day, 1) })}
    ${plan.members.note && html`<q class="facts">${visible(plan.members.note)}</q>`}</p>
  <div class="scroll" tabindex="0" role="region" aria-label=${t("roadmap.phases")}><table><caption>${t("roadmap.phases")}</caption>
  <thead><tr><th scope="col">${t("roadmap.phase")}</th><th scope="col">${t("roadmap.days")}</th>${["casefiles", "scanners", "staff"].map((each) => html`<th scope="col" class="number">${t(`roadmap.${each}`)}</th>`)}</tr></thead>
  <tbody>${plan.phases.map((each, index) => html`<tr><th scope="row">${visible(each.name)}</th><td>${t("figures.span", { from: day(each.first), to: day(each.last) })}</td>
    ${[["casefiles", each.casefiles], ["scanners", plan.members.phases[index].scanners], ["staff", plan.members.phases[index].staff]].map(([name, n]) => html`<td class="number"><span class="named">${t(`roadmap.${name}`)}${t("colon")}</span> ${number(n)}</td>`)}</tr>`)}</tbody></table></div>
  ${mayChange && html`<p class="buttons after"><a class="button second" href="#/plan">${t("roadmap.edit")}</a></p>`}
  ${plan.refused.length > 0 && html`<div class="note warn-note"><p>${t("roadmap.refused", { date: moment(plan.refused[0].at) })}</p>
    <ul>${plan.refused[0].told.map((each) => html`<li>${t("roadmap.refused_line", { n: number(each.line), field: each.field && !each.message.includes(each.field) ? ` (${each.field})` : "", what: visible(each.message) })}</li>`)}</ul>
    ${plan.refused[0].problems > plan.refused[0].told.length && html`<p>${t("roadmap.refused_more", { n: number(plan.refused[0].problems - plan.refused[0].told.length) })}</p>`}</div>`}
  ${page.unrestored && html`<p class="note bad" role="alert">${wordsOf(page.unrestored)}</p>`}
  ${plan.history.length > 0 && html`<details class="days"><summary>${t("roadmap.history")}</summary><ul class="rows">${plan.history.map((each, index) => html`<li><span>${moment(each.at)}${each.note && html` <span class="soft">${visible(each.note)}</span>`}</span>
    ${index === 0 ? html`<b>${t("roadmap.in_force")}</b>` : mayChange && html`<button type="button" class="second" aria-disabled=${page.restoring === each.version} onClick=${restore(page, each.version)}>${t("roadmap.restore")}<span class="unseen"> : ${moment(each.at)}</span></button>`}</li>`)}</ul></details>`}`;

export const View = ({ page, reader }) => {
  const { roadmap } = page.data;
  const { plan } = roadmap;
  const mayChange = reader.roles.includes("director");
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1>
      <ul class="line"><li>${t("roadmap.on", { date: day(roadmap.day) })}</li><li>${roadmap.counted_at ? t("figures.counted", { date: moment(roadmap.counted_at) }) : t("figures.no_count")}</li></ul></header>
    ${plan.source === "shipped" && html`<p class="note">${t("roadmap.shipped")}${mayChange && html` <a href="#/plan">${t("roadmap.adopt")}</a>`}</p>`}
    <section class="card"><h2>${t("roadmap.when")}</h2><${End} roadmap=${roadmap} />
      <p>${t("figures.plan_of", { actual: number(roadmap.casefiles), all: number(plan.members.casefiles) })}. ${count(`figures.${roadmap.difference < 0 ? "behind" : "ahead"}`, Math.abs(roadmap.difference), { planned: number(roadmap.planned) })}</p></section>
    <${BurnUp} roadmap=${roadmap} /><${Months} months=${roadmap.months} />
    <${WhatIfs} roadmap=${roadmap} />
    <${Costs} roadmap=${roadmap} />
    <${Places} page=${page} figures=${{ places: roadmap.places, to: roadmap.day }} /><${Unsaved} page=${page} />
    <${Goals} goals=${roadmap.goals} />
    <${Plan} page=${page} plan=${plan} mayChange=${mayChange} />`;
};
