// Components shared by screens.
import { find, html } from "./view.js";
import { Failure } from "./api.js";
import { either, t, visible } from "./words.js";

/** Message for any error. */
export const wordsOf = (error) => (error instanceof Failure ? error.words : t("error.broken"));

export const Loading = () => html`<p class="waiting" role="status">${t("loading")}</p>`;

/** Failed load with a retry button; retries when the network returns. */
export const Problem = ({ error, retry }) => {
  const absent = error.code === "not_found";
  return html`<div class=${absent ? "empty" : "note bad"} role=${absent ? null : "alert"} ref=${(box) => { window.ononline = box && !absent ? retry : null; }}>
    <h1 tabindex="-1">${t(absent ? "error.not_found_title" : "error.title")}</h1>
    <p>${error.code === "offline" ? t("offline") : wordsOf(error)}</p>
    ${absent ? html`<a class="button" href="#/">${t("back")}</a>` : html`<button type="button" onClick=${retry}>${t("retry")}</button>`}
  </div>`;
};

export const Empty = ({ title, children }) => html`<div class="empty"><h2>${title}</h2>${children && html`<p>${children}</p>`}</div>`;

/** Button for the next part of a list. `page.more` loads it; `page.pending` is its state. */
export const More = ({ page, label }) => html`<div class="more">
  ${page.stuck && html`<p class="note bad" role="alert">${wordsOf(page.stuck)}</p>`}
  <button type="button" class="second" aria-disabled=${Boolean(page.pending)} onClick=${page.more}>
    ${page.pending ? t("loading") : page.stuck ? t("retry") : label || t("more")}
  </button>
</div>`;

const rows = () => Array.from(document.querySelectorAll("#app li, #app tr, #app .leaf"));

/** Move the focus from the button to the first new entry. */
const goOn = (had) => {
  const all = rows();
  const next = all[all.indexOf(had[had.length - 1]) + 1] || all.find((row) => !had.includes(row));
  if (!next) return;
  next.tabIndex = -1;
  (next.querySelector(".piece > a") || next).focus();
};

/** Add `more` and `pending` to a page of a list. */
export const paged = (page, fetchNext) => async () => {
  if (page.pending) return;
  const had = rows();
  page.change({ pending: true, stuck: null });
  try {
    await fetchNext();
    const there = document.activeElement.closest(".more");
    page.change({ pending: false });
    if (there) goOn(had);
  } catch (error) {
    page.change({ pending: false, stuck: error });
  }
};

export const Tag = ({ status, word }) => html`<span class="tag ${status}">${word || either(`status.${status}`, status)}</span>`;

const toField = (id) => (event) => {
  event.preventDefault();
  find(id).focus();
};

/** Error summary with a link to each field. */
export const Problems = ({ problems }) => problems.length > 0 && html`<div class="note bad summary" role="alert" tabindex="-1">
  <h2>${t("problem")}</h2>
  <ul>${problems.map(({ id, text }) => html`<li>${id ? html`<a href="#${id}" onClick=${toField(id)}>${text}</a>` : text}</li>`)}</ul>
</div>`;

/** Link back that needs no history. */
export const Back = ({ href, children }) => html`<p class="back"><a href=${href}>${children}</a></p>`;

/** Name of a type: the service's, else the dictionary's. */
export const typeOf = (piece) => piece.type_name || (piece.type && either(`type.${piece.type}`, ""));

/** Whether a field has a place on a page. */
export const isPlaced = ({ page, box }) => Boolean(page && box && box[2] > 0);

/** Call once when an element comes near the viewport; returns a function that cancels. */
export const near = (place, act) => {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((each) => each.isIntersecting)) return;
    watch.disconnect();
    act();
  }, { rootMargin: "200px" });
  watch.observe(place);
  return () => watch.disconnect();
};

/** Title of a piece: its type, else its file name. */
export const called = (piece) => typeOf(piece) || visible(piece.name);
