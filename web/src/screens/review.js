// Review queue by filters, with how much waits and how far the work is; opens the first free piece.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { called, Empty, More, paged, wordsOf } from "../parts.js";
import { count, day, either, moment, number, t, visible } from "../words.js";
import { addressOf, begin, FILTERS, placeOf, take } from "./hand.js";
import { TYPES } from "./types.js";

export const SECTION = "review";

/** Short words of the reasons; the service sends the long ones. */
const REASONS = ["no_matricule", "unknown_matricule", "ambiguous_matricule", "conflicting_matricules", "conflicting_text", "homonyms",
  "folder_alone", "several_servants", "attachments", "doubted", "twin_left", "near_duplicate", "cuts", "blank_pages", "separators_alone",
  "refused_before", "moved_before", "no_roster"];

/** Reasons for which nobody is proposed. */
const UNDECIDED = ["homonyms", "ambiguous_matricule"];

export const title = () => t("review.title");

/** Filters of an address: review/batch=lot-1/reason=homonyms. */
const filtersOf = (page) => Object.fromEntries(page.args.map((each) => each.split(/=(.*)/)).filter(([name, value]) => FILTERS.includes(name) && value));

const path = (filters, cursor) => {
  const asked = Object.entries({ ...filters, ...(cursor ? { cursor } : {}) }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `/review${asked.length ? `?${asked.join("&")}` : ""}`;
};

export const load = async (page) => {
  const filters = filtersOf(page);
  page.data = { filters, ...(await get(path(filters))) };
  page.more = paged(page, async () => {
    const next = await get(path(filters, page.data.next));
    page.data = { ...page.data, pieces: [...page.data.pieces, ...next.pieces], next: next.next };
  });
};

/** Lease the first free piece and open it. */
const start = async (page) => {
  page.change({ failed: null });
  try {
    const found = await ask("POST", "/review/next", page.data.filters);
    begin(page.data.filters, page.data);
    if (found) take(found);
    else await page.load();
  } catch (failed) {
    page.change({ failed });
  }
};

/** Batches and ministries in which pieces wait, fetched when the filters are opened. */
const offer = (page) => async (event) => {
  if (!event.target.open || page.offered) return;
  const [batches, figures] = await Promise.all([get("/batches"), get("/figures")].map((each) => each.catch(() => null)));
  page.change({
    offered: {
      batch: (batches ? batches.batches : []).filter((each) => each.counts.to_review > each.elsewhere).map((each) => each.batch),
      ministry: figures ? figures.review.ministries.map((each) => each.ministry || "none") : [],
    },
  });
};

const Row = ({ piece, reader }) => html`<li class="piece">
  <a href=${placeOf(piece)}><b>${called(piece)}</b></a>
  <span class="facts">
    <span>${t("review.since", { date: day(piece.registered_at) })}</span>
    ${piece.part && html`<span>${t("part", piece.part)}</span>`}
    ${piece.type && html`<span>${visible(piece.name)}</span>`}<span>${visible(piece.batch)}</span>
    ${piece.candidates[0] && !UNDECIDED.includes(piece.reason) && html`<span>${t("review.likeliest")} ${visible(piece.candidates[0].first_names)} ${visible(piece.candidates[0].name)}</span>`}
    ${piece.claimed_by && piece.claimed_by !== reader.name && html`<span>${t("review.in_hand", { name: visible(piece.claimed_by), until: moment(piece.claimed_until) })}</span>`}
  </span>
  <span class="tag to_review">${either(`reason.${piece.reason}`, piece.reason)}</span>
</li>`;

const wordOf = {
  batch: visible,
  reason: (value) => either(`reason.${value}`, value),
  type: (value) => (value === "none" ? t("review.untyped") : either(`type.${value}`, value)),
  ministry: (value) => (value === "none" ? t("review.no_ministry") : visible(value)),
};

const Choice = ({ page, name, options }) => {
  const chosen = page.data.filters[name];
  const all = chosen && !options.includes(chosen) ? [chosen, ...options] : options;
  const choose = (event) => { location.hash = addressOf({ ...page.data.filters, [name]: event.target.value }); };
  return html`<p class="field"><label for="by-${name}">${t(`review.by.${name}`)}</label>
    <select id="by-${name}" onChange=${choose}><option value="">${t(`review.any.${name}`)}</option>
      ${all.map((each) => html`<option value=${each} selected=${each === chosen}>${wordOf[name](each)}</option>`)}</select></p>`;
};

const Order = ({ page }) => {
  const { filters } = page.data;
  const choose = (event) => { location.hash = addressOf({ ...filters, order: event.target.value }); };
  return html`<p class="field"><label for="by-order">${t("review.by.order")}</label>
    <select id="by-order" onChange=${choose}>${["", "latest"].map((each) => html`<option value=${each} selected=${each === (filters.order || "")}>${t(`review.order.${each || "oldest"}`)}</option>`)}</select></p>`;
};

const Filters = ({ page }) => {
  const { filters } = page.data;
  const offered = page.offered || { batch: [], ministry: [] };
  return html`<details class="filters" open=${Object.keys(filters).length > 0 || null} onToggle=${offer(page)}><summary>${t("review.filters")}</summary>
    <div class="pairs-of">
      <${Choice} page=${page} name="reason" options=${REASONS} />
      <${Choice} page=${page} name="batch" options=${offered.batch} />
      <${Choice} page=${page} name="type" options=${[...TYPES, "none"]} />
      <${Choice} page=${page} name="ministry" options=${offered.ministry} />
      <${Order} page=${page} />
    </div>
    ${Object.keys(filters).length > 0 && html`<p><a href="#/review">${t("review.all")}</a></p>`}
  </details>`;
};

const Progress = ({ data }) => {
  const { waiting, elsewhere, decided_today: today, filters } = data;
  return html`<ul class="line">
    <li><b>${waiting.more ? t("review.many", { n: number(waiting.number) }) : count("review.waiting", waiting.number)}</b></li>
    ${filters.batch && html`<li><a href="#/batch/${encodeURIComponent(filters.batch)}">${visible(filters.batch)}</a></li>`}
    ${elsewhere > 0 && html`<li>${count("review.elsewhere", elsewhere)}</li>`}
    <li>${count("review.today", today)}</li></ul>`;
};

export const View = ({ page, reader }) => {
  const { pieces, next, filters } = page.data;
  const filtered = FILTERS.some((name) => filters[name] && name !== "order");
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1><${Progress} data=${page.data} /></header>
    <div class="tools">${pieces.length > 0 && html`<button type="button" onClick=${() => start(page)}>${t("review.begin")}</button><p class="soft plainly">${t("review.lead")}</p>`}</div>
    <${Filters} page=${page} />
    ${page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}</p>`}
    ${pieces.length
      ? html`<ul class="list">${pieces.map((piece) => html`<${Row} piece=${piece} reader=${reader} key=${piece.piece} />`)}</ul>`
      : html`<${Empty} title=${t("review.empty")}>${t(filtered ? "review.unmatched" : "review.empty_text")}<//>`}
    ${next && html`<${More} page=${page} />`}`;
};
