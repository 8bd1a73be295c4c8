// Review of cuts: where the pieces of a scan begin. Space cuts or joins, N goes to the next doubtful place,
// O takes the order proposed of pages scanned in two passes, Enter confirms.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Back, Tag, wordsOf as messageOf } from "../parts.js";
import { addressOf, count, either, moment, number, t, visible } from "../words.js";
import * as hand from "./hand.js";
import { groupsOf, numbersOf, placesOf, rangeOf, startsOf } from "./places.js";
import { Images, Picture, Strip, Why } from "./strip.js";

export const SECTION = ["review", "desk", "cuts"];

/** What was changed and not confirmed, by scan, as long as the site is open. */
let drafts = new Map();
let style = null;
/** Milliseconds in which a number of several figures is typed. */
const TYPED = 1200;

/** Cleared at sign-out. */
export const forget = () => { drafts = new Map(); };

export const title = (page) => (page.result ? t("cuts.done") : t("cuts.title"));

const path = (page) => `/review/${encodeURIComponent(page.args[0])}`;

const factsOf = (piece) => (piece.closed ? t("cuts.closed") : [either(`type.${piece.type}`, t("review.untyped")), piece.matricule && visible(piece.matricule)].filter(Boolean).join(" · "));

const wordsOf = (page) => (group) => {
  const range = rangeOf(numbersOf(group));
  const piece = page.data.cuts.pieces.find((each) => each.range === range);
  return `${t("cuts.range", { range })} · ${piece ? factsOf(piece) : t("cuts.new")}`;
};

// --- loading ---------------------------------------------------------------------------------------------------------

/** Load the styles of this screen, once. */
const styled = () => (style = style || new Promise((done, fail) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: addressOf("cutstyle"), onload: done, onerror: () => { link.remove(); style = null; fail(new Error("style")); } });
  document.body.append(link);
}));

/** Lease of the piece; a scan that is in pieces by now, or whose piece is gone, needs none. */
const leased = (page) => hand.claimed(page.args[0]).catch((failure) => {
  if (failure.code !== "not_found") throw failure;
  return null;
});

/** Lay the pages in the order proposed, or as they are. */
const arrange = (page, ordered) => {
  const cuts = page.passes ? page.passes.arranged(page.data.cuts, ordered) : page.data.cuts;
  const places = placesOf(cuts);
  const found = Array.from(places.values());
  const at = (found.find((each) => each.doubtful) || found[0] || { page: 1 }).page;
  page.images.at = at;
  Object.assign(page, { ordered, cuts, places, at, proposed: startsOf(cuts, places) });
};

const stand = (page, cuts) => {
  page.data = { ...page.data, cuts };
  page.images.pages = new Map(cuts.pages.map((each) => [each.page, each]));
  const draft = drafts.get(`${cuts.file} ${cuts.edition}`);
  arrange(page, draft?.ordered);
  page.shown = draft || { starts: page.proposed };
  page.starts = page.shown.starts;
  page.past = [];
};

/** Give the lease back, once. */
const release = (page) => {
  clearInterval(page.renewal);
  if (page.leased) page.released = ask("DELETE", `${path(page)}/claim`).catch(() => {});
  page.leased = false;
};

export const load = async (page, reader) => {
  page.images = page.images || new Images(() => page.change({}));
  Object.assign(page, { result: null, asking: false, large: null, failed: null });
  const held = hand.taken(page.args[0]);
  const [piece, cuts] = await Promise.all([held || leased(page), get(`${path(page)}/cuts`), styled()]);
  page.data = { piece, mine: !piece || piece.claimed_by === reader.name };
  page.leased = Boolean(piece) && page.data.mine;
  page.passes = cuts.proposed_order?.length ? await import("./order.js") : null;
  stand(page, cuts);
  if (!page.press) {
    page.press = (event) => pressed(event, page);
    document.addEventListener("keydown", page.press);
    page.renewal = piece && hand.renewed(page);
  }
  setTimeout(() => focus(page), 0); // after the heading had the focus
};

export const leave = (page) => {
  document.removeEventListener("keydown", page.press);
  if (page.images) page.images.close();
  release(page);
};

// --- moving and cutting ----------------------------------------------------------------------------------------------

const focus = (page) => {
  const place = document.getElementById(`at-${page.at}`);
  if (!place) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
};

const look = (page) => (at) => {
  if (page.at === at) return;
  page.images.at = at;
  page.change({ at });
};

const goTo = (page, place) => {
  if (!place) return;
  look(page)(place.page);
  focus(page);
};

const changed = (page) => page.ordered || page.starts.size !== page.proposed.size || Array.from(page.starts).some((each) => !page.proposed.has(each));

