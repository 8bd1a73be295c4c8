// Search for case files by name or matricule, and for acts by number, day, type and signatory, tolerant of spelling.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { called, Empty, More, paged } from "../parts.js";
import { day, t, visible } from "../words.js";
import { TypeField } from "./choice.js";
import { DayField, misdated, withDays } from "./dates.js";
import { folded } from "./types.js";

export const SECTION = "counter";

export const title = () => t("find.title");

const ASKED = ["query", "from", "to", "signatory", "type"];

/** What is asked for, as the end of an address: /<line>/<first day>/<last day>/<signatory>/<type>, a dash for what is not. */
const placeOf = (said) => ASKED.map((name) => `/${said[name] ? encodeURIComponent(said[name]) : "-"}`).join("").replace(/(\/-)+$/, "");

const saidIn = (args) => Object.fromEntries(ASKED.map((name, at) => [name, args[at] && args[at] !== "-" ? args[at] : ""]));

/** An answer with nothing in it, where the service cannot look for this: letters too few, or no act's number in it. */
const orNone = (name) => (failure) => {
  if (failure.code !== "invalid") throw failure;
  return { [name]: [], next: null };
};

/** The two lists: each of what the service finds, and of what one line and the filters ask of it. */
const LISTS = {
  casefiles: ({ query }) => query && { q: query },
  acts: ({ query, ...chosen }) => ({ q: query, ...chosen }),
};

const ask = async (name, said, cursor) => {
  const wanted = Object.entries({ ...LISTS[name](said), cursor }).filter(([, value]) => value);
  if (!wanted.length) return { [name]: [], next: null };
  return get(`/${name}?${wanted.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&")}`).catch(orNone(name));
};

/** A list of what was found, which goes on by itself. */
const listed = (page, name, said, answer) => {
  const list = { rows: answer[name], next: answer.next };
  list.change = (part) => {
    Object.assign(list, part);
    page.change({});
  };
  list.more = paged(list, async () => {
    const next = await ask(name, said, list.next);
    Object.assign(list, { rows: [...list.rows, ...next[name]], next: next.next });
  });
  return list;
};

const found = (page, said, casefiles, acts) => {
  page.act.trail.found = placeOf(said);
  Object.assign(page, { said, casefiles: listed(page, "casefiles", said, casefiles), acts: listed(page, "acts", said, acts) });
};

/** So that the way back and the browser's own lead to what was found. */
export const load = async (page) => {
  const said = saidIn(page.args);
  page.said = said;
  if (ASKED.some((name) => said[name])) found(page, said, ...(await Promise.all([ask("casefiles", said), ask("acts", said)])));
};

const DAYS = ["from", "to"];

const check = (values) => {
  const { query, from, to, signatory, type } = withDays(values, DAYS);
  const wrong = misdated(values, DAYS);
  return [
    ...(folded(query).length > 1 || from || to || type || wrong.length || folded(signatory).length > 2 ? [] : [{ id: "query", text: t("find.missing") }]),
    ...wrong,
    ...(from && to && from > to ? [{ id: "from", text: t("find.days") }] : []),
  ];
};

/** A matricule that is one servant's leads to the case file at once. */
const only = (query, { casefiles }) => /\d/.test(query) && casefiles.length === 1 && casefiles[0].matricule === folded(query) && casefiles[0];

const search = (page) => async (values) => {
  const typed = withDays(values, DAYS);
  const said = Object.fromEntries(ASKED.map((name) => [name, typed[name].trim()]));
  const casefiles = await ask("casefiles", said);
  const one = only(said.query, casefiles);
  if (one) {
    page.act.trail.found = placeOf(said);
    location.hash = `#/casefile/${encodeURIComponent(one.matricule)}`;
    return;
  }
  const acts = await ask("acts", said);
  history.pushState(null, "", `#/find${placeOf(said)}`);
  found(page, said, casefiles, acts);
  page.change({});
};

const nameOf = (servant) => [servant.name, servant.first_names].filter(Boolean).join(" ");

const CaseFile = ({ each }) => html`<li class="piece">
  <a href="#/casefile/${encodeURIComponent(each.matricule)}"><b>${visible(nameOf(each) || each.matricule)}</b></a>
  <span class="facts"><span>${t("find.matricule")} ${visible(each.written)}</span>
    ${each.birth_date && html`<span>${t("find.born", { date: day(each.birth_date) })}</span>`}
    ${each.ministry && html`<span>${visible(each.ministry)}</span>`}
    ${!each.in_roster && html`<span class="warn">${t("find.left")}</span>`}</span>
</li>`;

