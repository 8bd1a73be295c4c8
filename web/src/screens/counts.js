// Outcomes of a batch's files, as a bar and as numbers.
import { html } from "../view.js";
import { count, language, number, printed, t, visible } from "../words.js";

/** The hour of figures that move. */
export const clock = (at) => t("batches.hour", { hour: at.getHours(), minute: String(at.getMinutes()).padStart(2, "0") });

export const OUTCOMES = ["filed", "duplicate", "to_review", "refused", "failed", "missing"];

export const of = (batch, outcome) => (batch.counts && batch.counts[outcome]) || 0;

/** Outcomes that need an action. */
export const attention = (batch) => ["to_review", "refused", "failed", "missing"].reduce((sum, each) => sum + of(batch, each), 0);

/** Bar of the counts; hidden from screen readers, which read the numbers. */
export const Bar = ({ batch }) => {
  const total = Math.max(batch.announced || 0, batch.lines, OUTCOMES.reduce((sum, each) => sum + of(batch, each), 0), 1);
  let x = 0;
  const parts = OUTCOMES.map((outcome) => {
    const width = (100 * of(batch, outcome)) / total;
    x += width;
    return html`<rect class="count ${outcome}" x=${x - width} width=${width} height="4" />`;
  });
  return html`<svg class="counts" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
};

/** Word of an outcome; of what waits for review a link to the queue of the batch. */
const Word = ({ batch, outcome }) => {
  const word = count(`count.${outcome}`, of(batch, outcome));
  return outcome === "to_review" && batch.in_review?.number > 0 ? html`<a href="#/review/${encodeURIComponent(`batch=${batch.batch}`)}">${word}</a>` : word;
};

/** How the pieces to be verified and the queue add up. */
export const Queue = ({ batch }) => {
  const { number: n, more } = batch.in_review;
  const doubles = more ? 0 : n - of(batch, "to_review") + batch.elsewhere;
  return !more && (batch.elsewhere > 0 || doubles > 0) && html`<p class="soft">${count("batch.queue", n)}${doubles > 0 && ` ${count("batch.doubles", doubles)}`}${batch.elsewhere > 0 && ` ${count("batch.elsewhere", batch.elsewhere)}`}</p>`;
};

export const Counts = ({ batch }) => html`<ul class="sums">
  ${batch.waiting > 0 && html`<li><b>${number(batch.waiting)}</b> ${t("batch.waiting")}</li>`}
  ${OUTCOMES.map((outcome) => html`<li class=${of(batch, outcome) ? outcome : "none"}><b>${number(of(batch, outcome))}</b> <${Word} batch=${batch} outcome=${outcome} /></li>`)}
</ul>`;

/** Path of a file within its batch. */
export const nameOf = ({ key }, batch) => visible(key.startsWith(`${batch}/`) ? key.slice(batch.length + 1) : key);

/** Of which file a file is the duplicate. */
export const twinOf = (file, batch) => {
  if (!file.duplicate_file) return "";
  const name = nameOf({ key: file.duplicate_file }, batch);
  return file.duplicate_batch ? t("receipt.duplicate_elsewhere", { name, batch: visible(file.duplicate_batch) }) : t("receipt.duplicate", { name });
};

/** The service's words with French no-break spaces. */
export const reasonOf = (file) => printed((language === "en" ? file.reason_en : file.reason_fr) || file.reason || "");

/** What a clerk should know of a file that was taken. */
export const remarkOf = (file) => printed(language === "en" ? file.remark_en : file.remark_fr);
