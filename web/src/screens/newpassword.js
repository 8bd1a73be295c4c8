// New password fields, with rules checked while typing.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { Field } from "../forms.js";
import { t } from "../words.js";

const RULES = { length: /^.{12,}$/s, lower: /[a-z]/, upper: /[A-Z]/, digit: /[0-9]/, blank: /^\S+$/ };

/** Rules that a password breaks. */
export const unmet = (password) => Object.keys(RULES).filter((rule) => !RULES[rule].test(password));

export class NewPassword extends Component {
  constructor() {
    super();
    this.state = { missing: Object.keys(RULES) };
  }

  render({ id, label, problem }, { missing }) {
    const told = (rule) => (missing.includes(rule) ? t("new.unmet") : t("new.met"));
    return html`<${Field} id=${id} label=${label} problem=${problem} secret autocomplete="new-password"
        onInput=${(event) => this.setState({ missing: unmet(event.target.value) })} />
      <div class="rules"><p>${t("new.rules")}</p>
        <ul>${Object.keys(RULES).map((rule) => html`<li class=${missing.includes(rule) ? "" : "met"}>${t(`new.rule.${rule}`)}<span class="unseen"> (${told(rule)})</span></li>`)}</ul>
        <p class="soft">${t("new.tip")}</p>
      </div>`;
  }
}
