// Record of services: the career on paper, as the service writes it.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back } from "../parts.js";
import { t } from "../words.js";
import { Slip } from "./slip.js";

export const SECTION = "career";

export const title = () => t("career.statement");

export const load = async (page) => { page.data = await get(`/casefiles/${encodeURIComponent(page.args[0] || "me")}/career/statement`); };

export const View = ({ page }) => {
  const of = page.args[0] || "me";
  return html`<div class="plainly"><${Back} href="#/career/${encodeURIComponent(of)}">${t("career.back")}<//>
      <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("career.statement_lead")}</p></header>
      <p class="buttons"><button type="button" onClick=${() => window.print()}>${t("career.print")}</button></p></div>
    <${Slip} text=${page.data.statement} />`;
};
