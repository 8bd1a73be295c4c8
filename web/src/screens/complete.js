// Completeness screen: what is there, what is not scanned yet, what has to be checked; each act linked, each row reported in one tap.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back, Tag } from "../parts.js";
import { count, day, either, language, number, printed, t, visible } from "../words.js";

export const SECTION = "contents";

/** Lists of years, what is there first. */
const YEARS = ["there", "years", "unsure"];
const STATES = ["missing", "unknown", "present"];
const TAGS = { missing: "", unknown: "to_review", present: "filed", not_due: "" };

export const title = () => t("complete.title");

export const load = async (page) => { page.data = await get(`/casefiles/${encodeURIComponent(page.args[0] || "me")}/completeness`); };

/** Years as spans: 2011, 2012, 2013, 2020 become 2011–2013, 2020. */
const spans = (years) => years.reduce((all, year) => {
  const last = all[all.length - 1];
  if (last && last[1] === year - 1) last[1] = year;
  else all.push([year, year]);
  return all;
}, []).map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ");

const Act = ({ act }) => html`<li><a href="#/piece/${act.piece}">${act.date ? t("complete.act", { date: day(act.date) }) : visible(act.name)}</a></li>`;

const nameOf = (each) => either(`type.${each.type}`, printed(each.names[language] || each.names.fr));

const Row = ({ each, own }) => html`<li class="piece flat"><span><b>${nameOf(each)}</b></span>
  <${Tag} status=${TAGS[each.state]} word=${t(`complete.${each.state}`)} />
  ${own && each.about && html`<span class="facts">${printed(each.about[language] || each.about.fr)}</span>`}
  ${each.why && html`<span class="facts">${either(own ? "" : `complete.why.${each.why}_of`, t(`complete.why.${each.why}`))}</span>`}
  ${YEARS.filter((name) => each[name].length > 0).map((name) => html`<span class="facts">${t(`complete.${name}`, { years: spans(each[name]) })}</span>`)}
  <ul class="facts acts-there">
    ${each.acts.map((act) => html`<${Act} act=${act} />`)}
    ${each.pieces > each.acts.length && html`<li>${t("complete.more", { n: number(each.pieces - each.acts.length) })}</li>`}
    ${each.waiting.map((act) => html`<li><a href="#/check/${act.piece}">${t("complete.waits", { name: visible(act.name) })}</a></li>`)}
    ${own && each.state !== "not_due" && html`<li class="plainly"><a href="#/report/me/missing/${each.type}">${t(each.state === "present" ? "complete.other" : "complete.have")}<span class="unseen"> : ${nameOf(each)}</span></a></li>`}
  </ul></li>`;

const Untyped = ({ data }) => data.untyped > 0 && html`<div class="note warn-note"><p>${count("complete.untyped", data.untyped)}</p>
  <ul class="line">${data.unrecognised.map((act) => html`<${Act} act=${act} />`)}</ul></div>`;

export const View = ({ page }) => {
  const { types, counts } = page.data;
  const of = page.args[0] || "me";
  const own = of === "me";
  const rows = (state) => types.filter((each) => each.state === state).map((each) => html`<${Row} each=${each} own=${own} key=${each.type} />`);
  return html`<${Back} href="#/casefile${own ? "" : `/${encodeURIComponent(of)}`}">${t("piece.back")}<//>
    <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t(own ? "complete.lead_own" : "complete.lead")}</p>
      ${!own && page.data.state && html`<p class="line">${t(`complete.state.${page.data.state}`)}</p>`}
      <ul class="acts"><li><a href="#/letter/${encodeURIComponent(of)}">${t("letter.title")}</a></li></ul></header>
    <ul class="sums">${STATES.map((each) => html`<li class=${counts[each] ? TAGS[each] : "none"}><b>${number(counts[each])}</b> ${count(`complete.count.${each}`, counts[each])}</li>`)}</ul>
    <${Untyped} data=${page.data} />
    <ul class="list">${STATES.map(rows)}</ul>
    ${counts.not_due > 0 && html`<details class="after"><summary>${count("complete.later", counts.not_due)}</summary><ul class="list">${rows("not_due")}</ul></details>`}`;
};
