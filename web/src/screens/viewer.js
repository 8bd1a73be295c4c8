// Viewer of page images, one at a time, loaded in view or by a button on slow lines. Frames mark the places of
// fields.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { get } from "../api.js";
import { isPlaced, near, wordsOf } from "../parts.js";
import { t } from "../words.js";

const dear = () => Boolean(navigator.connection && navigator.connection.saveData);

const frameOf = (key, word, { page, box }) => ({ key, page, box, label: t(word) });

/** Frames of fields and of evidence for each owner, by form field; without a place there is no frame. */
export const framesOf = (fields, owners = []) => [
  ...fields.map((each) => frameOf(`f-${each.name}`, `field.${each.name}`, each)),
  ...owners.flatMap((each, at) => (each.evidence || []).map((sign) => frameOf(`owner-${at + 1}`, `evidence.${sign.kind}`, sign))),
].filter(isPlaced);

const Frames = ({ frames, chosen }) => html`<svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
  ${frames.map(({ key, box }) => html`<rect x=${box[0]} y=${box[1]} width=${box[2]} height=${box[3]} class=${key === chosen ? "on" : null} />`)}
</svg>`;

/** `path` of the piece; `frames`: `{ key, page, box, label }`, boxes as fractions of the page; `start`: first page. */
// `calm`: wait for the button; `held`: gets the viewer.
export class Viewer extends Component {
  constructor(props) {
    super(props);
    this.state = { page: props.start || 1, step: "waiting", large: false, chosen: null };
  }

  componentDidMount() {
    if (this.props.held) this.props.held(this); // Preact hands a ref on to components, classes too
    if (dear() || this.props.calm || !window.IntersectionObserver) return;
    this.unwatch = near(this.place, () => this.begin());
  }

  componentWillUnmount() {
    this.gone = true;
    if (this.unwatch) this.unwatch();
  }

  begin() {
    if (this.unwatch) this.unwatch();
    if (this.state.step === "waiting") this.show(this.state.page);
  }

  async show(page) {
    this.setState({ page, step: "coming", error: null });
    try {
      const shown = await get(`${this.props.path}/pages/${page}`);
      if (!this.gone && this.state.page === page) this.setState({ shown, step: "drawn" });
    } catch (error) {
      if (!this.gone && this.state.page === page) this.setState({ error, step: "broken" });
    }
  }

  /** Go forward by some pages, cyclically. */
  turn(by) {
    const pages = this.pages();
    if (pages > 1 || this.state.step === "waiting") this.show(this.state.step === "waiting" ? this.state.page : ((this.state.page - 1 + by + pages) % pages) + 1);
  }

  /** Frame a field; `go` also opens its page and scrolls to it. */
  point(key, go) {
    const frame = this.props.frames.find((each) => each.key === key);
    this.setState({ chosen: frame ? key : null });
    if (!frame || !go) return;
    this.seeking = true;
    if (this.state.page !== frame.page || this.state.step !== "drawn") this.show(frame.page);
  }

  componentDidUpdate() {
    const frame = this.seeking && this.place.querySelector(".on");
    if (!frame) return;
    this.seeking = false;
    frame.scrollIntoView({ block: "center" });
  }

  /** Scroll into view. */
  come() {
    this.begin();
    this.place.focus();
  }

  grow() {
    this.setState(({ large }) => ({ large: !large }));
  }

  pages() {
    return (this.state.shown && this.state.shown.pages) || this.props.pages || 1;
  }

  said() {
    const { step, page, chosen } = this.state;
    if (step !== "drawn") return step === "coming" ? t("loading") : "";
    const frame = this.props.frames.find((each) => each.key === chosen && each.page === page);
    return `${t("image.of", { n: page, pages: this.pages() })}${frame && frame.label ? `. ${t("image.framed", { what: frame.label })}` : ""}`;
  }

  sheet() {
    const { step, page, shown, chosen, large } = this.state;
    if (step === "waiting") return html`<p><button type="button" class="second" onClick=${() => this.begin()}>${t("image.show", { n: page })}</button></p>`;
    if (step === "coming") return html`<svg class="sheet" viewBox="0 0 ${shown ? shown.width : 1000} ${shown ? shown.height : 1414}" aria-hidden="true"></svg>`;
    if (step === "broken") {
      return html`<p class="note bad" role="alert">${this.state.error ? wordsOf(this.state.error) : t("image.broken")}</p>
        <p><button type="button" class="second" onClick=${() => this.show(page)}>${t("retry")}</button></p>`;
    }
    const frames = this.props.frames.filter((each) => each.page === page);
    return html`<div class="sheet ${large ? "large" : ""}" tabindex=${large ? 0 : null} role=${large ? "region" : null} aria-label=${large ? t("image.title") : null}>
      <div><img src=${shown.url} width=${shown.width} height=${shown.height} alt=${t("image.alt", { n: page })} decoding="async"
        onError=${() => this.setState({ step: "broken" })} />
        <${Frames} frames=${frames} chosen=${chosen} /></div>
    </div>`;
  }

  render(props, { step, page, large, chosen }) {
    const pages = this.pages();
    const elsewhere = this.props.frames.find((each) => each.key === chosen && each.page !== page);
    return html`<section class="viewer" tabindex="-1" ref=${(place) => { this.place = place; }} aria-label=${t("image.title")}>
      ${step !== "waiting" && html`<p class="turn">
        ${pages > 1 && html`<button type="button" class="second" onClick=${() => this.turn(-1)}>${t("image.before")} ${props.keys && html`<kbd>O</kbd>`}</button>
        <button type="button" class="second" onClick=${() => this.turn(1)}>${t("image.after")} ${props.keys && html`<kbd>P</kbd>`}</button>`}
        ${step === "drawn" && html`<button type="button" class="second" aria-pressed=${large} onClick=${() => this.grow()}>${t("image.larger")} ${props.keys && html`<kbd>I</kbd>`}</button>`}
        <span class="soft" role="status">${this.said()}</span></p>`}
      ${elsewhere && html`<p><button type="button" class="plain flush" onClick=${() => this.point(chosen, true)}>${t("image.elsewhere", { n: elsewhere.page })}</button></p>`}
      ${this.sheet()}
    </section>`;
  }
}
