// The form by which the direction changes the roadmap's plan; the service checks it and names each field to correct.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Back } from "../parts.js";
import { t } from "../words.js";
import { DayField, dayOf, misdated, withDays, written } from "./dates.js";

export const SECTION = ["roadmap", "plan"];

export const title = () => t("plan.title");

let made = 0;

/** A phase with a key of its own: its fields keep what was typed when another one goes. */
const keyed = (phase) => ({ ...phase, key: ++made });

export const load = async (page) => {
  const { plan } = await get("/roadmap");
  page.data = { plan, phases: plan.members.phases.map(keyed) };
};

const NUMBERS = ["casefiles", "pages_a_casefile", "page_kilobytes", "pages_an_hour_of_a_scanner", "pages_an_hour_of_a_person"];
const OF_PHASE = ["months", "casefiles_a_month", "scanners", "staff", "hours_a_day"];

/** A number as the service reads it: without blanks, with a point. */
const plain = (text) => text.replace(/[\s\u202f\u00a0]/g, "").replace(",", ".");

/** Places of a phase, one to a line: ministry; province; case files a month. */
const placesOf = (text) => text.split("\n").filter((line) => line.trim()).map((line) => {
  const [ministry, province, casefiles_a_month] = line.split(";").map((part) => part.trim());
  return { ministry, province: province || "", casefiles_a_month: plain(casefiles_a_month || "") };
});

const linesOf = (places = []) => places.map((each) => `${each.ministry || ""} ; ${each.province || ""} ; ${each.casefiles_a_month}`).join("\n");

/** A holiday of the plan for the field, and back: 01/07 of every year, 06/05/2027 of one; null for no day. */
const shownHoliday = (day) => (day.length === 5 ? written(`2028-${day}`).slice(0, 5) : written(day));
const holidayOf = (text) => (/^\d\d?[./]\d\d?$/.test(text) ? dayOf(`${text}/2028`)?.slice(5) : /^\d\d-\d\d$/.test(text) ? text : dayOf(text)) || null;

const holidaysIn = (text) => text.split(/[\s,;]+/).filter(Boolean);

const check = (values) => [
  ...misdated(values, ["start"]),
  ...holidaysIn(values.holidays).filter((each) => !holidayOf(each)).slice(0, 1).map((each) => ({ id: "holidays", text: t("plan.bad_holiday", { day: each }) })),
];

const checked = (id) => document.getElementById(id).checked;

/** Members of the plan, as the fields have them. */
const membersOf = (values, phases) => ({
  note: values.note,
  start: withDays(values, ["start"]).start,
  ...Object.fromEntries(NUMBERS.map((name) => [name, plain(values[name])])),
  working_days: [1, 2, 3, 4, 5, 6, 7].filter((each) => checked(`day-${each}`)),
  holidays: holidaysIn(values.holidays).map(holidayOf),
  phases: phases.map((_, at) => {
    const places = placesOf(values[`phases.${at}.places`]);
    return {
      name: values[`phases.${at}.name`],
      ...Object.fromEntries(OF_PHASE.map((name) => [name, plain(values[`phases.${at}.${name}`])])),
      existing_scans: checked(`phases.${at}.existing_scans`) ? "yes" : "no",
      ...(places.length ? { places } : {}),
    };
  }),
});

const send = (page) => async (values) => {
  const { plan, phases } = page.data;
  await ask("POST", "/roadmap/plan", { seen: plan.version, plan: membersOf(values, phases) });
  page.act.show(t("plan.saved"));
  location.hash = "#/roadmap";
};

const Lines = ({ id, label, hint, problem, rows, ...rest }) => html`<p class="field"><label for=${id}>${label}</label><span class="hint" id="${id}-hint">${hint}</span>
  ${problem && html`<span class="error" id="${id}-error">${problem}</span>`}
  <textarea id=${id} rows=${rows} aria-describedby="${id}-hint${problem ? ` ${id}-error` : ""}" aria-invalid=${problem ? "true" : null} ...${rest}></textarea></p>`;

const Phase = ({ phase, at, problem, remove }) => {
  const id = (name) => `phases.${at}.${name}`;
  return html`<fieldset class="card"><legend>${t("plan.phase", { n: at + 1 })}</legend>
    <${Field} id=${id("name")} label=${t("plan.name")} problem=${problem(id("name"))} defaultValue=${phase.name} autocapitalize="sentences" />
    <div class="pairs-of many">${OF_PHASE.map((name) => html`<${Field} id=${id(name)} label=${t(`plan.${name}`)} inputmode="decimal" problem=${problem(id(name))} defaultValue=${String(phase[name]).replace(".", t("number.decimal"))} />`)}</div>
    <p class="check"><input type="checkbox" id=${id("existing_scans")} defaultChecked=${phase.existing_scans} /><label for=${id("existing_scans")}>${t("plan.existing_scans")}</label></p>
    <${Lines} id=${id("places")} label=${t("plan.places")} hint=${t("plan.places_hint")} rows="2" problem=${problem(id("places")) || problem(`${id("places")}.0.ministry`)} defaultValue=${linesOf(phase.places)} />
    ${remove && html`<p><button type="button" class="plain flush" onClick=${remove}>${t("plan.remove", { n: at + 1 })}</button></p>`}</fieldset>`;
};

export const View = ({ page }) => {
  const { plan, phases } = page.data;
  const { members } = plan;
  const change = (some) => { page.data.phases = some; page.change({}); };
  const add = () => change([...phases, keyed({ ...phases[phases.length - 1], name: "", places: [] })]);
  return html`<${Back} href="#/roadmap">${t("roadmap.title")}<//>
    <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("plan.lead")}</p></header>
    <div class="wide-form"><${Form} label=${t("plan.save")} check=${check} send=${send(page)}>
    ${(problem) => html`
      <${DayField} id="start" label=${t("plan.start")} problem=${problem("start")} day=${members.start} />
      <div class="pairs-of many">${NUMBERS.map((name) => html`<${Field} id=${name} label=${t(`plan.${name}`)} inputmode="numeric" problem=${problem(name)} defaultValue=${String(members[name])} />`)}</div>
      <fieldset><legend>${t("plan.working_days")}</legend>${problem("working_days") && html`<span class="error">${problem("working_days")}</span>`}
        <div class="week">${t("plan.week").split(",").map((name, index) => html`<p class="check"><input type="checkbox" id="day-${index + 1}" defaultChecked=${members.working_days.includes(index + 1)} /><label for="day-${index + 1}">${name}</label></p>`)}</div></fieldset>
      <${Lines} id="holidays" label=${t("plan.holidays")} hint=${t("plan.holidays_hint")} rows="3" problem=${problem("holidays")} defaultValue=${members.holidays.map(shownHoliday).join(" ")} />
      ${phases.map((phase, at) => html`<${Phase} key=${phase.key} phase=${phase} at=${at} problem=${problem} remove=${phases.length > 1 && (() => change(phases.filter((each) => each !== phase)))} />`)}
      ${problem("phases") && html`<p class="error">${problem("phases")}</p>`}
      <p class="buttons"><button type="button" class="second" onClick=${add}>${t("plan.add")}</button></p>
      <${Field} id="note" label=${t("plan.note")} hint=${t("plan.note_hint")} problem=${problem("note")} defaultValue=${plan.source === "saved" ? "" : members.note} autocapitalize="sentences" maxlength="200" />`}
    <//></div>`;
};
