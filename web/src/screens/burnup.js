// Burn-up of the roadmap: planned and reached case files, and the range of the forecast; an SVG with title and description, beside a table.
import { html } from "../view.js";
import { day, number, t } from "../words.js";

const [HEIGHT, LEFT, TOP, BOTTOM] = [280, 60, 14, 26];

const at = (iso) => Date.parse(iso);

/** Upper bound of the axis: 1, 2, 3, 4, 5 or 8 times a power of ten, or 12 times. */
const roundAbove = (most) => {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 1.2, 1.5, 2, 3, 4, 5, 8, 10].map((each) => each * ten).find((each) => each >= most);
};

/** What the picture says, in a sentence. */
const toldOf = ({ casefiles, planned, plan, forecast, reached_on }) => {
  const said = t("roadmap.told", { actual: number(casefiles), planned: number(planned), goal: number(plan.members.casefiles), end: day(plan.end) });
  if (reached_on) return `${said} ${t("roadmap.reached", { date: day(reached_on) })}`;
  return forecast && forecast.earliest ? `${said} ${rangeOf(forecast)}` : said;
};

/** The range of a forecast; its later end may lie beyond what is foretold. */
export const rangeOf = ({ earliest, latest }) => (latest ? t("roadmap.range", { earliest: day(earliest), latest: day(latest) }) : t("roadmap.open_range", { earliest: day(earliest) }));

export const BurnUp = ({ roadmap }) => {
  const { months, plan, forecast } = roadmap;
  const WIDTH = Math.max(260, Math.min(960, innerWidth - 70));
  const goal = plan.members.casefiles;
  const past = months.filter((each) => each.actual !== null);
  const here = past[past.length - 1];
  const first = at(months[0].day);
  const cut = at(plan.end) + 0.6 * (at(plan.end) - first);
  const ends = forecast ? [forecast.earliest, forecast.latest].filter(Boolean).map(at) : [];
  const last = Math.max(at(months[months.length - 1].day), Math.min(cut, Math.max(...ends, 0)));
  const most = roundAbove(Math.max(goal, here ? here.actual : 0));
  const x = (time) => LEFT + ((WIDTH - LEFT - 8) * (time - first)) / (last - first);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most);
  const line = (points, name) => points.map((each) => `${x(at(each.day)).toFixed(1)},${y(each[name]).toFixed(1)}`).join(" ");
  const reach = (iso) => {
    const time = iso ? at(iso) : last + 1;
    // Beyond the right edge the line is cut where it leaves the picture.
    const share = Math.min(1, (last - at(here.day)) / (time - at(here.day)));
    return `${x(Math.min(time, last)).toFixed(1)},${y(here.actual + share * (goal - here.actual)).toFixed(1)}`;
  };
  const start = here && `${x(at(here.day)).toFixed(1)},${y(here.actual).toFixed(1)}`;
  const fan = forecast && here && forecast.earliest && `${start} ${reach(forecast.earliest)} ${reach(forecast.latest)}`;
  const told = toldOf(roadmap);
  return html`<figure class="chart burn"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="burn-title burn-told">
    <title id="burn-title">${t("roadmap.chart")}</title><desc id="burn-told">${told}</desc>
    ${[0, 0.5, 1].map((share) => html`<g><line x1=${LEFT} x2=${WIDTH} y1=${y(most * share)} y2=${y(most * share)} />
      <text x=${LEFT - 8} y=${y(most * share) + 4} text-anchor="end">${number(most * share)}</text></g>`)}
    <line class="goal" x1=${LEFT} x2=${WIDTH} y1=${y(goal)} y2=${y(goal)} />
    ${fan && html`<polygon class="fan" points=${fan} />`}
    ${forecast && here && forecast.middle && html`<polyline class="middle" points="${start} ${reach(forecast.middle)}" />`}
    <polyline class="planned" points=${line(months, "planned")} />
    <polyline class="done" points=${line(past, "actual")} />
    ${here && html`<circle cx=${x(at(here.day))} cy=${y(here.actual)} r="4" />`}
    <text x=${LEFT} y=${HEIGHT - 6}>${day(months[0].day)}</text>
    <text x=${WIDTH} y=${HEIGHT - 6} text-anchor="end">${day(new Date(last).toISOString())}</text>
  </svg><ul class="key">${["done", "planned", "middle", ...(fan ? ["fan"] : [])].map((name) => html`<li class=${name}><svg viewBox="0 0 26 12" aria-hidden="true">${name === "fan" ? html`<rect class="fan" width="26" height="12" />` : html`<polyline class=${name} points="0,6 26,6" />`}</svg> ${t(`roadmap.key.${name}`)}</li>`)}</ul>
  <figcaption class="soft">${told}</figcaption></figure>`;
};
