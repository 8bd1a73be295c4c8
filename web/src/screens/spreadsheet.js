// Lists saved as files for spreadsheets: the service writes them, in parts.
import { html } from "../view.js";
import { get } from "../api.js";
import { wordsOf } from "../parts.js";
import { t } from "../words.js";

/** The days of a list, as the service is asked for them. */
export const daysOf = ({ from, to }) => [from && `from=${from}`, to && `to=${to}`].filter(Boolean).join("&");

const query = (path, cursor) => (cursor ? `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` : path);

/** All parts of a list as one file, under the name that the service gives it. */
const save = async (path) => {
  const parts = []; // the mark by which spreadsheets know UTF-8 is lost in reading, and set again
  let part = { next: null };
  do {
    part = await get(query(path, part.next));
    parts.push(part.text);
  } while (part.next);
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob(["\ufeff", ...parts], { type: "text/csv" })), download: part.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/** Button that saves a list; `page.saving` is the path under way. */
export const Save = ({ page, path, children }) => {
  const busy = page.saving === path;
  const act = async () => {
    if (page.saving) return;
    page.change({ saving: path, failed: null });
    page.change(await save(path).then(() => ({ saving: null }), (failed) => ({ saving: null, failed })));
  };
  return html`<button type="button" class="second" aria-disabled=${busy} onClick=${act}>${busy ? t("loading") : children}</button>`;
};

/** What kept a list from being saved. */
export const Unsaved = ({ page }) => page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}</p>`;