const keep = (page, starts, past) => {
  const { file, edition } = page.data.cuts;
  page.change({ starts, past, shown: { starts, ordered: page.ordered }, failed: null, said: null });
  if (changed(page)) drafts.set(`${file} ${edition}`, page.shown);
  else drafts.delete(`${file} ${edition}`);
  focus(page);
};

/** Cut at a place, or join. */
const turn = (page) => (place) => {
  look(page)(place.page);
  if (place.fixed || !page.data.mine) return;
  const starts = new Set(page.starts);
  if (!starts.delete(place.page)) starts.add(place.page);
  keep(page, starts, [...page.past, page.shown]);
};

/** Take the order proposed, or go back to that of the file. */
const reorder = (page) => page.passes && page.data.mine && page.passes.reorder(page, arrange, keep);

const order = (page) => Array.from(page.places.values());

const beside = (page, by, fits = () => true) => {
  const all = order(page);
  for (let at = all.findIndex((each) => each.page === page.at) + by; all[at]; at += by) if (fits(all[at])) return all[at];
  return null;
};

/** The next doubtful place, the first after the last. */
const doubtful = (page, by = 1) => beside(page, by, (each) => each.doubtful);

const nextDoubtful = (page) => goTo(page, doubtful(page) || order(page).find((each) => each.doubtful));

/** Go to the place before the page whose number is typed. */
const typed = (page, figure) => {
  const fresh = Date.now() - (page.typedAt || 0) > TYPED;
  Object.assign(page, { typed: fresh ? figure : page.typed + figure, typedAt: Date.now() });
  goTo(page, page.places.get(Number(page.typed)));
};

// --- deciding --------------------------------------------------------------------------------------------------------

const send = async (page, body) => {
  if (page.busy) return null;
  page.change({ busy: true, failed: null, said: null });
  try {
    const { cuts } = page.data;
    const after = await ask("POST", `${path(page)}/cuts`, { edition: cuts.edition, ...body });
    drafts.delete(`${cuts.file} ${cuts.edition}`);
    return after;
  } catch (failed) {
    page.change({ failed });
    return null;
  } finally {
    page.change({ busy: false });
  }
};

const confirm = async (page) => {
  if (!page.data.mine) return;
  const first = groupsOf(page.cuts, page.places, page.starts).map((group) => numbersOf(group)[0]);
  const after = await send(page, { starts: first, in_proposed_order: page.ordered });
  if (!after) return;
  release(page);
  hand.count(1, 1);
  stand(page, after);
  page.change({ result: after, large: null });
  document.querySelector(".result h1").focus();
};

const undo = async (page) => {
  const last = page.past[page.past.length - 1];
  if (!page.result && last) {
    if (last.ordered !== page.ordered) arrange(page, last.ordered);
    keep(page, last.starts, page.past.slice(0, -1));
  } else if (page.data.cuts.undoable) {
    const after = await send(page, { undo: true });
    if (!after) return;
    hand.count(-1, -1);
    stand(page, after);
    page.change({ result: null, said: t("cuts.undone") });
    focus(page);
  }
};

const backOf = (page) => {
  const { piece } = page.data;
  if (piece && piece.status === "to_review") return [hand.addressOf(hand.filters()), "review.back"];
  return piece && piece.status === "filed" ? [`#/piece/${piece.piece}`, "cuts.back"] : ["#/review", "review.back"];
};

const quit = (page, sure) => {
  if (!sure && changed(page)) {
    page.change({ asking: true });
    document.querySelector(".asking button").focus();
    return;
  }
  drafts.delete(`${page.data.cuts.file} ${page.data.cuts.edition}`);
  [location.hash] = backOf(page);
};

const stay = (page) => {
  page.change({ asking: false, large: null });
  focus(page);
};

const goOn = async (page) => {
  page.change({ failed: null });
  try {
    await page.released;
    await hand.next();
  } catch (failed) {
    page.change({ failed });
  }
};

const again = (page) => {
  page.change({ result: null });
  focus(page);
};

// --- the keyboard ----------------------------------------------------------------------------------------------------

/** Enlarge the two pages of the place, or one page; once more reduces them. */
const enlarge = (page, one = 0) => page.change({ large: page.large === null || (one && page.large !== one) ? one : null });

const KEYS = {
  n: nextDoubtful,
  u: undo,
  o: reorder,
  z: (page) => enlarge(page),
  ArrowRight: (page) => goTo(page, beside(page, 1)),
  ArrowLeft: (page) => goTo(page, beside(page, -1)),
  ArrowDown: (page) => goTo(page, beside(page, 1, (each) => page.starts.has(each.page))),
  ArrowUp: (page) => goTo(page, beside(page, -1, (each) => page.starts.has(each.page))),
  Home: (page) => goTo(page, order(page)[0]),
  End: (page) => goTo(page, order(page).pop()),
};

