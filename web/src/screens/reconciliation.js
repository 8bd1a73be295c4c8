// Reconciliation: where the roster and the archive differ, side by side; a person explains it, notes that it was sent, or takes that back.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Empty, More, paged, Tag } from "../parts.js";
import { count, day, language, moment, number, t, visible } from "../words.js";
import { Choice } from "./choice.js";
import { nameOfMonth } from "./dates.js";
import { Save, Unsaved } from "./spreadsheet.js";

export const SECTION = "reconciliation";

const KINDS = ["no_casefile", "no_pay", "same_person", "number_changed", "past_retirement", "after_exit"];
const STATES = ["to_look_at", "explained", "sent"];
const CHANGES = ["new", "still", "gone"];
/** What the address says, in its order; `*` is anything. */
const ASKED = ["kind", "state", "change", "ministry", "province"];
const ANY = "*";

export const title = () => t("reconciliation.title");

const askedOf = ({ args }) => Object.fromEntries(ASKED.map((name, index) => [name, args[index] && args[index] !== ANY ? args[index] : ""]));

const chosenOf = (page) => {
  const asked = askedOf(page);
  return { ...asked, kind: KINDS.includes(asked.kind) ? asked.kind : KINDS[0], state: STATES.includes(asked.state) ? asked.state : STATES[0] };
};

const addressOf = (asked) => `#/reconciliation/${ASKED.map((name) => encodeURIComponent(asked[name] || ANY)).join("/")}`;

const queryOf = (asked) => ASKED.filter((name) => asked[name]).map((name) => `${name}=${encodeURIComponent(asked[name])}`).join("&");

const list = (page, cursor) => get(`/reconciliation?${queryOf(chosenOf(page))}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);

export const load = async (page) => {
  page.data = { ...(await list(page)), moved: {} };
  page.more = paged(page, async () => {
    const next = await list(page, page.data.next);
    page.data = { ...page.data, discrepancies: [...page.data.discrepancies, ...next.discrepancies], next: next.next };
  });
};

/** Numbers of the month: a line for each kind, which leads to its list. */
const Kinds = ({ page, kinds }) => {
  const asked = chosenOf(page);
  return html`<div class="scroll below" tabindex="0" role="region" aria-label=${t("reconciliation.kinds")}><table><caption>${t("reconciliation.kinds")}</caption>
    <thead><tr><th scope="col">${t("reconciliation.kind")}</th>${[...CHANGES, "to_look_at"].map((each) => html`<th scope="col" class="number">${t(`reconciliation.sum.${each}`)}</th>`)}</tr></thead>
    <tbody>${kinds.map((each) => html`<tr><th scope="row"><a href=${addressOf({ ...asked, kind: each.kind })} aria-current=${each.kind === asked.kind ? "true" : null}>${t(`reconciliation.kind.${each.kind}`)}</a></th>
      ${[...CHANGES, "to_look_at"].map((name) => html`<td class="number"><span class="named">${t(`reconciliation.sum.${name}`)}${t("colon")}</span> ${number(each[name])}</td>`)}</tr>`)}</tbody></table></div>`;
};

const show = (page) => async (values) => { location.hash = addressOf({ kind: chosenOf(page).kind, ...values, province: values.province.trim() }); };

const Filters = ({ page }) => {
  const asked = chosenOf(page);
  return html`<div class="card ask broad"><${Form} label=${t("reconciliation.show")} second send=${show(page)}>${() => html`<div class="pairs-of many">
    <${Choice} id="state" label=${t("reconciliation.state")} options=${STATES.map((each) => [each, t(`reconciliation.${each}`)])} chosen=${asked.state} />
    <${Choice} id="change" label=${t("reconciliation.change")} any=${t("reconciliation.there")} options=${CHANGES.map((each) => [each, t(`reconciliation.sum.${each}`)])} chosen=${asked.change} />
    <${Choice} id="ministry" label=${t("reconciliation.ministry")} any=${t("reconciliation.all")} options=${page.data.ministries.map((each) => [each, visible(each)])} chosen=${asked.ministry} />
    <${Field} id="province" label=${t("reconciliation.province")} autocomplete="off" defaultValue=${asked.province} /></div>`}<//></div>`;
};

const monthOf = (month) => `${nameOfMonth(month)} ${month.slice(0, 4)}`;

const Pair = ({ name, value }) => value && html`<div><dt>${t(`reconciliation.${name}`)}</dt><dd>${value}</dd></div>`;

/** One line of a roster, with the roster that has it. */
const Line = ({ line }) => html`<dl class="pairs">
  <${Pair} name="matricule" value=${visible(line.matricule)} /><${Pair} name="name" value=${visible([line.name, line.first_names].filter(Boolean).join(" "))} />
  <${Pair} name="birth" value=${line.birth_date && day(line.birth_date)} /><${Pair} name="entry" value=${line.entry_date && day(line.entry_date)} />
  <${Pair} name="place" value=${visible([line.ministry, line.province].filter(Boolean).join(", "))} /><${Pair} name="status" value=${line.status && visible(line.status)} />
  <${Pair} name="roster_of" value=${line.generation ? html`${line.uploaded_at && html`${day(line.uploaded_at)} `}<span class="soft">${visible(line.generation)}</span>` : t("reconciliation.former")} /></dl>`;

