// Panels of the desk: to refuse a piece, to merge it with its twin, to decide on those alike together.
import { find, html } from "../view.js";
import { Failure, get } from "../api.js";
import { Form, take } from "../forms.js";
import { called } from "../parts.js";
import { count, day, t, visible } from "../words.js";
import { written } from "./dates.js";
import { ownerOf, paperOf } from "./owners.js";
import { Viewer } from "./viewer.js";

const note = (text) => (text.trim() ? { note: text.trim() } : {});

const Note = ({ id, problem }) => html`<p class="field"><label for=${id}>${t("review.note")}</label>
  ${problem(id) && html`<span class="error" id="${id}-error">${problem(id)}</span>`}
  <textarea id=${id} rows="2" maxlength="500" aria-describedby=${problem(id) ? `${id}-error` : null}></textarea></p>`;

const Cancel = ({ close }) => html`<p><button type="button" class="plain flush" onClick=${close}>${t("review.cancel")}</button></p>`;

const Refusal = ({ page, close }) => html`<section class="card panel"><h2>${t("review.refuse_title")}</h2><p>${t("review.refuse_text")}</p>
  <${Form} label=${t("review.refuse_submit")} send=${({ note: why }) => page.settle("refuse", note(why))} blame=${{ forbidden_word: "note" }}>${(problem) => html`<${Note} id="note" problem=${problem} />`}<//>
  <${Cancel} close=${close} /></section>`;

// --- the twin ---------------------------------------------------------------------------------------------------------

/** Pieces of the case file that this one may duplicate. */
const twinsOf = async ({ piece }) => {
  const of = ownerOf() || piece.matricule;
  const file = of ? await get(`/casefiles/${encodeURIComponent(of)}`) : { pieces: [] };
  return file.pieces.filter((each) => each.piece !== piece.piece);
};

const merge = (page) => ({ twin, "twin-note": why }) => page.settle("duplicate", { duplicate_of: twin, ...(ownerOf() ? { matricule: ownerOf() } : {}), ...note(why) });

const Sheet = ({ piece, word }) => html`<div><h3>${word}</h3><${Viewer} key=${piece} path="/pieces/${piece}" of=${word} frames=${[]} small /></div>`;

const Twins = ({ page, close }) => {
  const { twins, data: { piece } } = page;
  const shown = page.twin || piece.like;
  const check = ({ twin }) => (twin ? [] : [{ id: "twin", text: t("review.no_twin") }]);
  return html`<section class="card panel"><h2>${t("review.duplicate_title")}</h2><p>${t("review.duplicate_text")}</p>
    <${Form} label=${t("review.duplicate_submit")} send=${merge(page)} check=${check} blame=${{ forbidden_word: "twin-note", no_such_twin: "twin" }}>
      ${(problem) => html`<p class="field"><label for="twin">${t("review.twin")}</label>
        ${problem("twin") && html`<span class="error">${problem("twin")}</span>`}
        <select id="twin" onChange=${(event) => page.change({ twin: event.target.value })}>
          ${piece.like && !twins.some((each) => each.piece === piece.like) && html`<option value=${piece.like} selected>${t("review.alike")}</option>`}
          ${!piece.like && html`<option value="">${t("review.choose")}</option>`}
          ${twins.map((each) => html`<option value=${each.piece} selected=${each.piece === shown}>${called(each)}${each.date && `, ${written(each.date)}`} (${visible(each.name)})</option>`)}
        </select></p>
        ${shown && html`<div class="twins"><${Sheet} piece=${piece.piece} word=${t("twin.this")} /><${Sheet} piece=${shown} word=${t("twin.other")} /></div>`}
        <${Note} id="twin-note" problem=${problem} />`}
    <//>
    <${Cancel} close=${close} /></section>`;
};

// --- those alike ------------------------------------------------------------------------------------------------------

const One = ({ each, own }) => {
  const [act, date] = [paperOf(each, "act_number"), paperOf(each, "act_date")];
  return html`<li class="leaf"><p class="check"><input type="checkbox" id="with-${each.piece}" value=${each.piece} data-edition=${each.edition} defaultChecked disabled=${own} />
      <label for="with-${each.piece}">${called(each)} <span class="light">${visible(each.name)}</span></label></p>
    <p class="facts">${act && html`<span>${visible(act)}</span>`}${date && html`<span>${written(date)}</span>`}<span>${t("review.since", { date: day(each.registered_at) })}</span></p>
    <${Viewer} key=${each.piece} path="/pieces/${each.piece}" of=${visible(each.name)} frames=${[]} small /></li>`;
};

const together = (page) => () => {
  const { piece } = page.data;
  if (find("type").value !== (piece.type || "") || ownerOf() !== piece.candidates[0].matricule) throw new Failure("not_alike");
  const alike = Array.from(document.querySelectorAll(".alike input:checked:not(:disabled)")).map((each) => ({ piece: each.value, edition: Number(each.dataset.edition) }));
  return page.settle("file", { matricule: ownerOf(), ...(alike.length ? { alike } : {}) });
};

const Alike = ({ page, close }) => {
  const { piece, alike } = page.data;
  const [owner] = piece.candidates;
  return html`<section class="card panel alike"><h2>${count("alike.title", 1 + alike.length)}</h2>
    <p>${t("alike.text", { name: `${visible(owner.first_names)} ${visible(owner.name)}`, matricule: visible(owner.written || owner.matricule) })}</p>
    <${Form} label=${html`${count("alike.submit", 1 + alike.length)} <kbd>${t("key.enter")}</kbd>`} send=${together(page)}>
      ${() => html`<ul class="plain-list many-leaves">${[piece, ...alike].map((each) => html`<${One} each=${each} own=${each === piece} key=${each.piece} />`)}</ul>`}
    <//>
    <${Cancel} close=${close} /></section>`;
};

/** Stands in the form's place until a person has said where the pieces of the scan begin; Enter goes there. */
export const CutsFirst = ({ piece }) => html`<section class="card"><h2>${t("cuts.first")}</h2><p>${t("cuts.first_text")}</p>
  <p><a class="button" href="#/cuts/${piece.piece}" ref=${take}>${t("cuts.see")} <kbd>${t("key.enter")}</kbd></a></p></section>`;

const PANELS = { refuse: [Refusal, "#note"], duplicate: [Twins, "#twin"], alike: [Alike, "form > p:last-child button"] };

/** Open a panel, and put the focus where its first key is pressed. */
export const open = async (page, name) => {
  const [Panel, first] = PANELS[name];
  const twins = name === "duplicate" ? await twinsOf(page.data) : null;
  page.change({ panel: name, Panel, twins, twin: null });
  document.querySelector(`.panel ${first}`).focus();
};
