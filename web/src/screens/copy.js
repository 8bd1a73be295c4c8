// Copy screen: the whole case file as one PDF, its size told before it is made.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Back, called, wordsOf } from "../parts.js";
import { count, size, t } from "../words.js";
import { saved } from "./carrying.js";

export const SECTION = "contents";

export const title = () => t("copy.title");

const pathOf = (page) => `/casefiles/${encodeURIComponent(page.args[0] || "me")}/copy`;

export const load = async (page) => { page.data = await get(pathOf(page)); };

const make = (page) => async () => {
  if (page.making) return;
  page.change({ making: true, failed: null, made: null });
  try {
    const made = await ask("POST", pathOf(page), {});
    page.change({ making: false, made });
    location.assign(made.url);
    saved();
  } catch (failed) {
    page.change({ making: false, failed });
  }
};

const Left = ({ pieces }) => pieces.length > 0 && html`<div class="note"><p>${count("copy.left", pieces.length)}</p>
  <ul class="line">${pieces.map((each) => html`<li><a href="#/piece/${each.piece}">${called(each)}</a></li>`)}</ul></div>`;

const Make = ({ page }) => html`<p><button type="button" aria-disabled=${Boolean(page.making)} onClick=${make(page)}>${t(page.making ? "copy.making" : "copy.make")}
    <span class="light"> PDF, ${size(page.data.size)}</span></button></p>
  ${page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}</p>`}
  <p class="soft" role="status">${page.made && t("copy.made", { size: size(page.made.size) })}</p>`;

export const View = ({ page }) => {
  const { pieces, pages, left_out, too_large } = page.data;
  const of = page.args[0] || "me";
  return html`<${Back} href="#/casefile${of === "me" ? "" : `/${encodeURIComponent(of)}`}">${t("piece.back")}<//>
    <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("copy.lead")}</p>
      <ul class="line"><li><b>${count("casefile.pieces", pieces)}</b></li><li><b>${count("pages", pages)}</b></li><li><b>${size(page.data.size)}</b></li></ul></header>
    ${too_large ? html`<p class="note warn-note">${t("copy.too_large")}</p>` : pieces > 0 ? html`<${Make} page=${page} />` : html`<p class="note">${t("copy.nothing")}</p>`}
    ${!too_large && html`<${Left} pieces=${left_out} />`}`;
};