const acting = (target) => target.matches("a, summary, input, textarea, select, button:not(.place)");

const pressed = (event, page) => {
  if (event.altKey || event.metaKey || event.ctrlKey || !page.ready) return;
  const { key, target } = event;
  const enters = key === "Enter" && !event.repeat && (!acting(target) || target.matches(".confirms"));
  if (key === "Escape") {
    if (page.asking || page.large !== null) stay(page);
    else if (!page.result) quit(page);
  } else if (page.result) {
    if (enters) goOn(page);
    else if (key === "u" && target.closest(".result")) undo(page);
    else return;
  } else if (enters) {
    confirm(page);
  } else if (!target.closest(".cuts")) {
    return;
  } else if (key === "Tab") {
    const next = target.matches(".place") && doubtful(page, event.shiftKey ? -1 : 1);
    if (!next) return;
    goTo(page, next);
  } else if (/^\d$/.test(key)) {
    typed(page, key);
  } else {
    const act = KEYS[key] || (!event.repeat && KEYS[key.toLowerCase()]);
    if (!act) return;
    act(page);
  }
  event.preventDefault();
};

const DOES = ["space", "arrows", "next", "digits", "z", "u", "o", "enter", "escape"];
const named = (each) => (["z", "enter", "escape"].includes(each) ? t(`key.${each}`) : ["u", "o"].includes(each) ? each.toUpperCase() : t(`cuts.key.${each}`));

const Keys = () => html`<details class="keys"><summary>${t("review.keys")}</summary>
  <dl>${DOES.map((each) => html`<div><dt><kbd>${named(each)}</kbd></dt><dd>${t(`cuts.does.${each}`)}</dd></div>`)}</dl></details>`;

// --- rendering -------------------------------------------------------------------------------------------------------

/** Images of the two pages of the place, or of one page; those that are not shown to anybody are told. */
const Pair = ({ page }) => {
  const place = page.places.get(page.at);
  const wanted = page.large ? [page.large] : place ? [place.before, place.page] : [];
  const pages = wanted.map((each) => page.images.pages.get(each));
  return html`<div class="pair ${page.large === null ? "" : "large"}">
    ${page.large !== null && html`<p><button type="button" onClick=${() => stay(page)}>${t("cuts.reduce")} <kbd>${t("key.escape")}</kbd></button></p>`}
    <div>${pages.map((each) => html`<figure key=${each.page}>${each.closed ? html`<p class="soft">${t("cuts.closed")}</p>` : html`<${Picture} page=${each} images=${page.images} />`}<figcaption>${t("cuts.page", { n: each.page })}</figcaption></figure>`)}</div></div>`;
};

const Here = ({ page }) => {
  const place = page.places.get(page.at);
  const cut = page.starts.has(page.at);
  const doubts = order(page).filter((each) => each.doubtful).length;
  return html`<section class="here">
    <${Pair} page=${page} />
    <${Why} page=${page} />
    <p class="buttons">
      ${place && html`<button type="button" class="second" aria-disabled=${place.fixed || !page.data.mine} onClick=${() => turn(page)(place)}>${t(cut ? "cuts.join" : "cuts.cut")} <kbd>${t("cuts.key.space")}</kbd></button>`}
      ${doubts > 0 && html`<button type="button" class="second" onClick=${() => nextDoubtful(page)}>${t("cuts.next")} <kbd>N</kbd></button>`}
      <button type="button" class="second" onClick=${() => enlarge(page)}>${t("cuts.enlarge")} <kbd>Z</kbd></button>
      ${page.data.mine && html`<button type="button" class="confirms" aria-disabled=${Boolean(page.busy)} onClick=${() => confirm(page)}>${page.busy ? t("loading") : html`${t("cuts.confirm")} <kbd>${t("key.enter")}</kbd>`}</button>`}
    </p></section>`;
};

const Row = ({ piece }) => {
  const what = `${t("cuts.range", { range: piece.range })} · ${factsOf(piece)}`;
  const place = piece.piece && ({ to_review: piece.reason === "cuts" ? "" : "check", refused: "" }[piece.status] ?? "piece");
  return html`<li class="piece">${place ? html`<a href="#/${place}/${piece.piece}"><b>${what}</b></a>` : html`<b>${what}</b>`}
    ${piece.status && html`<${Tag} status=${piece.status} word=${either(`status.${piece.status}`, t(`became.${piece.status}`))} />`}
    ${piece.reason && html`<span class="facts">${either(`reason.${piece.reason}`, piece.reason)}${place === "check" ? html`<span>${t("cuts.check")} →</span>` : ""}</span>`}</li>`;
};

