// Live batch screen: polled often while it moves, less often at rest, never in a hidden tab.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back, Tag } from "../parts.js";
import { count, moment, number, percent, t, visible } from "../words.js";
import { Bar, clock, Counts, nameOf, of, Queue, reasonOf } from "./counts.js";

export const SECTION = "batches";

const SOONEST = 1500;
const LATEST = 15000;

export const title = (page) => visible(page.args[0]);

const address = (page) => `/batches/${encodeURIComponent(page.args[0])}`;

const totalOf = (batch) => Math.max(batch.announced || 0, batch.lines);

const take = (page, batch) => {
  const { seen = [] } = page.data;
  const done = batch.lines - batch.waiting;
  page.data = { batch, seen: [...seen, { at: Date.now(), done, pages: batch.pages }].slice(-40) };
};

/** Files or pages per second over the last polls; null with too few. */
const paceOf = ({ seen }, what) => {
  const first = seen[0];
  const last = seen[seen.length - 1];
  const seconds = (last.at - first.at) / 1000;
  return seconds > 6 ? (last[what] - first[what]) / seconds : 0;
};

/** Pages a second, or a minute where they are few. */
const speed = (pages) => (pages < 1 ? count("batch.pace_minute", Math.round(60 * pages)) : count("batch.pace", pages, {}, 1));

const look = async (page) => {
  page.timer = 0;
  if (document.hidden) return;
  const before = page.data.batch;
  try {
    take(page, await get(address(page)));
    const moved = page.data.batch.moved_at !== before.moved_at || page.data.batch.lines !== before.lines;
    page.pause = moved ? SOONEST : Math.min(LATEST, page.pause * 1.5);
    page.change({ paused: false });
  } catch (error) {
    page.pause = LATEST;
    page.change({ paused: true });
  }
  plan(page);
};

const plan = (page) => {
  if (page.left || page.data.batch.status === "closed") return;
  page.timer = setTimeout(() => look(page), page.pause);
};

/** Files sent just now may not be registered yet: poll again. */
const first = async (page, tries) => {
  try {
    return await get(address(page));
  } catch (error) {
    if (error.code !== "not_found" || page.args[1] !== "new" || page.left || !tries) throw error;
    await new Promise((done) => setTimeout(done, SOONEST));
    return first(page, tries - 1);
  }
};

export const load = async (page) => {
  take(page, await first(page, 20));
  page.pause = SOONEST;
  page.wake = () => { if (!document.hidden && !page.timer && !page.left) look(page); };
  document.addEventListener("visibilitychange", page.wake);
  plan(page);
};

export const leave = (page) => {
  page.left = true;
  clearTimeout(page.timer);
  document.removeEventListener("visibilitychange", page.wake);
};

/** Announced by screen readers at quarters only. */
const Spoken = ({ batch }) => {
  const quarter = Math.floor((4 * (batch.lines - batch.waiting)) / Math.max(1, totalOf(batch)));
  return html`<p class="unseen" role="status">${quarter > 0 && percent(25 * quarter)}</p>`;
};

const Progress = ({ page }) => {
  const { batch } = page.data;
  const total = totalOf(batch);
  const done = batch.lines - batch.waiting;
  const [files, pages] = [paceOf(page.data, "done"), paceOf(page.data, "pages")];
  return html`<p class="big">${t("batch.progress", { done: number(done), total: number(total) })}</p>
    <${Bar} batch=${batch} /><${Spoken} batch=${batch} />
    <p class="soft">
      ${pages > 0 && files > 0 && html`${speed(pages)}, ${t("batch.left", { minutes: count("minutes", Math.ceil((total - done) / files / 60)) })}. `}
      ${t(page.paused ? "batch.paused" : "batch.live", { time: clock(new Date(page.data.seen[page.data.seen.length - 1].at)) })}
    </p>`;
};

const Pair = ({ name, at }) => at && html`<div><dt>${name}</dt><dd>${moment(at)}</dd></div>`;

const Refusal = ({ each, batch }) => html`<li class="piece flat"><span><b>${nameOf(each, batch)}</b></span>
  <${Tag} status=${each.status} word=${t(`line.${each.status}`)} /><span class="facts">${reasonOf(each)}</span></li>`;

/** Latest refusals with reasons, before the receipt. */
const Refused = ({ batch }) => {
  const others = of(batch, "refused") + of(batch, "failed") - batch.refused.length;
  return html`<h2 class="after">${t("batch.refused")}</h2>
    <ul class="list">${batch.refused.map((each) => html`<${Refusal} each=${each} batch=${batch.batch} key=${each.key} />`)}</ul>
    ${others > 0 && html`<p class="soft">${count("batch.refused_more", others)}</p>`}`;
};

export const View = ({ page }) => {
  const { batch } = page.data;
  return html`<${Back} href="#/batches">${t("batches.back")}<//>
    <header class="head"><h1 tabindex="-1">${title(page)}</h1>
      <ul class="line"><li><${Tag} status=${batch.status} word=${t(`batches.status.${batch.status}`)} /></li><li>${count("batches.files", batch.lines)}</li>${batch.pages > 0 && html`<li>${count("pages", batch.pages)}</li>`}</ul>
    </header>
    ${batch.status !== "closed" && html`<section class="card"><${Progress} page=${page} /></section>`}
    <h2>${t("batch.counts")}</h2>
    <${Counts} batch=${batch} /><${Queue} batch=${batch} />
    <p>${batch.revision > (batch.status === "closing" ? 1 : 0)
      ? html`<a class="button" href="#/receipt/${encodeURIComponent(batch.batch)}">${t("batch.receipt")}</a>`
      : html`<span class="soft">${t("batch.no_receipt")}</span>`}</p>
    ${batch.refused.length > 0 && html`<${Refused} batch=${batch} />`}
    <dl class="pairs times after">
      <${Pair} name=${t("batch.opened")} at=${batch.opened_at} />
      <${Pair} name=${t("batch.reopened")} at=${batch.reopened_at} />
      <${Pair} name=${t("batch.moved")} at=${batch.moved_at} />
      <${Pair} name=${t("batch.closed")} at=${batch.closed_at} />
      ${batch.announced !== null && batch.announced !== undefined && html`<div><dt>${t("batch.announced")}</dt><dd>${number(batch.announced)}</dd></div>`}
    </dl>`;
};
