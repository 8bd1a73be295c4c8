// Audit screen: consultations and acts, sign-ins apart, unusual openings; with CSV export.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Empty, More, paged } from "../parts.js";
import { count, day, either, moment, number, t, visible } from "../words.js";
import { Choice } from "./choice.js";
import { DayField, misdated, withDays } from "./dates.js";
import { daysOf, Save, Unsaved } from "./spreadsheet.js";

export const SECTION = "journal";

const ASKED = ["from", "to", "reader", "matricule", "action"];
const KINDS = ["consultation", "sign_in", "account", "decision", "report", "career", "refusal"];
/** Parts of the journal: the address of each, and what it asks for. */
const PARTS = { acts: "#/journal", sign_ins: "#/journal/sign_ins", unusual: "#/journal/unusual" };

const partOf = (page) => (page.args[0] in PARTS ? page.args[0] : "acts");

export const title = () => t("journal.title");

/** What the form asks for; without a kind, the part's. */
const queryOf = (page, asked, cursor) => ASKED.map((name) => [name, asked[name] || (name === "action" ? partOf(page) : "")])
  .filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value.trim())}`)
  .concat(cursor ? [`cursor=${encodeURIComponent(cursor)}`] : []).join("&");

const fetchRows = async (page, asked) => {
  if (partOf(page) === "unusual") {
    page.data = { asked, answer: await get(`/journal/unusual?${daysOf(asked)}`) };
    return;
  }
  const answer = await get(`/journal?${queryOf(page, asked)}`);
  page.data = { asked, answer };
  page.more = paged(page, async () => {
    const next = await get(`/journal?${queryOf(page, asked, page.data.answer.next)}`);
    page.data.answer = { ...next, journal: [...page.data.answer.journal, ...next.journal] };
  });
};

/** The first question is that of the address: a reader's or a case file's entries. */
const first = (page) => {
  const [, what, name] = page.args;
  return ["reader", "matricule"].includes(what) && name ? { [what]: name } : {};
};

export const load = (page) => fetchRows(page, (page.data && page.data.asked) || first(page));

const DAYS = ["from", "to"];

const days = ({ from, to }) => (new Date(to || from) - new Date(from || to)) / 86400000;

const check = (values) => {
  const wrong = misdated(values, DAYS);
  const span = days(withDays(values, DAYS));
  return !wrong.length && (span < 0 || span > 30) ? [{ id: "from", text: t("journal.days") }] : wrong;
};

const filter = (page) => async (values) => {
  await fetchRows(page, withDays(values, DAYS));
  page.change({});
};

/** The days that were asked for stand in their fields, also those that the service chose. */
const Asked = ({ page }) => {
  const { asked, answer } = page.data;
  const whole = partOf(page) !== "unusual";
  return html`<div class="card ask broad"><${Form} label=${t("journal.submit")} second check=${check} send=${filter(page)}>
  ${(problem) => html`<div class="pairs-of many">
    <${DayField} id="from" label=${t("journal.from")} problem=${problem("from")} day=${answer.from} />
    <${DayField} id="to" label=${t("journal.to")} problem=${problem("to")} day=${answer.to} />
    ${whole && html`<${Field} id="reader" label=${t("journal.reader")} autocomplete="off" defaultValue=${asked.reader || ""} />
      <${Field} id="matricule" label=${t("journal.matricule")} autocomplete="off" defaultValue=${asked.matricule || ""} />`}
    ${partOf(page) === "acts" && html`<${Choice} id="action" label=${t("journal.kind")} any=${t("journal.any")} options=${KINDS.filter((each) => each !== "sign_in").map((each) => [each, t(`kind.${each}`)])} />`}</div>`}
<//></div>`;
};

const ASKED_WORDS = { from: "journal.from", to: "journal.to", reader: "journal.reader", matricule: "journal.matricule", action: "journal.kind" };

/** What was asked of the journal, in a clerk's words. */
const questionOf = (detail) => detail.split(" ").map((part) => {
  const [name, value] = part.split("=");
  const told = name === "action" ? either(`kind.${value}`, either(`journal.part.${value}`, either(`deed.${value}`, value))) : visible(value || "");
  return `${ASKED_WORDS[name] ? t(ASKED_WORDS[name]).toLowerCase() : t("journal.all")} ${told}`.trim();
}).join(" ");

/** Detail of an entry in a clerk's words. */
const detailOf = ({ kind, action, detail }) => {
  if (kind === "report" || !detail) return "";
  if (kind === "decision") return detail.replace(/\w+/g, (word) => either(`standing.${word}`, word));
  if (kind === "career") return detail.replace(/[a-z_]+/g, (word) => either(`event.${word}`, word));
  if (action === "journal" || action === "export") return questionOf(detail);
  if (detail === "totp_removed") return t("deed.totp_off");
  const [, times] = /^x (\d+)$/.exec(detail) || [];
  return times ? t("journal.times", { n: times }) : visible(detail);
};