const Pieces = ({ page }) => html`<h2 class="after">${t("cuts.pieces")}</h2><ul class="list">${page.data.cuts.pieces.map((each) => html`<${Row} piece=${each} key=${each.range} />`)}</ul>`;

const Rest = ({ page }) => {
  const back = page.past.length > 0 ? "cuts.take_back" : page.data.cuts.undoable && "cuts.undo";
  return html`<section class="rest">
    <p class="buttons">${back && page.data.mine && html`<button type="button" class="second" onClick=${() => undo(page)}>${t(back)} <kbd>U</kbd></button>`}
      <button type="button" class="second" onClick=${() => quit(page)}>${t("cuts.leave")} <kbd>${t("key.escape")}</kbd></button></p>
    <${Pieces} page=${page} /><${Keys} /></section>`;
};

const Asking = ({ page }) => page.asking && html`<div class="note warn-note asking" role="alertdialog" aria-label=${t("cuts.unsaved")}><p>${t("cuts.unsaved")}</p>
  <p class="buttons"><button type="button" onClick=${() => stay(page)}>${t("cuts.stay")} <kbd>${t("key.escape")}</kbd></button>
    <button type="button" class="second" onClick=${() => quit(page, true)}>${t("cuts.leave_anyway")}</button></p></div>`;

const Failed = ({ page }) => page.failed && html`<p class="note bad" role="alert">${messageOf(page.failed)}
  ${page.failed.code === "conflict" && html` <button type="button" class="plain" onClick=${page.load}>${t("retry")}</button>`}</p>`;

const Result = ({ page }) => html`<div class="result">
  <header class="head"><h1 tabindex="-1">${t("cuts.done")}</h1><ul class="line"><li><b>${count("casefile.pieces", page.result.pieces.length)}</b></li><li>${visible(page.result.name)}</li></ul></header>
  <${Failed} page=${page} />
  <p class="buttons"><button type="button" onClick=${() => goOn(page)}>${t("cuts.go_on")} <kbd>${t("key.enter")}</kbd></button>
    ${page.result.undoable && html`<button type="button" class="second" aria-disabled=${Boolean(page.busy)} onClick=${() => undo(page)}>${t("review.undo")} <kbd>U</kbd></button>`}
    <button type="button" class="second" onClick=${() => again(page)}>${t("cuts.again")}</button></p>
  <${Pieces} page=${page} /></div>`;

const Taken = ({ page }) => !page.data.mine && html`<div class="note"><h2>${t("review.taken")}</h2>
  <p>${t("review.in_hand", { name: visible(page.data.piece.claimed_by), until: moment(page.data.piece.claimed_until) })}</p>
  <p><button type="button" onClick=${() => goOn(page)}>${t("review.skip")}</button></p></div>`;

const Facts = ({ page: { data: { cuts }, places, starts } }) => {
  const doubts = Array.from(places.values()).filter((each) => each.doubtful).length;
  return html`<ul class="line"><li><b>${count("pages", cuts.pages.length)}, ${count("casefile.pieces", starts.size + 1)}</b></li>
    <li>${doubts ? count("cuts.doubts", doubts) : t("cuts.no_doubt")}</li>${cuts.confirmed && html`<li>${t("cuts.confirmed")}</li>`}
    <li>${visible(cuts.name)}</li></ul>`;
};

export const View = ({ page }) => {
  if (page.result) return html`<div class="desk"><${Result} page=${page} /></div>`;
  const { images, cuts } = page;
  const [back, word] = backOf(page);
  const act = { look: look(page), turn: turn(page), enlarge: (one) => enlarge(page, one), wordsOf: wordsOf(page) };
  const shown = cuts.pages.filter((each) => each.piece).length;
  return html`<div class="desk">
    <${Back} href=${back}>${t(word)}<//>
    <header class="head"><h1 tabindex="-1">${t("cuts.title")}</h1><${Facts} page=${page} /></header>
    ${page.said && html`<p class="note" role="status">${page.said}</p>`}
    <${Taken} page=${page} /><${Failed} page=${page} /><${Asking} page=${page} />
    <p class="soft">${t("cuts.lead")}</p>
    ${page.passes && html`<${page.passes.Proposal} page=${page} turn=${() => reorder(page)} />`}
    ${images.waits && html`<p><button type="button" class="second" onClick=${() => images.begin()}>${t("cuts.images", { n: number(shown) })}</button></p>`}
    <div class="cuts">
      <${Strip} page=${page} groups=${groupsOf(cuts, page.places, page.starts)} act=${act} />
      <div class="aside"><${Here} page=${page} /><${Rest} page=${page} /></div>
    </div>
  </div>`;
};
