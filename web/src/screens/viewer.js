// Viewer of page images, one at a time, loaded in view or by a button on slow lines: magnified by steps, pinch or wheel,
// dragged, turned. Frames mark the places of fields.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { get } from "../api.js";
import { near, wordsOf } from "../parts.js";
import { percent, t } from "../words.js";
import { Frames, framesOf } from "./frames.js";

export { framesOf };

const dear = () => Boolean(navigator.connection && navigator.connection.saveData);

/** Steps of the magnification; 1 fits the page to the width. */
const STEPS = [1, 1.5, 2, 3, 4];
const MOST = STEPS[STEPS.length - 1];
/** Pages up to which the strip lists all of them. */
const SHORT = 9;
/** Quarter turns of pieces, by path, until the site is closed. */
const turns = new Map();

/** Numbers of the strip: the first, the last and those around a page; 0 stands for a gap. */
const stripOf = (page, pages) => Array.from({ length: pages }, (none, at) => at + 1)
  .filter((each) => pages <= SHORT || each === 1 || each === pages || Math.abs(each - page) < 3)
  .flatMap((each, at, all) => (at && each - all[at - 1] > 1 ? [0, each] : [each]));

const spread = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);

const between = ([one, other]) => ({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 });

/** Transformation of a page of some size into its box after some quarter turns. */
const turning = (quarter, width, height) => ["", `translate(${height} 0) rotate(90)`, `translate(${width} ${height}) rotate(180)`, `translate(0 ${width}) rotate(270)`][quarter];

/** `path` of the piece; `frames`: `{ key, page, box, label }`, boxes as fractions of the page; `start`: first page; `of`: which piece, where several stand together. */
// `calm`: wait for the button; `held`: gets the viewer; `small`: without tools; `over`: drawn over the page, by its number.
export class Viewer extends Component {
  constructor(props) {
    super(props);
    this.state = { page: props.start || 1, step: "waiting", zoom: 1, quarter: turns.get(props.path) || 0, chosen: null };
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
    this.seeking = "center";
    if (this.state.page !== frame.page || !["coming", "drawn"].includes(this.state.step)) this.show(frame.page);
  }

  componentDidUpdate() {
    const { sheet, focus } = this;
    this.focus = null;
    if (focus && sheet) sheet.scrollTo(focus.across * sheet.scrollWidth - focus.x, focus.down * sheet.scrollHeight - focus.y);
    const frame = this.seeking && this.place.querySelector(".on");
    if (frame) frame.scrollIntoView({ block: this.seeking, inline: "center" });
    if (frame || this.seeking === "nearest") this.seeking = null;
  }

  /** Begin, and take the focus, unless the reader has gone on from where it was. */
  come(from) {
    this.begin();
    if ([from, document.body].includes(document.activeElement)) this.place.focus();
  }

  /** Magnify; `at`, by default the middle or the framed field, stays where it is. */
  magnify(zoom, at) {
    const { sheet } = this;
    if (!sheet || zoom === this.state.zoom) return;
    const place = sheet.getBoundingClientRect();
    const [x, y] = at ? [at.clientX - place.left, at.clientY - place.top] : [place.width / 2, place.height / 2];
    this.focus = { x, y, across: (sheet.scrollLeft + x) / sheet.scrollWidth, down: (sheet.scrollTop + y) / sheet.scrollHeight };
    if (!at) this.seeking = "nearest";
    this.setState({ zoom });
  }

  /** Magnify to the next step, upwards or downwards. */
  step(up) {
    const { zoom } = this.state;
    this.magnify(up ? STEPS.find((each) => each > zoom) || MOST : STEPS.slice().reverse().find((each) => each < zoom) || 1);
  }

  /** Magnify twice, or fit. */
  grow(at) {
    this.magnify(this.state.zoom > 1 ? 1 : 2, at);
  }

  /** Hide the frames, or show them again. */
  veil() {
    this.setState(({ bare }) => ({ bare: !bare }));
  }

  rotate() {
    const quarter = (this.state.quarter + 1) % 4;
    turns.set(this.props.path, quarter);
    this.seeking = "nearest";
    this.setState({ quarter });
  }

