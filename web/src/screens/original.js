// The original: fetched part by part, so that a broken line goes on where it stopped; what came is held against the archive's digest.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { get } from "../api.js";
import { wordsOf } from "../parts.js";
import { size, t, visible } from "../words.js";

/** Bytes: what is larger goes to the browser's own downloads, for a phone's memory is small. */
const LARGEST = 30e6;
/** Milliseconds without a byte after which a line counts as broken. */
const SILENCE = 20000;

const hexOf = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** One reader of a stream, which gives up when nothing comes. */
const pouring = async (address, from, take) => {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(), SILENCE);
  try {
    const answer = await fetch(address, { headers: from ? { Range: `bytes=${from}-` } : {}, signal: control.signal, referrerPolicy: "no-referrer" });
    if (answer.status !== (from ? 206 : 200)) throw new Error(`status ${answer.status}`);
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => control.abort(), SILENCE);
      take(value);
    }
  } finally {
    clearTimeout(timer);
  }
};

const hand = (parts, piece) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: "application/octet-stream" }));
  link.download = visible(piece.name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

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

  got() {
    return this.parts.reduce((sum, part) => sum + part.length, 0);
  }

  async go() {
    const { piece } = this.props;
    if (this.state.step === "going") return;
    this.setState({ step: "going", error: null });
    try {
      const link = await get(`/${this.props.from || "pieces"}/${encodeURIComponent(piece.piece)}/download`);
      if (piece.size > LARGEST) {
        location.assign(link.url);
        return this.setState({ step: "native" });
      }
      await pouring(link.url, this.got(), (part) => this.take(part));
      if (this.got() !== piece.size) throw new Error("short");
      return await this.check();
    } catch (error) {
      return this.setState({ step: "broken", error: error.code && error.code !== "offline" ? error : null });
    }
  }

  async check() {
    const { piece } = this.props;
    const parts = this.parts;
    const whole = await new Blob(parts).arrayBuffer();
    const digest = crypto.subtle ? hexOf(await crypto.subtle.digest("SHA-256", whole)) : piece.digest;
    this.parts = [];
    if (digest === piece.digest) hand([whole], piece);
    this.setState({ step: digest === piece.digest ? "done" : "altered", done: 0 });
  }

  told() {
    const { step, done, error } = this.state;
    const total = size(this.props.piece.size);
    if (error) return wordsOf(error);
    if (step === "broken") return t("piece.broken", { done: size(done), total });
    if (step === "going") return t("piece.downloading", { done: size(done), total });
    return { native: t("piece.native"), done: t("piece.downloaded"), altered: t("piece.altered") }[step];
  }

  render({ piece, kind }, { step, done }) {
    const told = this.told();
    const bad = step === "broken" || step === "altered";
    return html`<section class="original">
      <button type="button" aria-disabled=${step === "going"} onClick=${() => this.go()}>
        ${step === "broken" && done > 0 ? t("piece.go_on") : t("piece.download")} <span class="light">${kind}, ${size(piece.size)}</span>
      </button>
      ${step === "going" && html`<progress max=${piece.size} value=${done} aria-label=${t("piece.download")}></progress>`}
      <p class=${bad ? "note bad" : "soft"} role="status">${told}</p>
    </section>`;
  }
}
