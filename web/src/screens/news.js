// News screen: what came into the own case file and was not opened yet.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back, called, Empty } from "../parts.js";
import { count, day, moment, t } from "../words.js";

export const SECTION = "reports";

export const title = () => t("news.title");

export const load = async (page) => { page.data = await get("/casefiles/me/news"); };

const Row = ({ piece }) => html`<li class="piece"><a href="#/piece/${piece.piece}"><b>${called(piece)}</b></a>
  <span class="facts"><span>${t("news.came", { date: day(piece.registered_at) })}</span></span></li>`;

export const View = ({ page }) => {
  const { since, pieces, answers, more } = page.data;
  return html`<${Back} href="#/casefile">${t("piece.back")}<//>
    <header class="head"><h1 tabindex="-1">${title()}</h1>${since && html`<p class="soft">${t("news.since", { date: moment(since) })}</p>`}</header>
    ${answers > 0 && html`<p class="note"><a href="#/report">${count("news.answers", answers)}</a></p>`}
    ${pieces.length ? html`<ul class="list">${pieces.map((piece) => html`<${Row} piece=${piece} key=${piece.piece} />`)}</ul>`
      : !answers && html`<${Empty} title=${t(since ? "news.none" : "news.first")} />`}
    ${more && html`<p class="soft after">${t("news.more")}</p>`}`;
};
