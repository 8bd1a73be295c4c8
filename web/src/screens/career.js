// Career screen: the events that the filed pieces prove, each one tap from its place on the page; archivists confirm, correct, set aside, undo.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Back, Empty, Tag, wordsOf } from "../parts.js";
import { Done, Field, Form } from "../forms.js";
import { day, t, visible } from "../words.js";
import { DATES, dayOf, misdated, shownAs, written } from "./dates.js";

export const SECTION = ["career", "events", "piece"];

const KINDS = ["recruitment", "entry", "confirmation", "rating", "advancement", "promotion", "posting", "position_start", "position_end", "discipline", "exit"];
/** Details that a correction of each kind may change; what was read besides may be changed too. */
const DETAILS = {
  recruitment: ["grade", "echelon"],
  confirmation: ["echelon"],
  rating: ["rating", "rating_year"],
  advancement: ["echelon"],
  promotion: ["grade", "echelon"],
  posting: ["posting"],
  position_start: ["position", "posting", "end_date"],
  position_end: ["position"],
  discipline: ["sanction"],
  exit: ["exit_reason"],
};
const TAGS = { found: "to_review", confirmed: "filed", corrected: "filed", rejected: "refused" };

const path = (page) => `/casefiles/${encodeURIComponent(page.args[0] || "me")}/career`;

const isOwn = (page) => !page.args[0] || page.args[0] === "me";

export const title = (page) => (isOwn(page) ? t("career.title_own") : t("career.title_of", { name: visible(page.data.name || page.data.written || page.args[0]) }));

export const load = async (page) => { page.data = await get(path(page)); };

/** Address of a piece with the cited place. */
const placeOf = ({ piece, page, box }) => `#/piece/${piece}/${page}${box ? `/${box.map((each) => each.toFixed(4)).join(",")}` : ""}`;

const Cited = ({ each, what }) => html`<a href=${placeOf(each)}>${t("career.see", { name: visible(each.name || ""), n: each.page })}<span class="unseen">${t("colon")}${what}</span></a>`;

const namesOf = (each) => [...new Set([...(DETAILS[each.kind] || []), ...Object.keys(each.details)])];

const Details = ({ details }) => Object.entries(details)
  .filter(([name]) => name !== "duration")
  .map(([name, value]) => html`<span>${t(`field.${name}`)}${t("colon")}${visible(shownAs(name, value))}</span>`);

const whenOf = (each) => (each.day ? day(each.day) : t("career.undated"));

/** The act beside its event; its date is not told twice. */
const actOf = (each) => [
  each.act_number && t("career.number", { number: visible(each.act_number) }),
  each.act_date && (each.act_number || each.act_date !== each.day) && t(each.act_number ? "career.signed" : "career.dated", { date: day(each.act_date) }),
].filter(Boolean).join(" ");

const problemsOf = (each) => (values) => misdated(values, ["day", ...namesOf(each).filter((name) => DATES.includes(name))].map((name) => `c-${name}`));

/** What a correction changes; what stays as it was is not sent. */
const changed = (each, values) => {
  const typed = (name) => (values[`c-${name}`] || "").trim();
  const value = (name) => (DATES.includes(name) ? dayOf(typed(name)) || "" : typed(name));
  const details = Object.fromEntries(namesOf(each).filter((name) => value(name) !== (each.details[name] || "")).map((name) => [name, value(name)]));
  const moved = typed("day") ? dayOf(typed("day")) : "";
  return { kind: values["c-kind"], ...(moved === (each.day || "") ? {} : { day: moved }), details, ...(typed("note") ? { note: typed("note") } : {}) };
};

const Correction = ({ each, send, close }) => html`<${Form} label=${t("career.send")} send=${send} check=${problemsOf(each)} blame=${{ forbidden_word: "c-note" }}>
  ${(problem) => html`<p class="field"><label for="c-kind">${t("career.kind")}</label>
      <select id="c-kind">${KINDS.map((kind) => html`<option value=${kind} selected=${kind === each.kind}>${t(`event.${kind}`)}</option>`)}</select></p>
    <div class="pairs-of"><${Field} id="c-day" label=${t("career.day")} hint=${t("career.day_hint")} problem=${problem("c-day")} defaultValue=${each.day ? written(each.day) : ""} autocomplete="off" />
      ${namesOf(each).map((name) => html`<${Field} id="c-${name}" label=${t(`field.${name}`)} problem=${problem(`c-${name}`)} defaultValue=${shownAs(name, each.details[name] || "")} autocomplete="off" maxlength="160" />`)}
      <${Field} id="c-note" label=${t("career.note")} problem=${problem("c-note")} autocomplete="off" maxlength="500" /></div>`}
<//><p><button type="button" class="plain flush" onClick=${close}>${t("career.cancel")}</button></p>`;

