// Completeness screen: pieces that are present, missing, or uncertain with the reason.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back, Tag } from "../parts.js";
import { either, language, number, t } from "../words.js";

export const SECTION = "reports";

const STATES = ["missing", "unknown", "present", "not_due"];
const TAGS = { missing: "missing", unknown: "to_review", present: "filed", not_due: "" };

export const title = () => t("complete.title");

export const load = async (page) => { page.data = await get(`/casefiles/${encodeURIComponent(page.args[0] || "me")}/completeness`); };

const Row = ({ each }) => html`<li class="piece flat"><span><b>${either(`type.${each.type}`, each.names[language] || each.names.fr)}</b></span>
  <span class="facts">${each.years.length > 0 && html`<span>${t("complete.years", { years: each.years.join(", ") })}</span>`}
    ${each.why && html`<span>${t(`complete.why.${each.why}`)}</span>`}</span>
  <${Tag} status=${TAGS[each.state]} word=${t(`complete.${each.state}`)} /></li>`;

export const View = ({ page }) => {
  const { types, counts } = page.data;
  const of = page.args[0] || "me";
  return html`<${Back} href="#/casefile${of === "me" ? "" : `/${encodeURIComponent(of)}`}">${t("piece.back")}<//>
    <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("complete.lead")}</p></header>
    <ul class="sums">${STATES.map((each) => html`<li class=${counts[each] ? TAGS[each] : "none"}><b>${number(counts[each])}</b> ${t(`complete.count.${each}`)}</li>`)}</ul>
    <ul class="list">${STATES.map((state) => types.filter((each) => each.state === state).map((each) => html`<${Row} each=${each} key=${each.type} />`))}</ul>
    ${of === "me" && html`<p class="after"><a class="button second" href="#/report">${t("complete.report")}</a></p>`}`;
};
