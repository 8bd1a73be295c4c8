// Rectification screen: report an error or a missing piece, read the answers.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Done, Form } from "../forms.js";
import { Back, More, paged, Tag } from "../parts.js";
import { day, either, t, visible } from "../words.js";
import { Photo, sendPhoto } from "./photo.js";
import { TypeField } from "./choice.js";

export const SECTION = "reports";

export const title = () => t("report.title");

const list = (cursor) => get(`/casefiles/me/reports${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);

/** Draft kept when the session ended, for the same reader only. */
let draft = null;

export const forget = () => { draft = null; };

/** Address: `report/me/<piece>` is about a piece, `report/me/missing/<type>` about a type that is missing. */
const pieceOf = ({ args }) => (args[1] === "missing" ? undefined : args[1]);

export const load = async (page, reader) => {
  if (draft && draft.by !== reader.name) forget();
  const fresh = page.args[1] === "missing" ? { type: page.args[2] } : {};
  Object.assign(page, { by: reader.name, piece: pieceOf(page), draft: draft && draft.piece === pieceOf(page) ? draft : fresh, part: null });
  page.photo = page.draft.photo || null;
  page.data = await list();
  page.more = paged(page, async () => {
    const next = await list(page.data.next);
    page.data = { reports: [...page.data.reports, ...next.reports], next: next.next };
  });
};

const kindOf = () => document.querySelector("input[name=kind]:checked").value;

const check = ({ text }) => (text.trim() ? [] : [{ id: "text", text: t("report.no_text") }]);

const send = (page) => async ({ text, type }) => {
  const kind = page.piece ? "error" : kindOf();
  const about = { ...(page.piece ? { piece: page.piece } : {}), ...(type && kind === "missing" ? { type } : {}) };
  try {
    const photo = await sendPhoto(page);
    await ask("POST", "/casefiles/me/reports", { kind, text: text.trim(), ...about, ...(photo ? { photo } : {}) });
    forget();
  } catch (error) {
    if (error.code === "photo_missing") page.photo.arrived = false; // it is sent again
    if (error.status === 401) draft = { by: page.by, piece: page.piece, kind, text, type, photo: page.photo };
    throw error;
  }
  page.change({ sent: true });
  page.data = await list().catch(() => page.data);
  page.change({});
};

const Kind = ({ each, checked }) => html`<div class="choice"><input type="radio" name="kind" id="k-${each}" value=${each} defaultChecked=${checked} />
  <label for="k-${each}">${t(`report.kind.${each}`)}</label></div>`;

const Told = ({ page }) => html`<div class="card ask"><${Form} label=${t("report.submit")} check=${check} send=${send(page)} blame=${{ forbidden_word: "text", invalid: "text", photo_missing: "photo", photo_refused: "photo" }}>
  ${(problem) => html`${page.piece
    ? html`<p>${t("report.about")} <a href="#/piece/${page.piece}">${t("report.this_piece")}</a></p>`
    : html`<fieldset class="owners"><legend>${t("report.what")}</legend><${Kind} each="missing" checked=${page.draft.kind !== "error"} /><${Kind} each="error" checked=${page.draft.kind === "error"} /></fieldset>
        <${TypeField} label=${t("report.type")} none=${t("report.any_type")} chosen=${page.draft.type} />`}
    <p class="field"><label for="text">${t("report.text")}</label><span class="hint" id="text-hint">${t("report.text_hint")}</span>
      ${problem("text") && html`<span class="error" id="text-error">${problem("text")}</span>`}
      <textarea id="text" defaultValue=${page.draft.text} rows="5" maxlength="1000" aria-describedby="text-hint ${problem("text") ? "text-error" : ""}" aria-invalid=${problem("text") ? "true" : null}></textarea></p>
    <${Photo} page=${page} problem=${problem("photo")} />`}
<//></div>`;

const Row = ({ each }) => html`<li class="leaf"><p class="line"><b>${t(`report.kind.${each.kind}`)}</b> <${Tag} status=${each.status === "open" ? "to_review" : "filed"} word=${t(`report.status.${each.status}`)} />
    <span>${day(each.at)}</span>${each.type && html`<span>${either(`type.${each.type}`, each.type)}</span>`}
    ${each.photo && html`<span>${each.photo.added_at ? t("report.photo_added", { date: day(each.photo.added_at) }) : t("report.photo")}</span>`}</p>
  <p class="read said">${lines(each.text)}</p>
  ${each.answer && html`<div class="note"><b>${t("report.answer", { date: day(each.answered_at) })}</b><p class="read">${lines(each.answer)}</p></div>`}</li>`;

/** Escaped line by line, since line ends are allowed. */
const lines = (text) => text.split("\n").map(visible).join("\n");

export const View = ({ page }) => html`<${Back} href=${page.piece ? `#/piece/${page.piece}` : "#/casefile"}>${t(page.piece ? "report.back_piece" : "piece.back")}<//>
  <h1 tabindex="-1">${title()}</h1><p class="soft text">${t("report.lead")}</p>
  ${page.sent ? html`<${Done}>${t("report.sent")}<//>` : html`<${Told} page=${page} />`}
  ${page.data.reports.length > 0 && html`<h2 class="after">${t("report.yours")}</h2><ul class="plain-list">${page.data.reports.map((each) => html`<${Row} each=${each} key=${each.report} />`)}</ul>`}
  ${page.data.next && html`<${More} page=${page} />`}`;