  /** Keys while the viewer has the focus. */
  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "+" || event.key === "-") this.step(event.key === "+");
    else if (event.key === "0") this.magnify(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A mouse drags the page; fingers scroll by themselves. */
  grasp(event) {
    if (event.pointerType !== "mouse" || event.button || this.state.zoom === 1 || event.target.matches("[data-place]")) return;
    this.held = { x: this.sheet.scrollLeft + event.clientX, y: this.sheet.scrollTop + event.clientY };
    this.sheet.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (this.held) this.sheet.scrollTo(this.held.x - event.clientX, this.held.y - event.clientY);
  }

  touch(event) {
    this.pinch = event.touches.length === 2 ? { spread: spread(event.touches), zoom: this.state.zoom } : null;
  }

  pinched(event) {
    if (!this.pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const zoom = (this.pinch.zoom * spread(event.touches)) / this.pinch.spread;
    this.magnify(Math.min(MOST, Math.max(1, zoom)), between(event.touches));
  }

  rolled(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.magnify(Math.min(MOST, Math.max(1, this.state.zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2))), event);
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

  sides() {
    const { width, height } = this.state.shown || { width: 1000, height: 1414 };
    return { width, height, box: this.state.quarter % 2 ? `0 0 ${height} ${width}` : `0 0 ${width} ${height}` };
  }

  /** Frames of the page that is shown. */
  framed() {
    return this.props.frames.filter((each) => each.page === this.state.page);
  }

  drawn() {
    const { page, shown, chosen, zoom, quarter, bare } = this.state;
    const { width, height, box } = this.sides();
    const large = zoom > 1;
    return html`<div class="sheet ${large ? "large" : ""}" ref=${(sheet) => { this.sheet = sheet; }}
      tabindex=${large ? 0 : null} role=${large ? "region" : null} aria-label=${large ? t("image.zoom") : null}
      onPointerDown=${(event) => this.grasp(event)} onPointerMove=${(event) => this.drag(event)} onPointerUp=${() => { this.held = null; }} onPointerCancel=${() => { this.held = null; }}
      onTouchStart=${(event) => this.touch(event)} onTouchMove=${(event) => this.pinched(event)} onTouchEnd=${(event) => this.touch(event)}
      onWheel=${(event) => this.rolled(event)} onDblClick=${(event) => this.grow(event)}>
      <svg viewBox=${box} role="img" aria-label=${t("image.alt", { n: page })} style=${{ width: `${100 * zoom}%` }}>
        <g transform=${turning(quarter, width, height)}>
          <image href=${shown.url} width=${width} height=${height} onError=${() => this.setState({ step: "broken" })} />
          ${this.props.over ? this.props.over(page, { width, height }) : !bare && html`<${Frames} frames=${this.framed()} chosen=${chosen} width=${width} height=${height} />`}
        </g>
      </svg>
    </div>`;
  }

  body() {
    const { step, page } = this.state;
    if (step === "waiting") return html`<p><button type="button" class="second" onClick=${() => this.begin()}>${t("image.show", { n: page })}</button></p>`;
    if (step === "coming") return html`<svg class="sheet" viewBox=${this.sides().box} aria-hidden="true"></svg>`;
    if (step === "drawn") return this.drawn();
    return html`<p class="note bad" role="alert">${this.state.error ? wordsOf(this.state.error) : t("image.broken")}</p>
      <p><button type="button" class="second" onClick=${() => this.show(page)}>${t("retry")}</button></p>`;
  }

  strip() {
    const { page } = this.state;
    const { keys } = this.props;
    return html`<p class="turn strip" role="group" aria-label=${t("image.pages")}>
      <button type="button" class="second" aria-label=${t("image.before")} onClick=${() => this.turn(-1)}>‹${keys && html` <kbd>O</kbd>`}</button>
      ${stripOf(page, this.pages()).map((each) => (each
        ? html`<button type="button" class="second" aria-label=${t("piece.page", { n: each })} aria-current=${each === page ? "page" : null} onClick=${() => this.show(each)}>${each}</button>`
        : html`<span class="soft">…</span>`))}
      <button type="button" class="second" aria-label=${t("image.after")} onClick=${() => this.turn(1)}>›${keys && html` <kbd>P</kbd>`}</button></p>`;
  }

  tools() {
    const { zoom, bare } = this.state;
    const { keys, over } = this.props;
    return html`<p class="turn" role="group" aria-label=${t("image.zoom")}>
      <button type="button" class="second" aria-label=${t("image.smaller")} aria-disabled=${zoom === 1} onClick=${() => this.step(false)}>−</button>
      <span class="soft">${percent(100 * zoom)}</span>
      <button type="button" class="second" aria-label=${t("image.larger")} aria-disabled=${zoom === MOST} onClick=${() => this.step(true)}>+</button>
      <button type="button" class="second" aria-pressed=${zoom === 1} onClick=${() => this.grow()}>${t("image.fit")}${keys && html` <kbd>I</kbd>`}</button>
      <button type="button" class="second" aria-label=${t("image.rotate")} title=${t("image.rotate")} onClick=${() => this.rotate()}>↻</button>
      ${!over && this.framed().length > 0 && html`<button type="button" class="second" aria-pressed=${!bare} onClick=${() => this.veil()}>${t("image.frames")}${keys && html` <kbd>H</kbd>`}</button>`}</p>`;
  }

  render(props, { step, page, chosen }) {
    const elsewhere = this.props.frames.find((each) => each.key === chosen && each.page !== page);
    return html`<section class="viewer" tabindex="-1" ref=${(place) => { this.place = place; }} aria-label="${t("image.title")}${this.props.of ? `, ${this.props.of}` : ""}" onKeyDown=${(event) => this.pressed(event)}>
      ${step !== "waiting" && this.pages() > 1 && this.strip()}
      ${step === "drawn" && !props.small && this.tools()}
      ${step !== "waiting" && html`<p class="soft" role="status">${this.said()}</p>`}
      ${elsewhere && html`<p><button type="button" class="plain flush" onClick=${() => this.point(chosen, true)}>${t("image.elsewhere", { n: elsewhere.page })}</button></p>`}
      ${this.body()}
    </section>`;
  }
}
