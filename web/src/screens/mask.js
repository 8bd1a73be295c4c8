// Masked copy: a guardian selects lines or whole pages of the text; the sealing lines are preselected.
import { html } from "../view.js";
import { More } from "../parts.js";
import { t, visible } from "../words.js";

export const begin = (piece) => new Set(piece.places.map((place) => `${place.page}.${place.line}`));

export const placesOf = (hidden) => [...hidden].map((place) => {
  const [page, line] = place.split(".").map(Number);
  return line ? { page, line } : { page };
});

const Place = ({ page, place, off, children }) => {
  const toggle = (event) => {
    if (event.target.checked) page.hidden.add(place);
    else page.hidden.delete(place);
    page.change({});
  };
  return html`<p class="check mask"><input type="checkbox" id="m-${place}" checked=${page.hidden.has(place)} disabled=${off} onChange=${toggle} />
    <label for="m-${place}">${children}</label></p>`;
};

const Leaf = ({ page, leaf }) => html`<section class="leaf"><h3>${t("piece.page", { n: leaf.number })}</h3>
  <${Place} page=${page} place="${leaf.number}"><b>${t("sealed.mask_page")}</b><//>
  ${leaf.lines.map((line, at) => html`<${Place} page=${page} place="${leaf.number}.${at + 1}" off=${page.hidden.has(String(leaf.number))}>${visible(line.text)}<//>`)}
</section>`;

export const Mask = ({ page }) => html`<div class="leaves masks" role="group" aria-labelledby="mask-title">
  <h2 id="mask-title">${t("sealed.mask_title")}</h2><p class="soft">${t("sealed.mask_text")}</p>
  ${page.data.text.pages.map((leaf) => html`<${Leaf} page=${page} leaf=${leaf} key=${leaf.number} />`)}
  ${page.data.text.next && html`<${More} page=${page} label=${t("piece.more_pages")} />`}
</div>`;