/** The days of an answer; one day is told once. */
const spanOf = ({ from, to }) => (from === to ? day(from) : t("journal.span", { from: day(from), to: day(to) }));

const place = (what, name) => `#/journal/acts/${what}/${encodeURIComponent(name)}`;

/** Unknown user names are shown as a shard: the text may have been a password. */
const Who = ({ each: { reader, person, role } }) => (/^\?/.test(reader)
  ? html`<i>${t("journal.unknown")}</i>`
  : html`${person && html`<b>${visible(person)}</b> `}<a href=${place("reader", reader)}>${visible(reader)}</a>${role && html` <span class="soft">${either(`role.${role}`, role)}</span>`}`);

const Servant = ({ matricule, name }) => matricule && html`<a href=${place("matricule", matricule)}>${visible(matricule)}</a>${name && html` ${visible(name)}`}`;

const Row = ({ each }) => html`<tr>
  <th scope="row"><time datetime=${each.at}>${moment(each.at)}</time></th>
  <td><${Who} each=${each} /></td>
  <td>${either(`deed.${each.kind}.${each.action}`, either(`deed.${each.action}`, each.action))}</td>
  <td><${Servant} matricule=${each.matricule} name=${each.servant} /></td>
  <td class="soft">${[each.piece && t("journal.piece", { mark: each.piece.slice(0, 8) }), detailOf(each)].filter(Boolean).join(" · ")}${each.note && html`<q class="facts">${visible(each.note)}</q>`}</td>
</tr>`;

const HEADINGS = ["at", "reader", "action", "matricule", "detail"];

const Table = ({ rows }) => html`<div class="scroll traces" tabindex="0" role="region" aria-label=${t("journal.caption")}><table>
  <caption>${t("journal.caption")}</caption>
  <thead><tr>${HEADINGS.map((each) => html`<th scope="col">${t(`journal.head.${each}`)}</th>`)}</tr></thead>
  <tbody>${rows.map((each) => html`<${Row} each=${each} />`)}</tbody>
</table></div>`;

/** Entries, with what may be done with them. */
const Entries = ({ page }) => {
  const { answer, asked } = page.data;
  return html`<${Unsaved} page=${page} />
    <div class="tools"><div role="status"><h2>${answer.from ? spanOf(answer) : t("journal.found")}</h2></div>
      ${answer.journal.length > 0 && html`<${Save} page=${page} path="/journal.csv?${queryOf(page, asked)}">${t("journal.save")}<//>`}</div>
    ${answer.journal.length ? html`<${Table} rows=${answer.journal} />` : html`<${Empty} title=${t(answer.next ? "journal.none_yet" : "journal.none")}>${t("journal.none_text")}<//>`}
    ${answer.next && html`<${More} page=${page} label=${t("journal.more")} />`}`;
};

const Finding = ({ each }) => html`<li class="piece flat"><span><b>${day(each.day)} · ${visible(each.person || each.reader)}</b></span>
  <span class="facts"><a href=${place("reader", each.reader)}>${visible(each.reader)}</a>
    <span>${t(`unusual.${each.rule}`)}</span><span>${count("unusual.casefiles", each.casefiles)}, ${count("unusual.openings", each.openings)}</span></span>
  <span class="facts">${each.servants.map((one) => html`<span><${Servant} ...${one} /></span>`)}${each.casefiles > each.servants.length && html`<span>…</span>`}</span></li>`;

/** Unusual openings, each with its rule. */
const Unusual = ({ answer }) => {
  const { rules, openings, since } = answer;
  return html`<div role="status"><h2>${spanOf(answer)}</h2></div>
    <p class="note text">${t("unusual.rules", { n: number(rules.casefiles), from: rules.from_hour, to: rules.to_hour })}</p>
    ${since && html`<p class="note warn-note">${t("unusual.since", { date: moment(since) })}</p>`}
    ${openings.length ? html`<ul class="list">${openings.map((each) => html`<${Finding} each=${each} />`)}</ul>` : html`<${Empty} title=${t("unusual.none")}>${t("unusual.none_text")}<//>`}`;
};

export const View = ({ page }) => html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("journal.lead")}</p></header>
  <nav aria-label=${t("journal.title")}><ul class="acts">${Object.keys(PARTS).map((each) => html`<li><a href=${PARTS[each]} aria-current=${partOf(page) === each ? "true" : null}>${t(`journal.part.${each}`)}</a></li>`)}</ul></nav>
  <${Asked} page=${page} />
  ${partOf(page) === "unusual" ? html`<${Unusual} answer=${page.data.answer} />` : html`<${Entries} page=${page} />`}`;