/** The buttons under an event, what became of the last one, and the form of a correction. */
class Decision extends Component {
  async decide(decision, said = {}) {
    if (this.state.busy) return;
    const { page, each } = this.props;
    this.setState({ busy: decision, error: null, done: null });
    try {
      const after = await ask("POST", `${path(page)}/${each.id}`, { decision, seen: each.version, ...said });
      this.setState({ busy: null, open: false, done: decision });
      page.change({ data: after });
    } catch (error) {
      this.setState({ busy: null, error });
      if (said.kind) throw error;
    }
  }

  render({ page, each }, { busy, error, open, done }) {
    const button = (decision, act) => html`<li><button type="button" class="plain" aria-disabled=${Boolean(busy)} onClick=${act || (() => this.decide(decision))}>${busy === decision ? t("loading") : t(`career.${decision}`)}<span class="unseen"> : ${t(`event.${each.kind}`)}, ${whenOf(each)}</span></button></li>`;
    const decided = each.state !== "found";
    return html`<div class="decision">
      ${done && html`<${Done}>${t(`career.done.${done}`)}<//>`}
      ${error && !open && html`<p class="note bad" role="alert">${wordsOf(error)} <button type="button" class="plain flush" onClick=${page.load}>${t("retry")}</button></p>`}
      <ul class="acts">
        ${!decided && button("confirm")}
        ${each.state !== "rejected" && button("correct", () => this.setState({ open: !open, done: null }))}
        ${!decided && button("reject")}
        ${decided && button("undo")}
      </ul>
      ${open && html`<${Correction} each=${each} send=${(values) => this.decide("correct", changed(each, values))} close=${() => this.setState({ open: false })} />`}
    </div>`;
  }
}

const Row = ({ page, each, decides }) => {
  const what = `${t(`event.${each.kind}`)}, ${whenOf(each)}`;
  return html`<li class="piece flat"><span><b>${t(`event.${each.kind}`)}</b></span>
    ${(decides || each.state !== "found") && html`<${Tag} status=${TAGS[each.state]} word=${t(`career.state.${each.state}`)} />`}
    <span class="facts"><b>${whenOf(each)}</b>${each.day_is && html`<span>${t(`career.is.${each.day_is}`)}</span>`}<${Details} details=${each.details} />${actOf(each) && html`<span>${actOf(each)}</span>`}</span>
    ${each.found && html`<span class="facts">${t("career.found", { what: `${t(`event.${each.found.kind}`)}, ${whenOf(each.found)}` })}</span>`}
    <ul class="facts acts-there">${each.citations.map((cited) => html`<li><${Cited} each=${cited} what=${what} /></li>`)}</ul>
    ${decides && html`<${Decision} page=${page} each=${each} />`}</li>`;
};

const Finding = ({ each }) => {
  const told = Object.fromEntries(Object.entries(each.facts).map(([name, value]) => [name, /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : visible(value)]));
  const what = t(`career.rule.${each.rule}`, told);
  return html`<li><p>${what}</p><ul class="line">${each.citations.map((cited) => html`<li><${Cited} each=${cited} what=${what} /></li>`)}</ul></li>`;
};

export const View = ({ page }) => {
  const { events, findings, may_decide: decides } = page.data;
  const own = isOwn(page);
  const of = page.args[0] || "me";
  return html`<${Back} href="#/casefile${own ? "" : `/${encodeURIComponent(of)}`}">${t("piece.back")}<//>
    <header class="head"><h1 tabindex="-1">${title(page)}</h1><p class="soft text">${t(own ? "career.lead_own" : "career.lead")}</p>
      <ul class="acts"><li><a href="#/statement/${encodeURIComponent(of)}">${t("career.statement")}</a></li>
        ${own && html`<li><a href="#/report">${t("piece.report")}</a></li>`}</ul></header>
    ${findings.length > 0 && html`<section class="note warn-note"><h2>${t("career.findings")}</h2><ul class="plain-list">${findings.map((each) => html`<${Finding} each=${each} />`)}</ul></section>`}
    ${events.length ? html`<ol class="list">${events.map((each) => html`<${Row} page=${page} each=${each} decides=${decides} key=${each.id} />`)}</ol>`
      : html`<${Empty} title=${t("career.empty")}>${t("career.empty_text")}<//>`}`;
};
