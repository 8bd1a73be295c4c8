// Pages a day as columns; a picture with a title and a description, beside the table of the same figures.
import { html } from "../view.js";
import { day, number, t } from "../words.js";

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 200, 52, 24];

/** A round number that no column passes: 1, 2 or 5 and noughts. */
const roundAbove = (most) => {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= most);
};

export const Chart = ({ days }) => {
  const most = roundAbove(Math.max(...days.map((each) => each.pages)));
  const step = (WIDTH - LEFT) / days.length;
  const tall = HEIGHT - BOTTOM - 10;
  const best = days.reduce((one, other) => (other.pages > one.pages ? other : one));
  const told = t("chart.told", { from: day(days[0].day), to: day(days[days.length - 1].day), n: number(best.pages), best: day(best.day) });
  return html`<figure class="chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart-title chart-told">
    <title id="chart-title">${t("chart.title")}</title><desc id="chart-told">${told}</desc>
    ${[0, 0.5, 1].map((share) => html`<g><line x1=${LEFT} x2=${WIDTH} y1=${10 + tall * (1 - share)} y2=${10 + tall * (1 - share)} />
      <text x=${LEFT - 8} y=${14 + tall * (1 - share)} text-anchor="end">${number(most * share, share === 0.5 && most < 2 ? 1 : 0)}</text></g>`)}
    ${days.map((each, at) => {
      const height = (tall * each.pages) / most;
      return html`<rect x=${LEFT + at * step + step * 0.12} y=${10 + tall - height} width=${step * 0.76} height=${height} rx=${Math.min(3, step / 6)} />`;
    })}
    <text x=${LEFT} y=${HEIGHT - 4}>${day(days[0].day)}</text>
    ${days.length > 1 && html`<text x=${WIDTH} y=${HEIGHT - 4} text-anchor="end">${day(days[days.length - 1].day)}</text>`}
  </svg><figcaption class="soft">${t("chart.title")}. ${told}</figcaption></figure>`;
};
