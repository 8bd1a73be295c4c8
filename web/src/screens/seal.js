// Sealing by hand, for guardians who are archivists too.
import { html } from "../view.js";
import { ask } from "../api.js";
import { Form } from "../forms.js";
import { t } from "../words.js";

const seal = (page) => async ({ "seal-note": note }) => {
  const { piece } = page.data;
  await ask("POST", `/sealed/${encodeURIComponent(piece.piece)}`, { edition: piece.edition, decision: "seal", note: note.trim() });
  page.done = true;
  location.hash = `#/sealed/${piece.piece}`;
};

const check = ({ "seal-note": note }) => (note.trim() ? [] : [{ id: "seal-note", text: t("sealed.no_note") }]);

export const Seal = ({ page, reader }) => reader.roles.includes("guardian") && html`<details class="history"><summary>${t("sealed.by_hand")}</summary>
  <p>${t("sealed.by_hand_text")}</p>
  <${Form} second label=${t("sealed.by_hand_submit")} send=${seal(page)} check=${check} blame=${{ forbidden_word: "seal-note" }}>
    ${(problem) => html`<p class="field"><label for="seal-note">${t("sealed.note")}</label><span class="hint" id="seal-note-hint">${t("sealed.note_hint")}</span>
      ${problem("seal-note") && html`<span class="error" id="seal-note-error">${problem("seal-note")}</span>`}
      <textarea id="seal-note" rows="2" maxlength="500" aria-describedby="seal-note-hint"></textarea></p>`}
  <//></details>`;
