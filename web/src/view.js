// htm and Preact: text of pieces and file names is never parsed as markup.
import { Fragment, h, render } from "./vendor/preact.js";
import htm from "./vendor/htm.js";

export const html = htm.bind(h);
export { Fragment, render };

export const find = (id) => document.getElementById(id);
