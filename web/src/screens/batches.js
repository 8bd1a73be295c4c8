// Batches screen, newest first.
import { html } from "../view.js";
import { get } from "../api.js";
import { Empty, More, paged, Tag } from "../parts.js";
import { count, moment, t, visible } from "../words.js";
import { Bar, attention, clock } from "./counts.js";

export const SECTION = "batches";

export const title = () => t("batches.title");

export const load = async (page) => {
  page.data = { at: new Date(), ...(await get("/batches")) };
  page.more = paged(page, async () => {
    const next = await get(`/batches?cursor=${encodeURIComponent(page.data.next)}`);
    page.data = { at: page.data.at, batches: [...page.data.batches, ...next.batches], next: next.next };
  });
};

/** The latest of a batch's times. */
const told = ({ opened_at: opened, reopened_at: reopened, closed_at: closed }) =>
  (closed ? t("batches.closed", { date: moment(closed) }) : reopened ? t("batches.reopened", { date: moment(reopened) }) : t("batches.opened", { date: moment(opened) }));

const Row = ({ batch }) => html`<li class="piece">
  <a href="#/batch/${encodeURIComponent(batch.batch)}"><b>${visible(batch.batch)}</b></a>
  <span class="facts">
    <span>${told(batch)}</span>
    <span>${count("batches.files", batch.lines)}</span>
    ${attention(batch) > 0 && html`<span class="warn">${count("batches.attention", attention(batch))}</span>`}
  </span>
  <${Tag} status=${batch.status} word=${t(`batches.status.${batch.status}`)} />
  <${Bar} batch=${batch} />
</li>`;

export const View = ({ page }) => html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft">${t("batches.lead")} ${t("batches.as_of", { time: clock(page.data.at) })}</p><a class="button" href="#/deposit">${t("batches.deposit")}</a></header>
  ${page.data.batches.length
    ? html`<ul class="list">${page.data.batches.map((batch) => html`<${Row} batch=${batch} key=${batch.batch} />`)}</ul>`
    : html`<${Empty} title=${t("batches.empty")}>${t("batches.empty_text")}<//>`}
  ${page.data.next && html`<${More} page=${page} />`}`;
