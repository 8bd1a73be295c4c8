// Letter screen: what is not in the case file yet and where to bring it, as the service writes it for paper.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back } from "../parts.js";
import { t } from "../words.js";
import { Slip } from "./slip.js";

export const SECTION = "contents";

export const title = () => t("letter.title");

export const load = async (page) => { page.data = await get(`/casefiles/${encodeURIComponent(page.args[0] || "me")}/letter`); };

export const View = ({ page }) => {
  const of = page.args[0] || "me";
  return html`<div class="plainly"><${Back} href="#/complete/${encodeURIComponent(of)}">${t("complete.title")}<//>
      <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t(of === "me" ? "letter.lead_own" : "letter.lead")}</p></header>
      <p class="buttons"><button type="button" onClick=${() => window.print()}>${t("letter.print")}</button></p></div>
    <${Slip} text=${page.data.letter} />`;
};
