// Due lists: what is due in careers by kind, month, ministry and province, as it was known on a day; each line with its citations.
import { html } from "../view.js";
import { get } from "../api.js";
import { Form } from "../forms.js";
import { Empty, More, paged } from "../parts.js";
import { count, day, either, language, moment, number, t, visible } from "../words.js";
import { Choice } from "./choice.js";
import { numbered } from "./paper.js";
import { DayField, misdated, nameOfMonth, withDays } from "./dates.js";
import { Save, Unsaved } from "./spreadsheet.js";

export const SECTION = "due";

const KINDS = ["retirement", "advancement", "probation", "position", "rating"];
const CHOICES = ["month", "ministry", "province"];
/** Stands for a place that the roster leaves empty: an empty choice is none. */
const NOWHERE = "-";

export const title = () => t("due.title");

const kindOf = (page) => (KINDS.includes(page.args[0]) ? page.args[0] : KINDS[0]);

const queryOf = (page, asked, cursor) => [["kind", kindOf(page)], ["day", asked.day], ["month", asked.month],
  ...["ministry", "province"].map((name) => [name, asked[name] === NOWHERE ? "" : asked[name], asked[name]]), ["cursor", cursor]]
  .filter(([, value, chosen]) => value || chosen).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

const fetchNext = async (page) => {
  const { answer, asked } = page.data;
  const next = await get(`/due?${queryOf(page, asked, answer.next)}`);
  page.data.answer = { ...next, lines: [...answer.lines, ...next.lines] };
};

const fetchLines = async (page, asked) => {
  page.data = { asked, answer: await get(`/due?${queryOf(page, asked)}`) };
  page.more = paged(page, () => fetchNext(page));
};

/** On paper the citations stand open; those that were folded are folded again after. */
const unfold = () => {
  const folded = document.querySelectorAll(".cited:not([open])");
  const fold = (closed) => folded.forEach((each) => { each.open = !closed; });
  fold(false);
  addEventListener("afterprint", () => fold(true), { once: true });
};

/** Print all lines, also those that are not on the screen yet. */
const print = async (page) => {
  if (page.printing) return;
  page.change({ printing: true, failed: null });
  try {
    while (page.data.answer.next) await fetchNext(page);
    page.change({ printing: false });
    window.print();
  } catch (failed) {
    page.change({ printing: false, failed });
  }
};

/** What was chosen stays when another kind is opened. */
let kept = {};

export const forget = () => { kept = {}; };

export const load = async (page) => {
  await fetchLines(page, kept);
  const { list } = page.data.answer;
  page.paper = list && numbered([title(), t(`due.kind.${kindOf(page)}`), t("due.as_of", { day: day(list.day) })].join(" · "), unfold);
};

export const leave = (page) => page.paper && page.paper();

const filter = (page) => async (values) => {
  kept = withDays(values, ["day"]);
  await fetchLines(page, kept);
  page.change({});
};

const monthOf = (month) => (/^\d/.test(month) ? t("due.month_of", { month: nameOfMonth(month), year: month.slice(0, 4) }) : t(`due.month.${month}`));

const sum = (counts) => counts.reduce((all, each) => all + each.lines, 0);

/** Values of a choice: word of each, and how many lines it has. */
const valuesOf = (name, answer, kind) => {
  if (name !== "month") return [...answer[name === "ministry" ? "ministries" : "provinces"]].sort((one, other) => one.localeCompare(other)).map((each) => [each || NOWHERE, each ? visible(each) : t(`due.no_${name}`)]);
  return answer.counts.filter((each) => each.kind === kind).map((each) => [each.month, `${monthOf(each.month)} (${number(each.lines)})`]);
};

const Asked = ({ page, kind }) => html`<div class="card ask broad" key=${kind}><${Form} label=${t("due.submit")} second check=${(values) => misdated(values, ["day"])} send=${filter(page)}>
  ${(problem) => html`<div class="pairs-of many">${CHOICES.map((name) => html`<${Choice} id=${name} label=${t(`due.${name}`)} any=${t(`due.any_${name}`)} options=${valuesOf(name, page.data.answer, kind)} chosen=${page.data.asked[name]} />`)}
    <${DayField} id="day" label=${t("due.day")} problem=${problem("day")} day=${page.data.asked.day} /></div>`}
<//></div>`;

/** Kinds, each with the number of its lines. */
const Kinds = ({ counts, kind }) => html`<nav aria-label=${t("due.title")}><ul class="acts">${KINDS.map((each) => html`<li>
  <a href="#/due/${each}" aria-current=${each === kind ? "true" : null}>${t(`due.kind.${each}`)} ${number(sum(counts.filter((one) => one.kind === each)))}</a></li>`)}</ul></nav>`;

const when = ({ kind, state, first, last, years }) => {
  if (kind === "rating" && years.length) return t("due.years", { years: years.join(", ") });
  if (!first) return t("due.unknown");
  const told = first === last ? day(first) : t("due.between", { from: day(first), to: day(last) });
  return state === "passed" ? t("due.since", { day: told }) : told;
};

