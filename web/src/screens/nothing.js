// Screen for accounts without a role.
import { html } from "../view.js";
import { t } from "../words.js";

export const SECTION = "extra";

export const title = () => t("home.nothing");

export const View = () => html`<div class="empty"><h1 tabindex="-1">${title()}</h1><p>${t("home.nothing_text")}</p></div>`;
