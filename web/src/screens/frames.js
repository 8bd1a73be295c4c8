// Frames on a page's image: outlines, so that the words stay readable; one for each line, and the chosen one.
import { html } from "../view.js";
import { isPlaced } from "../parts.js";
import { t } from "../words.js";

const frameOf = (key, word, { page, box }) => ({ key, page, box, label: t(word) });

/** Frames of fields and of evidence for each owner, by form field; without a place there is no frame. */
export const framesOf = (fields, owners = []) => [
  ...fields.map((each) => frameOf(`f-${each.name}`, `field.${each.name}`, each)),
  ...owners.flatMap((each, at) => (each.evidence || []).map((sign) => frameOf(`owner-${at + 1}`, `evidence.${sign.kind}`, sign))),
].filter(isPlaced);

/** Share of the lower of two boxes that lies beside the other, by height. */
const beside = ([, top, , height], [, other, , high]) => (Math.min(top + height, other + high) - Math.max(top, other)) / Math.min(height, high);

const apart = ([left, , width], [other, , wide]) => Math.max(left, other) > Math.min(left + width, other + wide) + 0.02;

const joined = (one, other) => {
  const [left, top] = [Math.min(one[0], other[0]), Math.min(one[1], other[1])];
  return [left, top, Math.max(one[0] + one[2], other[0] + other[2]) - left, Math.max(one[1] + one[3], other[1] + other[3]) - top];
};

/** Boxes that overlap on one line become one. */
export const lined = (boxes) => boxes.reduce((all, box) => {
  const same = all.filter((each) => beside(each, box) > 0.5 && !apart(each, box));
  return [...all.filter((each) => !same.includes(each)), same.reduce(joined, box)];
}, []);

const Outline = ({ box, on }) => html`<rect x=${box[0]} y=${box[1]} width=${box[2]} height=${box[3]} class=${on ? "on" : null} />`;

export const Frames = ({ frames, chosen, width, height }) => {
  const [on] = frames.filter(({ key }) => key === chosen);
  const others = lined(frames.map(({ box }) => box)).filter((box) => !on || beside(box, on.box) <= 0.5 || apart(box, on.box));
  return html`<svg width=${width} height=${height} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    ${others.map((box) => html`<${Outline} box=${box} />`)}${on && html`<${Outline} box=${on.box} on />`}
  </svg>`;
};
