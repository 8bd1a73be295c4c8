// A page's lines of text as paragraphs that follow the width of the screen.

/** Confidence below which a line is marked as uncertain. */
export const SURE = 80;

/** Beginnings of a new paragraph: an article, a listed point, a recital. */
const HEAD = /^(art(icle)?\b|[-–•*]|\d+[.)°]|[a-z]\)|vu |attendu |considérant |décide|ordonne|fait à)/i;

const right = ({ box }) => box[0] + box[2];

/** Whether a line goes on from the one before: close below it, no heading, and the line before fills the width. */
const goesOn = (line, before, edge) => {
  if (!before || HEAD.test(line.text) || /[.;:]$/.test(before.text)) return false;
  const isCapital = (text) => text === text.toUpperCase();
  if (isCapital(line.text) !== isCapital(before.text)) return false;
  const gap = line.box[1] - before.box[1] - before.box[3];
  return gap > -before.box[3] && gap < 1.2 * before.box[3] && right(before) > edge - 0.15 && Math.abs(line.box[3] - before.box[3]) < 0.6 * before.box[3];
};

/** Paragraphs of a page, each a list of runs `{ text, sure }`; a word divided at the end of a line is joined. */
export const reflowed = (lines) => {
  const edge = Math.max(...lines.map(right));
  const paragraphs = [];
  lines.forEach((line, at) => {
    const sure = line.confidence >= SURE;
    if (!goesOn(line, lines[at - 1], edge)) {
      paragraphs.push([{ text: line.text, sure }]);
      return;
    }
    const runs = paragraphs[paragraphs.length - 1];
    const last = runs[runs.length - 1];
    const isDivided = /[a-zà-ÿ]-$/.test(last.text) && /^[a-zà-ÿ]/.test(line.text);
    last.text = isDivided ? last.text.slice(0, -1) : `${last.text} `;
    if (last.sure === sure) last.text += line.text;
    else runs.push({ text: line.text, sure });
  });
  return paragraphs;
};