const Person = ({ each, reader }) => {
  const name = visible([each.name, each.first_names].filter(Boolean).join(" ") || each.written);
  return reader.roles.includes("archivist") ? html`<a href="#/casefile/${encodeURIComponent(each.matricule)}">${name}</a>` : name;
};

const Cited = ({ each, reader }) => html`<details class="cited"><summary>${t("due.cited")}<span class="unseen">${t("colon")}${visible(each.written)}</span></summary><ul class="plain-list">
  ${each.pieces.map(({ piece, page, box }, index) => html`<li>${reader.roles.includes("archivist")
    ? html`<a href="#/piece/${piece}/${page}${box ? `/${box.map((side) => side.toFixed(4)).join(",")}` : ""}">${t("due.piece", { n: index + 1, page })}</a>` : html`${t("due.piece", { n: index + 1, page })} <span class="soft">${piece.slice(0, 8)}</span>`}</li>`)}
  ${each.roster.map((one) => html`<li>${t("due.roster", { column: t(`due.column.${one.column}`), value: one.value ? visible(/^\d{4}-/.test(one.value) ? day(one.value) : one.value) : t("due.empty") })} <span class="soft">${visible(one.generation)}</span></li>`)}
  ${each.rules.map((one) => html`<li>${t("due.rule", { rule: t(`due.rule.${one.rule}`), from: day(one.from) })} <span class="soft">${visible(one.source)}</span></li>`)}</ul></details>`;

const Line = ({ each, reader }) => html`<li class="piece flat"><span><b>${when(each)}</b> · <${Person} each=${each} reader=${reader} /></span>
  <span class="facts"><span>${visible(each.written)}</span>
    ${each.until && html`<span>${t("due.until", { day: day(each.until) })}</span>`}</span>
  ${(each.doubt || (each.wanted && each.state === "unknown")) && html`<span class="facts">${each.doubt && html`<span>${either(`due.doubt.${each.doubt}`, each.doubt)}</span>`}
    ${each.wanted && html`<span>${t("due.wanted", { type: visible(each.wanted.names[language]) })}</span>`}</span>`}
  <${Cited} each=${each} reader=${reader} /></li>`;

/** Lines as the service has them, by ministry and province, under the name of each. */
const byPlace = (lines) => {
  const groups = [];
  for (const each of lines) {
    const place = [each.ministry || t("due.no_ministry"), each.province || t("due.no_province")].map(visible).join(" · ");
    if (!groups.length || groups[groups.length - 1].place !== place) groups.push({ place, lines: [] });
    groups[groups.length - 1].lines.push(each);
  }
  return groups;
};

/** What was chosen, on paper alone: the screen shows it in the fields. */
const Chosen = ({ asked, kind }) => html`<p class="on-paper"><b>${[t(`due.kind.${kind}`), asked.month && monthOf(asked.month), ...["ministry", "province"].map((name) => (asked[name] === NOWHERE ? t(`due.no_${name}`) : asked[name] && visible(asked[name])))].filter(Boolean).join(" · ")}</b></p>`;

const Lines = ({ page, reader, kind }) => {
  const { answer, asked } = page.data;
  const found = answer.counts.filter((each) => each.kind === kind && (!asked.month || each.month === asked.month));
  return html`<${Chosen} asked=${asked} kind=${kind} />
    <div class="tools"><div role="status"><h2>${count("due.lines", sum(found))}</h2></div>
      ${answer.lines.length > 0 && html`<button type="button" class="second" aria-disabled=${Boolean(page.printing)} onClick=${() => print(page)}>${t(page.printing ? "loading" : "due.print")}</button>
        <${Save} page=${page} path="/due.csv?${queryOf(page, asked)}">${t("due.save")}<//>`}</div>
    ${answer.lines.length ? byPlace(answer.lines).map(({ place, lines }) => html`<section class="found" key=${place}><h3>${place}</h3>
      <ul class="list">${lines.map((each) => html`<${Line} each=${each} reader=${reader} key=${each.matricule + each.kind} />`)}</ul></section>`) : html`<${Empty} title=${t("due.none")} />`}
    ${answer.next && html`<${More} page=${page} />`}`;
};

const About = ({ answer: { list, notes } }) => html`<p class="text">${t("due.as_of", { day: day(list.day) })} <span class="soft">${t("due.made", { date: moment(list.made_at), rules: visible(list.rules), roster: moment(list.roster_at) })}</span></p>
  ${notes.map((each) => html`<p class="note warn-note">${t(`due.note.${each}`)}</p>`)}`;

export const View = ({ page, reader }) => {
  const { answer } = page.data;
  const kind = kindOf(page);
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("due.lead")}</p></header>
    ${answer.list && html`<${About} answer=${answer} />`}
    <${Kinds} counts=${answer.counts} kind=${kind} /><${Asked} page=${page} kind=${kind} /><${Unsaved} page=${page} />
    ${answer.list ? html`<${Lines} page=${page} reader=${reader} kind=${kind} />`
      : html`<${Empty} title=${t("due.no_list")}>${answer.days.length ? t("due.days", { days: answer.days.map(day).join(", ") }) : t("due.no_list_text")}<//>`}`;
};
