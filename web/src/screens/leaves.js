// Text of a piece beside a form, by page; places of fields and of sealing words are marked.
import { html } from "../view.js";
import { More } from "../parts.js";
import { t, visible } from "../words.js";

const SURE = 80;

/** Whether a place lies on a line, by its middle. */
const lies = (place, leaf, line, at) => {
  if (place.page !== leaf.number) return false;
  if (place.line) return place.line === at + 1;
  if (!place.box || !place.box[2]) return false;
  const [left, top, width, height] = place.box;
  const [x, y] = [left + width / 2, top + height / 2];
  return line.box && x >= line.box[0] && x <= line.box[0] + line.box[2] && y >= line.box[1] && y <= line.box[1] + line.box[3];
};

const placesOf = (piece) => [...(piece.places || []), ...(piece.fields || []), ...[piece, ...(piece.candidates || [])].flatMap((each) => each.evidence || [])];

const Line = ({ line, marked }) => html`<span class=${line.confidence < SURE ? "unsure" : null}>${marked ? html`<mark>${visible(line.text)}</mark>` : visible(line.text)}</span>${"\n"}`;

const Leaf = ({ leaf, places }) => html`<section class="leaf"><h3>${t("piece.page", { n: leaf.number })}</h3>
  ${leaf.lines.length
    ? html`<p class="read" lang="fr">${leaf.lines.map((line, at) => html`<${Line} line=${line} marked=${places.some((place) => lies(place, leaf, line, at))} />`)}</p>`
    : html`<p class="soft">${t("piece.text_empty")}</p>`}
</section>`;

export const Leaves = ({ page }) => {
  const { piece, text } = page.data;
  const places = placesOf(piece);
  return html`<div class="leaves" tabindex="0" role="region" aria-label=${t("piece.text")}>
    <h2 class="unseen">${t("piece.text")}</h2>
    ${text.pages.map((leaf) => html`<${Leaf} leaf=${leaf} places=${places} key=${leaf.number} />`)}
    ${!text.pages.length && !text.error && html`<p class="leaf soft">${t("piece.not_read")}</p>`}
    ${(text.next || text.error) && html`<${More} page=${{ ...page, stuck: page.stuck || text.error }} label=${t("piece.more_pages")} />`}
  </div>`;
};
