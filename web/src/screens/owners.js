// Whose piece it is: candidates beside what the paper says, and any other servant, found in place by name or matricule.
import { find, html } from "../view.js";
import { get } from "../api.js";
import { Field } from "../forms.js";
import { wordsOf } from "../parts.js";
import { t, visible } from "../words.js";
import { written } from "./dates.js";
import { folded } from "./types.js";

/** Selected owner; none where nobody is. */
export const ownerOf = () => {
  const chosen = document.querySelector(".desk input[name=owner]:checked");
  if (!chosen) return "";
  return chosen.value !== "other" ? chosen.value : folded((find("other") || { value: "" }).value);
};

/** Likeliest first; of a filed piece, its owner. */
export const ownersOf = (piece) => {
  const now = piece.matricule && !piece.candidates.some((each) => each.matricule === piece.matricule);
  const current = { matricule: piece.matricule, first_names: "", name: t("review.current"), servant: piece.owner, evidence: piece.evidence || [], ...(piece.owner || {}) };
  return [...(now ? [current] : []), ...piece.candidates];
};

const said = (each) => [
  t(`evidence.${each.kind}`),
  !each.exact && t("evidence.near"),
  each.page && t("evidence.page", { n: each.page }),
].filter(Boolean).join(" ");

const Evidence = ({ evidence }) => html`<span class="facts">${evidence.length
  ? evidence.map((each) => html`<span>${said(each)}</span>`)
  : html`<span>${t("evidence.none")}</span>`}</span>`;

/** Value of a field as the paper has it. */
export const paperOf = (piece, name) => (piece.fields.find((each) => each.name === name) || {}).value;

const alike = (one, other) => folded(one).includes(folded(other)) || folded(other).includes(folded(one));

/** A fact of a servant; it says whether the paper has the same. */
const Fact = ({ name, value, paper }) => {
  if (!value) return null;
  const same = paper && alike(value, paper);
  return html`<span class=${paper ? (same ? "same" : "differs") : null}>${name === "birth_date" ? t("servant.birth_date", { value: written(value) }) : visible(value)}${paper && html` <span class="sign">${t(same ? "servant.same" : "servant.differs")}</span>`}</span>`;
};

const Facts = ({ servant, piece }) => html`<span class="facts person">
  <${Fact} name="birth_date" value=${servant.birth_date} paper=${paperOf(piece, "birth_date")} />
  <${Fact} name="ministry" value=${servant.ministry} paper=${paperOf(piece, "ministry")} />
  <${Fact} name="province" value=${servant.province} /><${Fact} name="status" value=${servant.status} />
</span>`;

const Owner = ({ piece, each, n, checked }) => html`<div class="choice">
  <input type="radio" name="owner" id="owner-${n}" value=${each.matricule} defaultChecked=${checked} aria-describedby="owner-${n}-why" />
  <label for="owner-${n}"><kbd>${n}</kbd> ${visible(each.first_names)} ${visible(each.name)} <span class="light">${visible(each.written || each.matricule)}</span></label>
  <span id="owner-${n}-why">${each.servant && html`<${Facts} servant=${each.servant} piece=${piece} />`}${each.evidence && html`<${Evidence} evidence=${each.evidence} />`}</span>
</div>`;

/** What the paper says of the person. */
const Paper = ({ piece }) => {
  const read = ["first_names", "name", "birth_date", "ministry", "matricule"].map((name) => [name, paperOf(piece, name)]).filter(([, value]) => value);
  if (!read.length) return null;
  return html`<p class="paper"><b>${t("servant.paper")}</b> <span class="facts">${read.map(([name, value]) => html`<span>${t(`field.${name}`)}${t("colon")}${visible(name === "birth_date" ? written(value) : value)}</span>`)}</span></p>`;
};

const toOther = () => { find("owner-other").checked = true; };

/** Find servants by what was typed, and offer them as further choices. */
const seek = async (page) => {
  const q = find("other").value.trim();
  if (folded(q).length < 2) return;
  toOther();
  page.change({ seeking: true, unsought: null });
  try {
    const { casefiles } = await get(`/casefiles?limit=5&q=${encodeURIComponent(q)}`);
    page.change({ found: casefiles.filter((each) => each.in_roster), seeking: false });
    const first = document.querySelector(".found input") || find("other");
    first.checked = first.type === "radio";
    first.focus();
  } catch (unsought) {
    page.change({ unsought, seeking: false });
  }
};

/** Enter in the field: a matricule is taken as it is, a name is looked for. */
const pressed = (page) => (event) => {
  if (event.key !== "Enter" || /\d/.test(event.target.value) || !event.target.value.trim()) return;
  event.preventDefault();
  event.stopPropagation();
  seek(page);
};

const Found = ({ page, piece, after }) => page.found && html`<div class="found" role="status">
  ${page.found.length ? page.found.map((each, at) => html`<${Owner} piece=${piece} each=${{ ...each, servant: each }} n=${after + at + 1} key=${each.matricule} />`) : html`<p class="choice">${t("servant.nobody")}</p>`}</div>`;

export const Owners = ({ page, problem }) => {
  const { piece } = page.data;
  const owners = ownersOf(piece);
  const isProposed = (each, at) => (piece.matricule ? each.matricule === piece.matricule : piece.proposed && at === 0);
  return html`<fieldset class="owners"><legend>${t("review.whose")}</legend>
    <${Paper} piece=${piece} />
    ${problem("owner-1") && html`<span class="error">${problem("owner-1")}</span>`}
    ${owners.map((each, at) => html`<${Owner} piece=${piece} each=${each} n=${at + 1} checked=${isProposed(each, at)} />`)}
    <${Found} page=${page} piece=${piece} after=${owners.length} />
    <div class="choice">
      <input type="radio" name="owner" id="owner-other" value="other" defaultChecked=${owners.length === 0} />
      <label for="owner-other">${t("review.other")} <kbd>A</kbd></label>
      <div class="seek" onInput=${toOther} onKeyDown=${pressed(page)}><${Field} id="other" label=${t("review.matricule")} problem=${problem("other")} autocomplete="off" />
        <button type="button" class="second" aria-disabled=${Boolean(page.seeking)} onClick=${() => seek(page)}>${t(page.seeking ? "loading" : "review.find")}</button></div>
      ${page.unsought && html`<p class="error" role="alert">${wordsOf(page.unsought)}</p>`}
    </div>
  </fieldset>`;
};
