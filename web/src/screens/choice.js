// A field with a choice of values.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { t } from "../words.js";
import { TYPES } from "./types.js";

/** What somebody has chosen stays, also when the answer to an earlier question comes. */
export class Choice extends Component {
  constructor({ chosen }) {
    super();
    this.state = { chosen };
  }

  render({ id, label, any, options }, { chosen }) {
    return html`<p class="field"><label for=${id}>${label}</label><select id=${id} onInput=${(event) => this.setState({ chosen: event.target.value })}>
      ${any && html`<option value="">${any}</option>`}${options.map(([value, word]) => html`<option value=${value} selected=${value === chosen}>${word}</option>`)}</select></p>`;
  }
}

export const TypeField = ({ label, none, chosen }) => html`<${Choice} id="type" label=${label} any=${none} options=${TYPES.map((each) => [each, t(`type.${each}`)])} chosen=${chosen} />`;
