// Shows a paper of the service, a slip or a letter, in a shadow tree with its own styles. Its markup is parsed into values: unlisted tags are dropped,
// and nothing is inserted as markup.
import { Component, h } from "../vendor/preact.js";
import { render } from "../view.js";

const TAGS = ["article", "div", "header", "footer", "section", "h1", "h2", "p", "b", "i", "small", "span", "bdi", "dl", "dt", "dd", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"];
const SIGNS = { amp: "&", lt: "<", gt: ">", quot: "\"", nbsp: "\u00a0" };
/** Styles that the printed page's body has. */
const AROUND = ":host{display:block;color:#1c2530;font:10pt/1.4 \"Noto Sans\",\"Segoe UI\",Arial,sans-serif;--ink:#1c2530;--soft:#5a6572;--rule:#d8dde3;--accent:#14533c;--tint:#f1f6f3}.slip,.letter,.statement{margin:0 auto!important}";

const unescaped = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
  (hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : SIGNS[name] || all));

const attributesOf = (said) => {
  const found = {};
  for (const [, name, value] of said.matchAll(/\b(class|lang|scope)="([^"]*)"/g)) found[name] = unescaped(value);
  return found;
};

/** Parse the body of a page into values. */
export const readMarkup = (page) => {
  const body = (page.match(/<body[^>]*>([^]*)<\/body>/) || ["", ""])[1].replace(/<(script|style)\b[^]*?<\/\1>/gi, "");
  const open = [{ children: [] }];
  for (const [, close, tag, said, text] of body.matchAll(/<(\/?)(\w+)([^>]*)>|([^<]+)/g)) {
    const last = open[open.length - 1];
    if (text) last.children.push(unescaped(text));
    else if (!TAGS.includes(tag)) continue;
    else if (!close) open.push({ tag, said, children: [] });
    else if (open.length > 1) {
      open.pop();
      open[open.length - 1].children.push(h(last.tag, attributesOf(last.said), ...last.children));
    }
  }
  return open[0].children;
};

const styleOf = (page) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync((page.match(/<style>([^]*?)<\/style>/) || ["", ""])[1] + AROUND);
  return sheet;
};

export class Slip extends Component {
  componentDidMount() {
    const root = this.place.attachShadow({ mode: "open" });
    // Browsers before 2023 show the text without styles.
    if ("adoptedStyleSheets" in Document.prototype) root.adoptedStyleSheets = [styleOf(this.props.text)];
    render(readMarkup(this.props.text), root);
  }

  shouldComponentUpdate() {
    return false;
  }

  render() {
    return h("div", { class: "slip-of", ref: (place) => { this.place = place || this.place; } });
  }
}
