// Audit screen: consultations, decisions, account actions, sign-ins; with CSV export.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Empty, More, paged } from "../parts.js";
import { either, moment, t, visible } from "../words.js";
import { Save, Unsaved } from "./spreadsheet.js";

export const SECTION = "oversight";

const ASKED = ["from", "to", "reader", "matricule", "action"];
const KINDS = ["consultation", "sign_in", "account", "decision", "report", "refusal"];

export const title = () => t("journal.title");

const queryOf = (asked, cursor) => ASKED.filter((name) => asked[name]).map((name) => `${name}=${encodeURIComponent(asked[name].trim())}`)
  .concat(cursor ? [`cursor=${encodeURIComponent(cursor)}`] : []).join("&");

const fetchRows = async (page, asked) => {
  const answer = await get(`/journal?${queryOf(asked)}`);
  page.data = { asked, answer };
  page.more = paged(page, async () => {
    const next = await get(`/journal?${queryOf(asked, page.data.answer.next)}`);
    page.data.answer = { ...next, journal: [...page.data.answer.journal, ...next.journal] };
  });
};

export const load = (page) => fetchRows(page, (page.data && page.data.asked) || {});

const days = ({ from, to }) => (new Date(to || from) - new Date(from || to)) / 86400000;

const check = (asked) => (days(asked) < 0 || days(asked) > 30 ? [{ id: "from", text: t("journal.days") }] : []);

const filter = (page) => async (asked) => {
  await fetchRows(page, asked);
  page.change({});
};

const Asked = ({ page }) => html`<div class="card ask broad"><${Form} label=${t("journal.submit")} second check=${check} send=${filter(page)}>
  ${(problem) => html`<div class="pairs-of many">
    <${Field} id="from" type="date" label=${t("journal.from")} problem=${problem("from")} />
    <${Field} id="to" type="date" label=${t("journal.to")} />
    <${Field} id="reader" label=${t("journal.reader")} autocomplete="off" />
    <${Field} id="matricule" label=${t("journal.matricule")} autocomplete="off" />
    <p class="field"><label for="action">${t("journal.kind")}</label><select id="action"><option value="">${t("journal.any")}</option>
      ${KINDS.map((each) => html`<option value=${each}>${t(`kind.${each}`)}</option>`)}</select></p></div>`}
<//></div>`;

/** Detail of an entry in a clerk's words. */
const detailOf = ({ kind, action, detail }) => {
  if (kind === "report" || !detail) return "";
  if (kind === "decision") return detail.replace(/\w+/g, (word) => either(`standing.${word}`, word));
  if (action !== "journal" && action !== "export") return visible(detail);
  return detail.replace(/(?:^| )(from|to|reader|matricule|action)=/g, (all, name) => ` · ${t(name === "action" ? "journal.kind" : `journal.${name}`)} `)
    .replace(/\w+$/, (word) => either(`kind.${word}`, word)).slice(3);
};

/** Unknown user names are shown as a shard: the text may have been a password. */
const readerOf = ({ reader }) => (/^\?/.test(reader) ? html`<i>${t("journal.unknown")}</i>` : html`<b>${visible(reader)}</b>`);

const Row = ({ each }) => html`<tr>
  <th scope="row"><time datetime=${each.at}>${moment(each.at)}</time></th>
  <td>${readerOf(each)}${each.role && html` <span class="soft">${either(`role.${each.role}`, each.role)}</span>`}</td>
  <td>${either(`deed.${each.kind}.${each.action}`, either(`deed.${each.action}`, each.action))}</td>
  <td>${each.matricule ? visible(each.matricule) : ""}</td>
  <td class="soft">${[each.piece && t("journal.piece", { mark: each.piece.slice(0, 8) }), detailOf(each)].filter(Boolean).join(" · ")}</td>
</tr>`;

const HEADINGS = ["at", "reader", "action", "matricule", "detail"];

const Table = ({ rows }) => html`<div class="scroll traces" tabindex="0" role="region" aria-label=${t("journal.caption")}><table>
  <caption>${t("journal.caption")}</caption>
  <thead><tr>${HEADINGS.map((each) => html`<th scope="col">${t(`journal.head.${each}`)}</th>`)}</tr></thead>
  <tbody>${rows.map((each) => html`<${Row} each=${each} />`)}</tbody>
</table></div>`;

export const View = ({ page }) => {
  const { answer, asked } = page.data;
  const everything = ASKED.every((name) => !asked[name]);
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("journal.lead")}</p></header>
    <${Asked} page=${page} />
    <${Unsaved} page=${page} />
    <div class="tools"><div role="status"><h2>${t(everything ? "journal.today" : "journal.found")}</h2></div>
      ${answer.journal.length > 0 && html`<${Save} page=${page} path="/journal.csv?${queryOf(asked)}">${t("journal.save")}<//>`}</div>
    ${answer.journal.length ? html`<${Table} rows=${answer.journal} />` : html`<${Empty} title=${t(answer.next ? "journal.none_yet" : "journal.none")}>${t("journal.none_text")}<//>`}
    ${answer.next && html`<${More} page=${page} label=${t("journal.more")} />`}`;
};
