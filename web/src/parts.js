// What the screens share.
import { find, html } from "./view.js";
import { Failure } from "./api.js";
import { either, t, visible } from "./words.js";

/** In words for people, whatever went wrong. */
export const wordsOf = (error) => (error instanceof Failure ? error.words : t("error.broken"));

export const Loading = () => html`<p class="waiting" role="status">${t("loading")}</p>`;

/** What could not be loaded, and the way on. */
export const Problem = ({ error, retry }) => {
  const absent = error.code === "not_found";
  return html`<div class=${absent ? "empty" : "note bad"} role=${absent ? null : "alert"}>
    <h1 tabindex="-1">${t(absent ? "error.not_found_title" : "error.title")}</h1>
    <p>${error.code === "offline" ? t("offline") : wordsOf(error)}</p>
    ${absent ? html`<a class="button" href="#/">${t("back")}</a>` : html`<button type="button" onClick=${retry}>${t("retry")}</button>`}
  </div>`;
};

export const Empty = ({ title, children }) => html`<div class="empty"><h2>${title}</h2>${children && html`<p>${children}</p>`}</div>`;

/** The next part of a list. `page.more` fetches it; `page.pending` says how that stands. */
export const More = ({ page, label }) => html`<div class="more">
  ${page.stuck && html`<p class="note bad" role="alert">${wordsOf(page.stuck)}</p>`}
  <button type="button" class="second" aria-disabled=${Boolean(page.pending)} onClick=${page.more}>
    ${page.pending ? t("loading") : page.stuck ? t("retry") : label || t("more")}
  </button>
</div>`;

/** Give a page the way to fetch the next part of its list. */
export const paged = (page, fetchNext) => async () => {
  if (page.pending) return;
  page.change({ pending: true, stuck: null });
  try {
    await fetchNext();
    page.change({ pending: false });
  } catch (error) {
    page.change({ pending: false, stuck: error });
  }
};

export const Tag = ({ status, word }) => html`<span class="tag ${status}">${word || either(`status.${status}`, status)}</span>`;

const toField = (id) => (event) => {
  event.preventDefault();
  find(id).focus();
};

/** The list of what must be mended, each leading to its field. */
export const Problems = ({ problems }) => problems.length > 0 && html`<div class="note bad summary" role="alert" tabindex="-1">
  <h2>${t("problem")}</h2>
  <ul>${problems.map(({ id, text }) => html`<li>${id ? html`<a href="#${id}" onClick=${toField(id)}>${text}</a>` : text}</li>`)}</ul>
</div>`;

/** A way back that works without a history. */
export const Back = ({ href, children }) => html`<p class="back"><a href=${href}>${children}</a></p>`;

/** What the nomenclature calls a type: the service's word for it, else ours; it may have grown since. */
export const typeOf = (piece) => piece.type_name || (piece.type && either(`type.${piece.type}`, ""));

/** What a piece is called: its type where it is known, else its file's name. */
export const called = (piece) => typeOf(piece) || visible(piece.name);
