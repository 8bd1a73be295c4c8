// Download button of an original, or of the pages of a piece: resumes after a broken line and checks the digest of an original.
// carrying.js is loaded with the first download.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { wordsOf } from "../parts.js";
import { percent, size, t } from "../words.js";

export class Original extends Component {
  constructor() {
    super();
    this.parts = [];
    this.state = { step: "ready", done: 0 };
  }

  componentWillUnmount() {
    this.parts = [];
    this.gone = true;
  }

  take(part) {
    if (this.gone) throw new Error("gone");
    this.parts.push(part);
    this.setState(({ done }) => ({ done: done + part.length }));
  }

  async go() {
    if (this.state.step === "going") return;
    this.setState({ step: "going", error: null });
    try {
      const { carry } = await import("./carrying.js");
      const { piece, from = "pieces", whole } = this.props;
      const path = `/${from}/${encodeURIComponent(piece.piece)}/download${whole ? "?whole=true" : ""}`;
      const step = await carry(path, piece.part && !whole ? null : piece.digest, { parts: this.parts, take: (part) => this.take(part), sized: (bytes) => this.setState({ bytes }) });
      this.setState({ step, done: 0 });
    } catch (error) {
      this.setState({ step: "broken", error: error.code && error.code !== "offline" ? error : null });
    }
  }

  /** Bytes of the file: of pages of an original they are known with the link. */
  bytes() {
    return this.state.bytes || this.props.piece.size;
  }

  kind() {
    const { piece, whole } = this.props;
    return whole ? "whole" : piece.masked ? "copy" : piece.part ? "part" : "original";
  }

  told() {
    const { step, done, error } = this.state;
    const total = size(this.bytes());
    if (error) return wordsOf(error);
    if (step === "broken" && !done) return t("piece.not_begun");
    if (step === "broken") return t("piece.broken", { done: size(done), total });
    if (step === "going") return t("piece.downloading", { done: size(done), total });
    return { native: t("piece.native"), done: t(`piece.downloaded.${this.kind()}`), altered: t("piece.altered") }[step];
  }

  /** Announced at quarters only. */
  quarter() {
    return percent(25 * Math.floor((4 * this.state.done) / this.bytes()));
  }

  render({ piece, kind, whole }, { step, done }) {
    const going = step === "going";
    const bad = step === "broken" || step === "altered";
    const word = t(`piece.download.${this.kind()}`);
    return html`<section class="original">
      <button type="button" class=${whole && "second"} aria-disabled=${going} onClick=${() => this.go()}>
        ${step === "broken" && done > 0 ? t("piece.go_on") : word} ${!whole && html`<span class="light">${kind}, ${size(piece.size)}</span>`}
      </button>
      ${going && html`<progress max=${this.bytes()} value=${done} aria-label=${word}></progress><p class="soft">${this.told()}</p>`}
      <p class=${bad ? "note bad" : going ? "unseen" : "soft"} role="status">${going ? this.quarter() : this.told()}</p>
    </section>`;
  }
}
