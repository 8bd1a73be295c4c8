// Review queue, oldest first, with keyboard access to the first free piece.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { called, Empty, More, paged, wordsOf } from "../parts.js";
import { day, either, moment, t, visible } from "../words.js";
import { take } from "./hand.js";

export const SECTION = "review";

/** Short words of the reasons; the service sends the long ones. */
const REASONS = ["no_matricule", "unknown_matricule", "ambiguous_matricule", "conflicting_matricules", "conflicting_text", "homonyms",
  "folder_alone", "several_servants", "attachments", "doubted", "twin_left", "near_duplicate", "no_roster"];

export const title = () => t("review.title");

const address = (page, cursor) => {
  const asked = [page.args[0] && `reason=${encodeURIComponent(page.args[0])}`, cursor && `cursor=${encodeURIComponent(cursor)}`];
  return `/review?${asked.filter(Boolean).join("&")}`;
};

export const load = async (page) => {
  page.data = await get(address(page));
  page.more = paged(page, async () => {
    const next = await get(address(page, page.data.next));
    page.data = { pieces: [...page.data.pieces, ...next.pieces], next: next.next };
  });
};

/** Lease the first free piece and open it. */
const begin = async (page) => {
  page.change({ failed: null });
  try {
    const found = await ask("POST", "/review/next", page.args[0] ? { reason: page.args[0] } : {});
    if (found) take(found, page.args[0]);
    else await page.load();
  } catch (failed) {
    page.change({ failed });
  }
};

const Row = ({ piece, reader }) => html`<li class="piece">
  <a href="#/check/${piece.piece}"><b>${called(piece)}</b></a>
  <span class="facts">
    <span>${t("review.since", { date: day(piece.registered_at) })}</span>
    ${piece.type && html`<span>${visible(piece.name)}</span>`}<span>${visible(piece.batch)}</span>
    ${piece.candidates[0] && html`<span>${t("review.likeliest")} ${visible(piece.candidates[0].first_names)} ${visible(piece.candidates[0].name)}</span>`}
    ${piece.claimed_by && piece.claimed_by !== reader.name && html`<span>${t("review.in_hand", { name: visible(piece.claimed_by), until: moment(piece.claimed_until) })}</span>`}
  </span>
  <span class="tag to_review">${either(`reason.${piece.reason}`, piece.reason)}</span>
</li>`;

const choose = (event) => { location.hash = `#/review${event.target.value ? `/${event.target.value}` : ""}`; };

const Reasons = ({ chosen }) => html`<p class="field inline">
  <label for="reason">${t("review.reason")}</label>
  <select id="reason" value=${chosen || ""} onChange=${choose}>
    <option value="">${t("review.any_reason")}</option>
    ${REASONS.map((each) => html`<option value=${each} selected=${each === chosen}>${t(`reason.${each}`)}</option>`)}
  </select>
</p>`;

export const View = ({ page, reader }) => {
  const { pieces, next } = page.data;
  return html`<header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("review.lead")}</p></header>
    <div class="tools">
      ${pieces.length > 0 && html`<button type="button" onClick=${() => begin(page)}>${t("review.begin")}</button>`}
      <${Reasons} chosen=${page.args[0]} />
    </div>
    ${page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}</p>`}
    ${pieces.length
      ? html`<ul class="list">${pieces.map((piece) => html`<${Row} piece=${piece} reader=${reader} key=${piece.piece} />`)}</ul>`
      : html`<${Empty} title=${t("review.empty")}>${t("review.empty_text")}<//>`}
    ${next && html`<${More} page=${page} />`}`;
};
