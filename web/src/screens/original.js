// Download button of an original: resumes after a broken line and checks the digest.
// carrying.js is loaded with the first download.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { wordsOf } from "../parts.js";
import { size, t } from "../words.js";

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
      this.setState({ step: await carry(this.props.from || "pieces", this.props.piece, this.parts, (part) => this.take(part)), done: 0 });
    } catch (error) {
      this.setState({ step: "broken", error: error.code && error.code !== "offline" ? error : null });
    }
  }

  told() {
    const { step, done, error } = this.state;
    const total = size(this.props.piece.size);
    if (error) return wordsOf(error);
    if (step === "broken" && !done) return t("piece.not_begun");
    if (step === "broken") return t("piece.broken", { done: size(done), total });
    if (step === "going") return t("piece.downloading", { done: size(done), total });
    return { native: t("piece.native"), done: t(this.props.piece.masked ? "piece.copy_downloaded" : "piece.downloaded"), altered: t("piece.altered") }[step];
  }

  /** Announced at quarters only. */
  quarter() {
    return `${25 * Math.floor((4 * this.state.done) / this.props.piece.size)}\u00a0%`;
  }

  render({ piece, kind }, { step, done }) {
    const going = step === "going";
    const bad = step === "broken" || step === "altered";
    return html`<section class="original">
      <button type="button" aria-disabled=${going} onClick=${() => this.go()}>
        ${step === "broken" && done > 0 ? t("piece.go_on") : t(piece.masked ? "piece.download_copy" : "piece.download")} <span class="light">${kind}, ${size(piece.size)}</span>
      </button>
      ${going && html`<progress max=${piece.size} value=${done} aria-label=${t(piece.masked ? "piece.download_copy" : "piece.download")}></progress><p class="soft">${this.told()}</p>`}
      <p class=${bad ? "note bad" : going ? "unseen" : "soft"} role="status">${going ? this.quarter() : this.told()}</p>
    </section>`;
  }
}
