// Proposal form: candidates with evidence, type, fields, each filled with the proposed value.
import { html } from "../view.js";
import { Field } from "../forms.js";
import { either, t, visible } from "../words.js";
import { TYPES, folded } from "./types.js";

const NAMES = ["act_number", "act_kind", "act_date", "effective_date", "signatory", "ministry", "grade", "echelon", "posting", "name",
  "first_names", "birth_date", "matricule"];

const byId = (id) => document.getElementById(id);

/** Selected owner. */
export const ownerOf = () => {
  const chosen = document.querySelector(".desk input[name=owner]:checked");
  return chosen && chosen.value !== "other" ? chosen.value : folded((byId("other") || { value: "" }).value);
};

const valueOf = (piece, name) => (piece.fields.find((each) => each.name === name) || { value: "" }).value;

/** Changed type and fields; unchanged ones are not sent, so that a later reading may improve them. */
export const particularsOf = (piece) => {
  const fields = NAMES.map((name) => ({ name, value: (byId(`f-${name}`) || { value: "" }).value.trim() }))
    .filter(({ name, value }) => value !== valueOf(piece, name))
    .map(({ name, value }) => ({ name, value: value || null }));
  const type = byId("type").value;
  return { ...(type && type !== piece.type ? { type } : {}), ...(fields.length ? { fields } : {}) };
};

const said = (each) => [
  t(`evidence.${each.kind}`),
  !each.exact && t("evidence.near"),
  each.page && t("evidence.page", { n: each.page }),
].filter(Boolean).join(" ");

const Evidence = ({ evidence }) => html`<span class="facts">${evidence.length
  ? evidence.map((each) => html`<span>${said(each)}</span>`)
  : html`<span>${t("evidence.none")}</span>`}</span>`;

const Owner = ({ each, n, checked }) => html`<div class="choice">
  <input type="radio" name="owner" id="owner-${n}" value=${each.matricule} defaultChecked=${checked} aria-describedby="owner-${n}-why" />
  <label for="owner-${n}"><kbd>${n}</kbd> ${visible(each.first_names)} ${visible(each.name)} <span class="light">${visible(each.written || each.matricule)}</span></label>
  <span id="owner-${n}-why"><${Evidence} evidence=${each.evidence} /></span>
</div>`;

const toOther = () => { byId("owner-other").checked = true; };

/** Likeliest first and selected; of a filed piece, its owner. */
export const ownersOf = (piece) => {
  const now = piece.matricule && !piece.candidates.some((each) => each.matricule === piece.matricule);
  const current = { matricule: piece.matricule, first_names: "", name: t("review.current"), evidence: piece.evidence || [] };
  return [...(now ? [current] : []), ...piece.candidates];
};

export const Owners = ({ piece, problem }) => {
  const owners = ownersOf(piece);
  return html`<fieldset class="owners"><legend>${t("review.whose")}</legend>
    ${owners.map((each, at) => html`<${Owner} each=${each} n=${at + 1} checked=${piece.matricule ? each.matricule === piece.matricule : at === 0} />`)}
    <div class="choice">
      <input type="radio" name="owner" id="owner-other" value="other" defaultChecked=${owners.length === 0} />
      <label for="owner-other">${t("review.other")}</label>
      <div onInput=${toOther}><${Field} id="other" label=${t("review.matricule")} problem=${problem("other")} autocomplete="off" /></div>
      <p><a href="#/find" target="_blank" rel="noopener">${t("review.find")}</a></p>
    </div>
  </fieldset>`;
};

const readAs = (piece, name) => {
  const field = piece.fields.find((each) => each.name === name);
  const told = field && [field.raw && field.raw !== field.value && `« ${visible(field.raw)} »`, field.page && t("evidence.page", { n: field.page })];
  return told ? told.filter(Boolean).join(", ") : "";
};

const Particular = ({ piece, name }) => html`<${Field} id="f-${name}" label=${t(`field.${name}`)} hint=${readAs(piece, name)}
  defaultValue=${valueOf(piece, name)} maxlength="200" autocomplete="off" placeholder=${/date/.test(name) ? t("review.date_form") : null} />`;

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
      <div class="pairs-of">${NAMES.filter(known).map((name) => html`<${Particular} piece=${piece} name=${name} />`)}</div>
      <details><summary>${t("review.more_fields")}</summary>
        <div class="pairs-of">${NAMES.filter((name) => !known(name)).map((name) => html`<${Particular} piece=${piece} name=${name} />`)}</div>
      </details>
    </details>`;
};
