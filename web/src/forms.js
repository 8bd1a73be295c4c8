// Forms that keep what was typed, and name the fields to correct.
import { Component } from "./vendor/preact.js";
import { html } from "./view.js";
import { Problems, wordsOf } from "./parts.js";
import { t } from "./words.js";

/** A form whose fields keep what was typed until its action has succeeded. */
export class Form extends Component {
  constructor() {
    super();
    this.state = { problems: [], busy: false };
  }

  componentDidUpdate(props, { problems }) {
    if (this.state.problems !== problems && this.state.problems.length && !this.state.typed) this.form.querySelector(".summary").focus();
  }

  values() {
    const values = {};
    for (const field of this.form.elements) if (field.id) values[field.id] = field.value;
    return values;
  }

  /** A problem leaves as soon as what is typed no longer has it. */
  typed({ target }) {
    const { problems } = this.state;
    if (!problems.some(({ id }) => id === target.id)) return;
    const still = this.props.check ? this.props.check(this.values()) : [];
    const stays = (each) => each.id !== target.id || still.some(({ id, text }) => id === each.id && text === each.text);
    if (!problems.every(stays)) this.setState({ problems: problems.filter(stays), typed: true });
  }

  async submit(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const values = this.values();
    const problems = this.props.check ? this.props.check(values) : [];
    this.setState({ problems, busy: !problems.length, typed: false });
    if (problems.length) return;
    try {
      await this.props.send(values);
      this.setState({ busy: false });
    } catch (error) {
      const told = error.problems?.map(({ field, message }) => ({ id: field, text: message }));
      this.setState({ busy: false, problems: told || [{ id: error.field || (this.props.blame || {})[error.code], text: wordsOf(error) }] });
    }
  }

  render({ children, label, second }, { problems, busy }) {
    const problem = (id) => (problems.find((each) => each.id === id) || {}).text;
    return html`<form novalidate ref=${(form) => { this.form = form; }} onSubmit=${(event) => this.submit(event)} onInput=${(event) => this.typed(event)}>
      <${Problems} problems=${problems} />
      ${children(problem)}
      <p><button class=${second ? "second" : ""} aria-disabled=${busy}>${busy ? t("loading") : label}</button></p>
    </form>`;
  }
}

/** A `ref` that focuses its element. */
export const take = (note) => note && note.focus();

/** Result in place of a form; takes the focus, since the button is gone. */
export const Done = ({ children }) => html`<p class="note" role="status" tabindex="-1" ref=${take}>${children}</p>`;

const show = (event) => {
  const button = event.currentTarget;
  const input = button.previousElementSibling;
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.firstChild.textContent = t(shown ? "show" : "hide");
};

/** A field with label, hint and error. */
export const Field = ({ id, label, hint, problem, secret, ...rest }) => {
  const described = [hint && `${id}-hint`, problem && `${id}-error`].filter(Boolean).join(" ") || null;
  const more = { "aria-describedby": described, "aria-invalid": problem ? "true" : null, ...rest };
  return html`<p class="field">
    <label for=${id}>${label}</label>
    ${hint && html`<span class="hint" id="${id}-hint">${hint}</span>`}
    ${problem && html`<span class="error" id="${id}-error">${problem}</span>`}
    ${secret
      ? html`<span class="with"><input id=${id} type="password" maxlength="256" ...${more} /><button type="button" class="plain" onClick=${show}>${t("show")}<span class="unseen"> : ${label}</span></button></span>`
      : html`<input id=${id} autocapitalize="none" spellcheck=${false} maxlength="128" ...${more} />`}
  </p>`;
};
