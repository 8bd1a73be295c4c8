// Column chart of pages, pieces or case files per day: an SVG with title and description, beside a table.
import { html } from "../view.js";
import { day, number, t } from "../words.js";

const [HEIGHT, LEFT, BOTTOM] = [210, 46, 24];

const since = (first, iso) => Math.round((Date.parse(iso) - Date.parse(first)) / 86400000);

/** Upper bound of the axis: 1, 2 or 5 times a power of ten. */
const roundAbove = (most) => {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= most);
};

/** Each day has a column, also empty ones. The SVG is as wide as it is shown, so that text keeps its size. */
export const Chart = ({ what, figures: { days, from, to } }) => {
  const WIDTH = Math.max(260, Math.min(960, innerWidth - 70));
  const most = roundAbove(Math.max(...days.map((each) => each[what])));
  const step = (WIDTH - LEFT) / (since(from, to) + 1);
  const tall = HEIGHT - BOTTOM - 10;
  const best = days.reduce((one, other) => (other[what] > one[what] ? other : one));
  const told = t("chart.told", { from: day(from), to: day(to), n: number(best[what]), best: day(best.day) });
  return html`<figure class="chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart-title chart-told">
    <title id="chart-title">${t(`chart.title.${what}`)}</title><desc id="chart-told">${told}</desc>
    ${[0, 0.5, 1].map((share) => html`<g><line x1=${LEFT} x2=${WIDTH} y1=${10 + tall * (1 - share)} y2=${10 + tall * (1 - share)} />
      <text x=${LEFT - 8} y=${14 + tall * (1 - share)} text-anchor="end">${number(most * share, share === 0.5 && most < 2 ? 1 : 0)}</text></g>`)}
    ${days.map((each) => {
      const at = since(from, each.day);
      const height = (tall * each[what]) / most;
      return html`<rect x=${LEFT + at * step + step * 0.12} y=${10 + tall - height} width=${step * 0.76} height=${height} rx=${Math.min(3, step / 6)} />`;
    })}
    <text x="0" y=${HEIGHT - 4}>${day(from)}</text>
    ${to !== from && html`<text x=${WIDTH} y=${HEIGHT - 4} text-anchor="end">${day(to)}</text>`}
  </svg><figcaption class="soft">${t(`chart.title.${what}`)}. ${told}</figcaption></figure>`;
};
