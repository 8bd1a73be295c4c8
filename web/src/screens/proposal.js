// Proposal form: type and fields, each filled with what was read.
import { find, html } from "../view.js";
import { Field } from "../forms.js";
import { either, t, visible } from "../words.js";
import { DATES, dayOf, shownAs, written } from "./dates.js";
import { paperOf } from "./owners.js";
import { TYPES } from "./types.js";

const NAMES = ["act_number", "act_kind", "act_date", "effective_date", "signatory", "ministry", "grade", "echelon", "rating", "rating_year",
  "position", "end_date", "duration", "sanction", "exit_reason", "posting", "name", "first_names", "birth_date", "matricule"];

const valueOf = (piece, name) => paperOf(piece, name) || "";

const typed = (name) => (find(`f-${name}`) || { value: "" }).value.trim();

const isDay = (name) => DATES.includes(name) && typed(name);

/** Days that are none, each with its field. */
export const wrongDays = () => NAMES.filter((name) => isDay(name) && !dayOf(typed(name)))
  .map((name) => ({ id: `f-${name}`, text: t("review.bad_date", { field: t(`field.${name}`) }) }));

/** Changed type and fields; unchanged ones are not sent, so that a later reading may improve them. */
export const particularsOf = (piece) => {
  const fields = NAMES.map((name) => ({ name, value: isDay(name) ? dayOf(typed(name)) : typed(name) }))
    .filter(({ name, value }) => value !== valueOf(piece, name))
    .map(({ name, value }) => ({ name, value: value || null }));
  const type = find("type").value;
  return { ...(type && type !== piece.type ? { type } : {}), ...(fields.length ? { fields } : {}) };
};

const readAs = (piece, name) => {
  const field = piece.fields.find((each) => each.name === name);
  const told = field && [field.raw && ![field.value, written(field.value)].includes(field.raw) && `« ${visible(field.raw)} »`, field.page && t("evidence.page", { n: field.page })];
  return told ? told.filter(Boolean).join(", ") : "";
};

const Particular = ({ piece, name, problem }) => html`<${Field} id="f-${name}" label=${t(`field.${name}`)} hint=${readAs(piece, name)} problem=${problem(`f-${name}`)}
  defaultValue=${shownAs(name, valueOf(piece, name))} maxlength="200" autocomplete="off" placeholder=${DATES.includes(name) ? t("day.form") : null} />`;

export const Particulars = ({ piece, problem }) => {
  const known = (name) => piece.fields.some((each) => each.name === name);
  return html`<p class="field"><label for="type">${t("review.type")} <kbd>T</kbd></label>
      ${problem("type") && html`<span class="error" id="type-error">${problem("type")}</span>`}
      <select id="type" aria-describedby=${problem("type") ? "type-error" : null}>
        <option value="">${t("review.untyped")}</option>
        ${TYPES.map((each) => html`<option value=${each} selected=${each === piece.type}>${each} ${either(`type.${each}`, "")}</option>`)}
        ${piece.type && !TYPES.includes(piece.type) && html`<option value=${piece.type} selected>${piece.type}</option>`}
      </select></p>
    <details class="particulars" open><summary>${t("review.fields")} <kbd>C</kbd></summary>
      <div class="pairs-of">${NAMES.filter(known).map((name) => html`<${Particular} piece=${piece} name=${name} problem=${problem} />`)}</div>
      <details open=${NAMES.some((name) => !known(name) && problem(`f-${name}`)) || null}><summary>${t("review.more_fields")}</summary>
        <div class="pairs-of">${NAMES.filter((name) => !known(name)).map((name) => html`<${Particular} piece=${piece} name=${name} problem=${problem} />`)}</div>
      </details>
    </details>`;
};