const Cited = ({ piece, mayOpen }) => {
  const name = piece.names ? `${piece.type} ${piece.names[language]}` : visible(piece.name);
  return html`<li>${mayOpen ? html`<a href="#/piece/${piece.piece}">${name}</a>` : name}
    <span class="soft"> · ${[piece.act_date ? day(piece.act_date) : t("reconciliation.undated"), piece.page && t("reconciliation.page", { n: piece.page })].filter(Boolean).join(", ")}</span></li>`;
};

const Archive = ({ each, mayOpen }) => html`<p>${each.filed ? count("reconciliation.filed", each.filed) : t("reconciliation.no_piece")}
    ${each.waiting > 0 && html` ${count("reconciliation.waiting", each.waiting)}`}</p>
  ${each.pieces.length > 0 && html`<ul class="plain-list">${each.pieces.map((piece) => html`<${Cited} piece=${piece} mayOpen=${mayOpen} />`)}</ul>`}`;

/** What was decided replaces the discrepancy in the list, and is said in its card. */
const settle = (page, each, path, body) => async () => {
  const after = await ask("POST", `/reconciliation/${each.id}${path}`, { edition: each.edition, ...body });
  page.data.discrepancies = page.data.discrepancies.map((other) => (other.id === each.id ? after : other));
  page.data.moved[each.id] = true;
  page.change({});
};

const Reason = ({ page, each }) => {
  const id = `reason-${each.id}`;
  const check = (values) => (values[id].trim() ? [] : [{ id, text: t("reconciliation.no_reason") }]);
  return html`<${Form} label=${t("reconciliation.explain")} check=${check} blame=${{ forbidden_word: id, invalid: id }} send=${(values) => settle(page, each, "", { state: "explained", note: values[id].trim() })()}>
    ${(problem) => html`<p class="field"><label for=${id}>${t("reconciliation.reason")}</label>
      ${problem(id) && html`<span class="error" id="${id}-error">${problem(id)}</span>`}<textarea id=${id} rows="2" maxlength="500" aria-describedby=${problem(id) ? `${id}-error` : null}></textarea></p>`}<//>`;
};

const Acts = ({ page, each }) => html`${(each.state !== "to_look_at" || page.data.moved[each.id]) && html`<p class="note" role=${page.data.moved[each.id] ? "status" : null}><b>${t(`reconciliation.${each.state}`)}</b>${each.by && html`, ${visible(each.by)}, ${moment(each.decided_at)}`}</p>`}
  ${each.reason && html`<q class="facts">${visible(each.reason)}</q>`}
  <div class="answers">${each.state === "to_look_at" && html`<${Reason} page=${page} each=${each} />`}
    ${each.state === "to_look_at" && html`<${Form} second label=${t("reconciliation.send")} send=${settle(page, each, "", { state: "sent" })}>${() => null}<//>`}
    ${each.undoable && html`<${Form} second label=${t("reconciliation.undo")} send=${settle(page, each, "/undo", {})}>${() => null}<//>`}</div>`;

const Card = ({ page, each, mayOpen }) => html`<li class="leaf"><h2>${visible(each.name) || visible(each.matricule)} <${Tag} status=${each.change === "new" ? "to_review" : "filed"} word=${t(`reconciliation.${each.change}`)} /></h2>
  <p class="line"><span>${[each.matricule, each.other].filter(Boolean).map(visible).join(" / ")}</span><span>${t("reconciliation.since", { month: monthOf(each.since) })}</span>
    ${each.due && html`<span>${t(`reconciliation.due.${each.kind}`, { date: day(each.due) })}</span>`}</p>
  ${each.agreements.length > 0 && html`<p>${t("reconciliation.agree", { what: each.agreements.map((one) => t(`reconciliation.agree.${one}`)).join(", ") })}</p>`}
  <div class="twins"><div><h3>${t("reconciliation.roster")}</h3>${each.roster.length && each.kind !== "no_pay" ? each.roster.map((line) => html`<${Line} line=${line} />`)
    : html`<p>${t("reconciliation.no_line")}</p>${each.roster.map((line) => html`<${Line} line=${line} />`)}`}</div>
    <div><h3>${t("reconciliation.archive")}</h3><${Archive} each=${each} mayOpen=${mayOpen} /></div></div>
  <${Acts} page=${page} each=${each} /></li>`;

export const View = ({ page, reader }) => {
  const { month, compared_at, kinds, discrepancies, next } = page.data;
  const asked = chosenOf(page);
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("reconciliation.lead")}</p>
      ${month && html`<ul class="line"><li>${t("reconciliation.month", { month: monthOf(month) })}</li><li>${t("reconciliation.compared", { date: moment(compared_at) })}</li></ul>`}</header>
    ${!month ? html`<${Empty} title=${t("reconciliation.never")}>${t("reconciliation.never_text")}<//>` : html`<${Kinds} page=${page} kinds=${kinds} /><${Filters} page=${page} />
      <${Unsaved} page=${page} />
      <div class="tools"><div role="status"><h2>${t(`reconciliation.kind.${asked.kind}`)}</h2></div>
        ${discrepancies.length > 0 && html`<${Save} page=${page} path="/reconciliation.csv?${queryOf(asked)}">${t("reconciliation.save")}<//>`}</div>
      <p class="soft text">${t(`reconciliation.told.${asked.kind}`)}</p>
      ${discrepancies.length ? html`<ul class="plain-list differences">${discrepancies.map((each) => html`<${Card} page=${page} each=${each} mayOpen=${reader.roles.includes("archivist")} key=${each.id} />`)}</ul>`
    : html`<${Empty} title=${t(next ? "reconciliation.none_yet" : "reconciliation.none")} />`}
      ${next && html`<${More} page=${page} />`}`}`;
};
