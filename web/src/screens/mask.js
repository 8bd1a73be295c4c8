// Masked copy: a guardian chooses lines or whole pages on the page's image, or in its text, and sees what leaves.
import { html } from "../view.js";
import { More } from "../parts.js";
import { t, visible } from "../words.js";

export const begin = (piece) => new Set(piece.places.map((place) => `${place.page}.${place.line}`));

export const placesOf = (hidden) => [...hidden].map((place) => {
  const [page, line] = place.split(".").map(Number);
  return line ? { page, line } : { page };
});

const turn = (page, place, on) => {
  if (on) page.hidden.add(place);
  else page.hidden.delete(place);
  page.change({});
};

const isWhole = (page, leaf) => page.hidden.has(String(leaf.number));

/** A line on the image: outlined, black where the copy hides it. A line without a place hides its whole page. */
const Line = ({ page, place, box }) => {
  const hidden = page.hidden.has(place);
  return html`<rect data-place=${place} x=${box[0]} y=${box[1]} width=${box[2]} height=${box[3]} class=${hidden ? "black" : "line-of"} onClick=${() => turn(page, place, !hidden)} />`;
};

/** What is drawn over a page: its lines to choose from, or, as a preview, the black of the copy alone. */
export const over = (page) => (n, { width, height }) => {
  const leaf = page.data.text.pages.find(({ number }) => number === n) || { number: n, lines: [] };
  const places = leaf.lines.map(({ box }, at) => ({ box, place: `${n}.${at + 1}` }));
  const placeless = places.some(({ box, place }) => page.hidden.has(place) && !(box && box[2] > 0 && box[3] > 0));
  return html`<svg width=${width} height=${height} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" class=${page.preview ? "copied" : null}>
    ${places.filter(({ box }) => box && box[2] > 0).map((each) => html`<${Line} page=${page} ...${each} />`)}
    ${(isWhole(page, leaf) || placeless) && html`<rect width="1" height="1" class="black" />`}
  </svg>`;
};

const Place = ({ page, place, off, children }) => html`<p class="check mask"><input type="checkbox" id="m-${place}" checked=${page.hidden.has(place)} disabled=${off} onChange=${(event) => turn(page, place, event.target.checked)} />
  <label for="m-${place}">${children}</label></p>`;

const Leaf = ({ page, leaf }) => html`<section class="leaf"><h3>${t("piece.page", { n: leaf.number })}</h3>
  <${Place} page=${page} place="${leaf.number}"><b>${t("sealed.mask_page")}</b><//>
  ${leaf.lines.map((line, at) => html`<${Place} page=${page} place="${leaf.number}.${at + 1}" off=${isWhole(page, leaf)}>${visible(line.text)}<//>`)}
</section>`;

/** Choice between the lines and what leaves. */
export const Preview = ({ page }) => html`<p class="acts" role="group" aria-label=${t("sealed.mask_title")}>
  ${[false, true].map((each) => html`<button type="button" class="plain" aria-pressed=${Boolean(page.preview) === each} onClick=${() => page.change({ preview: each })}>${t(each ? "sealed.preview" : "sealed.choose")}</button>`)}</p>`;

export const Mask = ({ page }) => html`<div class="leaves masks" role="group" aria-labelledby="mask-title">
  <h2 id="mask-title">${t("sealed.mask_title")}</h2><p class="soft">${t("sealed.mask_text")}</p>
  ${page.data.text.pages.map((leaf) => html`<${Leaf} page=${page} leaf=${leaf} key=${leaf.number} />`)}
  ${page.data.text.next && html`<${More} page=${page} label=${t("piece.more_pages")} />`}
</div>`;