const Act = ({ each }) => html`<li class="piece">
  <a href="#/piece/${each.piece}"><b>${called(each)}</b></a>
  <span class="facts">
    ${each.number && html`<span>${t("find.number", { number: visible(each.number) })}</span>`}
    ${each.date && html`<span>${day(each.date)}</span>`}
    ${each.signatory && html`<span>${t("find.signed", { name: visible(each.signatory) })}</span>`}
    <span>${each.servant ? `${visible(nameOf(each.servant))} (${visible(each.servant.written)})` : `${t("find.matricule")} ${visible(each.matricule)}`}</span>
  </span>
</li>`;

const Casefiles = ({ list }) => html`<section class="found"><div role="status"><h2>${t(list.rows[0].near ? "find.near" : "find.found")}</h2></div>
  <ul class="list">${list.rows.map((each) => html`<${CaseFile} each=${each} key=${each.matricule} />`)}</ul>
  ${list.next && html`<${More} page=${list} />`}</section>`;

/** Acts in two lists: those that were asked for, and those that a slip parts from it. */
const Acts = ({ list }) => html`${[false, true].map((near) => {
    const rows = list.rows.filter((each) => each.near === near);
    return rows.length > 0 && html`<section class="found"><div role="status"><h2>${t(near ? "find.acts_near" : "find.acts")}</h2></div>
      <ul class="list">${rows.map((each) => html`<${Act} each=${each} key=${each.piece} />`)}</ul></section>`;
  })}
  ${list.next && html`<${More} page=${list} />`}`;

/** What may be asked for, each with a line that asks for it: in the reader's language, or the same in all. */
const examples = () => [
  ["name", "Ndayisenga Jean"],
  ["matricule", "12.345"],
  ...["number", "days", "signed"].map((each) => [each, t(`find.example.${each}`)]),
];

const Examples = () => html`<dl class="pairs">${examples().map(([each, line]) => html`<div><dt>${t(`find.can.${each}`)}</dt>
  <dd><a href="#/find/${encodeURIComponent(line)}">${line}</a></dd></div>`)}</dl>`;

const isFiltered = ({ from, to, signatory, type }) => Boolean(from || to || signatory || type);

const Found = ({ page: { said, casefiles, acts } }) => html`${casefiles.rows.length > 0 && html`<${Casefiles} list=${casefiles} />`}
  ${(acts.rows.length > 0 || acts.next) && html`<${Acts} list=${acts} />`}
  ${casefiles.rows.length > 0 && isFiltered(said) && !acts.rows.length && !acts.next && html`<p class="soft" role="status">${t("find.no_acts")}</p>`}
  ${!casefiles.rows.length && !acts.rows.length && !acts.next && html`<div role="status"><${Empty} title=${t("find.nothing")}>${t("find.nothing_text")}<//></div><${Examples} />`}`;

const Filters = ({ said, problem }) => html`<details class="filters" open=${isFiltered(said)}>
  <summary>${t("find.filters")}</summary>
  <div class="pairs-of"><${DayField} id="from" label=${t("find.from")} problem=${problem("from")} day=${said.from} />
    <${DayField} id="to" label=${t("find.to")} problem=${problem("to")} day=${said.to} />
    <${Field} id="signatory" label=${t("find.signatory")} defaultValue=${said.signatory} autocomplete="off" maxlength="100" />
    <${TypeField} label=${t("find.type")} none=${t("find.any_type")} chosen=${said.type} /></div>
</details>`;

export const View = ({ page }) => html`<h1 tabindex="-1">${title()}</h1>
  <div class="card ask">
    <${Form} label=${t("find.submit")} check=${check} send=${search(page)}>
      ${(problem) => html`<${Field} id="query" label=${t("find.label")} hint=${t("find.hint")} problem=${problem("query")} defaultValue=${page.said.query} autofocus=${!page.acts} autocomplete="off" maxlength="100" />
        <${Filters} said=${page.said} problem=${problem} />`}
    <//>
  </div>
  ${page.acts ? html`<${Found} page=${page} />` : html`<${Examples} />`}`;
