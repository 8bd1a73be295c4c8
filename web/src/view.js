// Markup as values: text that comes from a piece or a file name only ever becomes text.
import { Fragment, h, render } from "./vendor/preact.js";
import htm from "./vendor/htm.js";

export const html = htm.bind(h);
export { Fragment, render };

export const find = (id) => document.getElementById(id);
