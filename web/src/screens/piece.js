// Piece screen: summary, page images, original; the text reflowed and folded away.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { Failure, get } from "../api.js";
import { Back, called, isPlaced, More, near, paged, Tag, typeOf, wordsOf } from "../parts.js";
import { count, day, either, language, printed, size, t, visible } from "../words.js";
import { Original } from "./original.js";
import { reflowed, SURE } from "./reflow.js";

export const SECTION = "piece";

const DATES = ["act_date", "effective_date", "end_date", "birth_date"];
/** The place that the address cites: `piece/<id>/<page>/<box>`. */
const citedOf = ([, page, box]) => Number(page) > 0 && { key: "cited", page: Number(page), box: (box || "").split(",").map(Number), label: t("image.cited") };
const TYPES = { "application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF" };

export const title = (page) => called(page.data.piece);

export const load = async (page, reader) => {
  const path = `/pieces/${encodeURIComponent(page.args[0])}`;
  const next = (cursor) => get(`${path}/text${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
  const [piece, facets] = await Promise.all([get(`${path}?text=true`), reader.roles.includes("archivist") && import("./facets.js")]);
  page.facets = facets;
  page.wide = matchMedia("(min-width: 48rem)").matches;
  page.data = { piece, text: piece.text || { pages: [], next: null, error: new Failure("busy") }, own: piece.matricule === reader.matricule };
  page.act.trail.opened.push(piece.piece);
  // What did not come is not hidden.
  page.unfolded = Boolean(page.data.text.error);
  page.cited = citedOf(page.args);
  if (page.cited) viewing(page, (viewer) => (isPlaced(page.cited) ? viewer.point("cited", true) : viewer.show(page.cited.page)))();
  page.more = paged(page, async () => {
    const more = await next(page.data.text.error ? null : page.data.text.next);
    page.data.text = { pages: [...page.data.text.pages, ...more.pages], next: more.next };
  });
};

/** Load the viewer: beside the text when it comes near the viewport, on a phone when it is asked for. */
const illustrate = async (page) => {
  page.change({ broken: null });
  try {
    page.change({ pages: await import("./viewer.js") });
  } catch (error) {
    page.change({ broken: new Failure("offline") });
  }
};

/** Ask the viewer for something, now or once it has come, whatever brings it; of several wishes the last counts. */
const viewing = (page, wish) => async () => {
  const from = document.activeElement;
  page.wish = (viewer) => wish(viewer, from);
  if (page.viewer) grant(page);
  else await illustrate(page);
  if (page.broken && page.place) page.place.scrollIntoView();
};

const grant = (page) => {
  if (page.wish) page.wish(page.viewer);
  page.wish = null;
};

/** Placeholder of the viewer. */
class Pages extends Component {
  componentDidMount() {
    const { page } = this.props;
    if (!page.wide) return;
    if (window.IntersectionObserver) this.unwatch = near(this.place, () => page.pages || illustrate(page));
    else illustrate(page);
  }

  componentWillUnmount() {
    if (this.unwatch) this.unwatch();
  }

  render({ page, piece }) {
    const { pages, broken } = page;
    return html`<section class="pages-of" ref=${(place) => { this.place = page.place = place; }}>
      <h2 class="unseen">${t("image.title")}</h2>
      ${broken && html`<p class="note bad" role="alert">${wordsOf(broken)}</p>
        <p><button type="button" class="second" onClick=${() => illustrate(page)}>${t("retry")}</button></p>`}
      ${!pages && !broken && html`<p><button type="button" class="second" onClick=${viewing(page, (viewer, from) => viewer.come(from))}>${t("image.show", { n: 1 })}</button></p>`}
      ${pages && html`<${pages.Viewer} key=${piece.piece} held=${(viewer) => { page.viewer = viewer; grant(page); }} path="/pieces/${piece.piece}" pages=${piece.pages} frames=${[...pages.framesOf(piece.fields || []), ...[page.cited].filter((each) => each && isPlaced(each))]} />`}
    </section>`;
  }
}

const Leaf = ({ leaf, alone }) => html`<section class="leaf">
  ${!alone && html`<h3>${t("piece.page", { n: leaf.number })}</h3>`}
  ${leaf.lines.length
    ? html`<div lang="fr">${reflowed(leaf.lines).map((runs) => html`<p>${runs.map(({ text, sure }) => (sure ? visible(text) : html`<span class="unsure">${visible(text)}</span>`))}</p>`)}</div>`
    : html`<p class="soft">${t("piece.text_empty")}</p>`}
</section>`;

const Text = ({ page }) => {
  const { text, piece } = page.data;
  const unsure = text.pages.some((leaf) => leaf.lines.some((line) => line.confidence < SURE));
  return html`<details class="text-of" open=${page.unfolded}>
    <summary><h2>${t("piece.text")}</h2></summary>
    <p class="soft">${t("piece.text_note")} ${unsure && html`<span class="unsure">${t("piece.unsure")}</span>`}</p>
    ${text.pages.map((leaf) => html`<${Leaf} leaf=${leaf} alone=${piece.pages === 1} key=${leaf.number} />`)}
    ${!text.pages.length && !text.error && html`<p class="soft">${t("piece.not_read")}</p>`}
    ${(text.next || text.error) && html`<${More} page=${{ ...page, stuck: page.stuck || text.error }} label=${t("piece.more_pages")} />`}
  </details>`;
};

const valueOf = (field) => (DATES.includes(field.name) && /^\d{4}-\d\d-\d\d$/.test(field.value) ? day(field.value) : visible(field.value));

const Fields = ({ fields, page }) => html`<section>
  <h2>${t("piece.fields")}</h2>
  <dl class="pairs lined">
    ${fields.map((field) => html`<div>
      <dt>${either(`field.${field.name}`, field.name)}</dt>
      <dd>${valueOf(field)}${field.raw && field.raw !== field.value && html` <span class="soft">${t("piece.field_raw", { raw: visible(field.raw) })}</span>`}
        ${isPlaced(field) && html` <button type="button" class="plain flush where" onClick=${viewing(page, (viewer) => viewer.point(`f-${field.name}`, true))}>${t("image.where")}<span class="unseen"> : ${either(`field.${field.name}`, field.name)}</span></button>`}</dd>
    </div>`)}
  </dl>
</section>`;

const Pair = ({ name, children }) => html`<div><dt>${name}</dt><dd>${children}</dd></div>`;

export const View = ({ page }) => {
  const { data: { piece, own }, facets } = page;
  const fields = piece.fields || [];
  const date = fields.find((field) => field.name === "act_date");
  const kind = TYPES[piece.media_type] || piece.media_type;
  const about = piece.about && printed(piece.about[language] || piece.about.fr);
  return html`<${Back} href=${own ? "#/casefile" : `#/casefile/${encodeURIComponent(piece.matricule || "")}`}>${t("piece.back")}<//>
    <header class="head">
      <h1 tabindex="-1" class=${typeOf(piece) ? null : "file"}>${title(page)}</h1>
      <ul class="line">
        ${date && html`<li>${valueOf(date)}</li>`}
        ${piece.pages > 0 && html`<li>${piece.part ? t("part", piece.part) : count("pages", piece.pages)}</li>`}
        ${typeOf(piece) && html`<li>${visible(piece.name)}</li>`}
        ${piece.status !== "filed" && html`<li><${Tag} status=${piece.status} /></li>`}
      </ul>
      <ul class="acts">
        <li><button type="button" class="plain" onClick=${viewing(page, (viewer, from) => viewer.come(from))}>${t("image.see")}</button></li>
        <li><a href=${own ? `#/report/me/${piece.piece}` : `#/check/${piece.piece}`}>${t(own ? "piece.report" : "piece.correct")}</a></li>
      </ul>
    </header>
    ${piece.folder_alone && html`<p class="note">${t("piece.folder_alone")}</p>`}
    <div class="beside">
      <div class="summary-of">
        ${about && html`<p>${about}</p>`}
        ${fields.length > 0 && html`<${Fields} fields=${fields} page=${page} />`}
      </div>
      <${Pages} page=${page} piece=${piece} key=${piece.piece} />
      <div><${Original} piece=${piece} kind=${kind} />
        ${piece.part && html`<p class="soft">${t("piece.part_note")}</p>`}
        ${facets && html`<${facets.Whole} piece=${piece} Original=${Original} />`}</div>
      <${Text} page=${page} />
      <details class="proof">
        <summary><h2>${t("piece.evidence")}</h2></summary>
        <dl class="pairs">
          <${Pair} name=${t("piece.registered")}>${day(piece.registered_at)}<//>
          <${Pair} name=${t("piece.file")}>${kind}, ${size(piece.size)}<//>
          <${Pair} name=${t("piece.digest")}><code>${piece.digest}</code><//>
        </dl>
      </details>
    </div>`;
};
