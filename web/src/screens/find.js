// An archivist opens a case file by its matricule.
import { html } from "../view.js";
import { Field, Form } from "../forms.js";
import { t } from "../words.js";

export const SECTION = "extra";

export const title = () => t("find.title");

/** The API knows a matricule by its normalised form alone. */
const folded = (text) => text.normalize("NFKD").toUpperCase().replace(/[^A-Z0-9]/g, "");

const check = ({ matricule }) => (folded(matricule) ? [] : [{ id: "matricule", text: t("find.missing") }]);

const send = async ({ matricule }) => { location.hash = `#/casefile/${encodeURIComponent(folded(matricule))}`; };

export const View = () => html`<div class="narrow">
  <h1 tabindex="-1">${title()}</h1>
  <div class="card">
    <${Form} label=${t("find.submit")} check=${check} send=${send}>
      ${(problem) => html`<${Field} id="matricule" label=${t("find.label")} problem=${problem("matricule")} autocomplete="off" />`}
    <//>
  </div>
</div>`;
