// Days as clerks write them: dd/mm/yyyy, in every language of the site and whatever the browser's own; ISO 8601 in the service.
import { html } from "../view.js";
import { Field } from "../forms.js";
import { t } from "../words.js";

export const DATES = ["act_date", "effective_date", "end_date", "birth_date"];

/** A day of the service, for a field: 27/08/2017. Other texts stay. */
export const written = (iso) => iso.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1");

/** What was typed, for the service; null for no day: 27/8/2017, 27.08.2017, 27 08 2017, 27082017, 2017-08-27. */
export const dayOf = (text) => {
  const [, year, month, day] = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(text) || (/^(\d\d?)[./ -]+(\d\d?)[./ -]+(\d{4})$/.exec(text) || /^(\d\d)(\d\d)(\d{4})$/.exec(text) || [])
    .map((each, at, all) => (at ? all[4 - at] : each));
  const [y, m, d] = [year, month, day].map(Number);
  const made = new Date(Date.UTC(y, m - 1, d));
  return made.getUTCMonth() === m - 1 && made.getUTCDate() === d ? made.toISOString().slice(0, 10) : null;
};

/** A value of a field, as it is shown. */
export const shownAs = (name, value) => (DATES.includes(name) ? written(value) : value);

/** A field for a day of the service. */
export const DayField = ({ day, ...rest }) => html`<${Field} placeholder=${t("day.form")} inputmode="numeric" autocomplete="off" defaultValue=${written(day || "")} ...${rest} />`;

/** Name of the month of a day, or of a month as the service writes it. */
export const nameOfMonth = (iso) => t("date.months").split(" ")[Number(iso.slice(5, 7)) - 1];

/** Of some fields, those in which something else than a day was typed. */
export const misdated = (values, ids) => ids.filter((id) => values[id].trim() && !dayOf(values[id].trim())).map((id) => ({ id, text: t("day.wrong") }));

/** Values of a form with the service's days in some fields. */
export const withDays = (values, ids) => ({ ...values, ...Object.fromEntries(ids.map((id) => [id, dayOf(values[id].trim()) || ""])) });
