// For those whose own screens are not there yet.
import { html } from "../view.js";
import { Empty } from "../parts.js";
import { t } from "../words.js";

export const SECTION = "extra";

export const title = () => t("home.nothing");

export const View = () => html`<h1 tabindex="-1" class="unseen">${title()}</h1><${Empty} title=${title()}>${t("home.nothing_text")}<//>`;
