// What the files of a batch became, as a bar and as numbers.
import { html } from "../view.js";
import { language, number, printed, t, visible } from "../words.js";

export const OUTCOMES = ["filed", "duplicate", "to_review", "refused", "failed", "missing"];

export const of = (batch, outcome) => (batch.counts && batch.counts[outcome]) || 0;

/** Files that somebody must do something about. */
export const attention = (batch) => ["to_review", "refused", "failed", "missing"].reduce((sum, each) => sum + of(batch, each), 0);

/** A picture of the counts, for the eye alone: the numbers are told beside it. */
export const Bar = ({ batch }) => {
  const total = Math.max(batch.announced || 0, batch.lines, 1);
  let x = 0;
  const parts = OUTCOMES.map((outcome) => {
    const width = (100 * of(batch, outcome)) / total;
    x += width;
    return html`<rect class="count ${outcome}" x=${x - width} width=${width} height="4" />`;
  });
  return html`<svg class="counts" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
};

/** What waits for a person leads there. */
const Word = ({ outcome, some }) => (outcome === "to_review" && some ? html`<a href="#/review">${t("count.to_review")}</a>` : t(`count.${outcome}`));

export const Counts = ({ batch }) => html`<ul class="sums">
  ${batch.waiting > 0 && html`<li><b>${number(batch.waiting)}</b> ${t("batch.waiting")}</li>`}
  ${OUTCOMES.map((outcome) => html`<li class=${of(batch, outcome) ? outcome : "none"}><b>${number(of(batch, outcome))}</b> <${Word} outcome=${outcome} some=${of(batch, outcome)} /></li>`)}
</ul>`;

/** A file's name within its batch. */
export const nameOf = ({ key }, batch) => visible(key.startsWith(`${batch}/`) ? key.slice(batch.length + 1) : key);

/** In the service's words, set as the page's own: French holds a colon to the word before it. */
export const reasonOf = (file) => printed((language === "en" ? file.reason_en : file.reason_fr) || file.reason || "");
