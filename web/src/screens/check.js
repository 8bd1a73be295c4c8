// Review desk: one piece with its text and the proposal. Enter confirms the proposal and opens the next piece.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Form } from "../forms.js";
import { Back, called, paged, wordsOf } from "../parts.js";
import { count, day, either, has, learn, moment, number, t, visible } from "../words.js";
import { CutsFirst, open as openPanel } from "./deciding.js";
import * as hand from "./hand.js";
import { History } from "./history.js";
import { Owners, ownerOf, ownersOf } from "./owners.js";
import { Particulars, particularsOf, wrongDays } from "./proposal.js";
import { Leaves } from "./leaves.js";
import { Viewer, framesOf } from "./viewer.js";
import { Seal } from "./seal.js";

export const SECTION = ["review", "desk"];

let letters = true;

export const title = (page) => called(page.data.piece);

const path = (page) => `/review/${encodeURIComponent(page.args[0])}`;

/** Whether it is in the queue; else it is a correction. */
const waits = (piece) => piece.status === "to_review" || piece.reason === "near_duplicate";

const textOf = (page, cursor) => get(`/pieces/${encodeURIComponent(page.args[0])}/text${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);

export const load = async (page, reader) => {
  const [piece, text] = await Promise.all([
    hand.taken(page.args[0]) || hand.claimed(page.args[0]),
    textOf(page).catch((error) => ({ pages: [], next: null, error })),
    learn("piece"),
    ...(reader.roles.includes("guardian") ? [learn("sealed")] : []),
  ]);
  page.data = { piece, text, mine: piece.claimed_by === reader.name, alike: [] };
  if (piece.status === "filed" && !piece.reason) page.name = "casefile"; // corrected, not awaited: the menu's mark is that of case files
  Object.assign(page, { panel: null, found: null, settle: (decision, more) => settle(page, decision, more) });
  page.more = paged(page, async () => {
    const more = await textOf(page, page.data.text.error ? null : page.data.text.next);
    page.data.text = { pages: [...page.data.text.pages, ...more.pages], next: more.next };
  });
  if (!page.press) {
    page.press = (event) => pressed(event, page);
    document.addEventListener("keydown", page.press);
    page.timer = hand.renewed(page);
  }
  if (page.data.mine && piece.proposed) findAlike(page);
  setTimeout(toOwner, 0); // after the heading had the focus: Enter then confirms the proposal
};

/** Pieces with the same proposal; without an answer there is no offer. */
const findAlike = async (page) => {
  const { data } = page;
  data.alike = await get(`${path(page)}/alike`).then((answer) => answer.pieces, () => []);
  if (page.data === data) page.change({});
};

export const leave = (page) => {
  document.removeEventListener("keydown", page.press);
  clearInterval(page.timer);
  if (page.data.mine && !page.done) ask("DELETE", `${path(page)}/claim`).catch(() => {});
};

const find = (selector) => document.querySelector(`.desk ${selector}`);

const toOwner = () => {
  const first = find("input[name=owner]:checked") || find("input[name=owner]");
  if (first) first.focus({ preventScroll: true });
};

// --- actions --------------------------------------------------------------------------------------------------------

/** Decide, and go on; a wrong field is named by the service. */
const settle = async (page, decision, more) => {
  const { piece } = page.data;
  const after = await ask("POST", path(page), { edition: piece.edition, decision, ...more }).catch((failure) => {
    if (failure.field) failure.field = `f-${failure.field}`;
    throw failure;
  });
  const alike = (after.alike || []).filter((each) => !each.refusal).map((each) => ({ piece: each.piece, edition: each.edition }));
  const left = (after.alike || []).length - alike.length;
  hand.remember({ piece: piece.piece, edition: after.edition, name: called(piece), decision, matricule: after.matricule, alike, left });
  page.done = true;
  if (waits(piece)) {
    hand.count(1 + alike.length, 1 + alike.length);
    return hand.next();
  }
  page.change({ said: t(`review.done.${decision}`, { name: called(piece), matricule: after.matricule || "" }) });
  return page.load();
};

const confirm = (page) => () => {
  const { piece } = page.data;
  const matricule = ownerOf();
  return settle(page, "file", { ...(matricule && matricule !== piece.matricule || piece.status === "to_review" ? { matricule } : {}), ...particularsOf(piece) });
};

const check = () => [...(ownerOf() ? [] : [{ id: find("#owner-1") && !find("#owner-other:checked") ? "owner-1" : "other", text: t("review.no_owner") }]), ...wrongDays()];

/** Undo the decision on this piece, or on the previous one with those that were decided together. */
const undo = async (page, deed, evenSo) => {
  const { alike = [] } = deed;
  page.change({ failed: null, again: null });
  try {
    await ask("POST", `/review/${encodeURIComponent(deed.piece)}/undo`, { edition: deed.edition, ...(alike.length ? { alike } : {}), ...(evenSo ? { even_so: true } : {}) });
    hand.remember(null);
    hand.count(-1 - alike.length, -1 - alike.length);
    if (deed.piece !== page.args[0]) location.hash = `#/check/${deed.piece}`;
    else await page.load();
  } catch (failed) {
    page.change({ failed, again: failed.code === "reread_since" ? deed : null });
  }
};

const skip = async (page) => {
  page.change({ failed: null });
  try {
    await hand.next(page.args[0]);
    hand.count(1, 0);
  } catch (failed) {
    page.change({ failed });
  }
};

/** Open a panel: to refuse, to merge with the twin, to decide on those alike. */
const open = (page, name) => async () => {
  page.change({ failed: null });
  try {
    await openPanel(page, name);
  } catch (failed) {
    page.change({ failed, panel: null });
  }
};

const close = (page) => {
  page.change({ panel: null });
  toOwner();
};

// --- the keyboard --------------------------------------------------------------------------------------------------------

const KEYS = {
  a: () => find("#other") && find("#other").focus(),
  t: () => find("#type").focus(),
  c: () => find(".particulars input").focus(),
  r: (page) => open(page, "refuse")(),
  d: (page) => open(page, "duplicate")(),
  g: (page) => page.data.alike.length > 0 && open(page, "alike")(),
  s: (page) => skip(page),
  z: (page) => {
    const deed = page.data.piece.undoable && !waits(page.data.piece) ? { piece: page.args[0], edition: page.data.piece.edition } : hand.remembered();
    if (deed) undo(page, deed);
  },
};

/** Keys that work with or without the lease. */
const LOOKS = {
  p: (page) => page.viewer.turn(1),
  o: (page) => page.viewer.turn(-1),
  i: (page) => page.viewer.grow(),
  h: (page) => page.viewer.veil(),
};

const typing = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

const pressed = (event, page) => {
  if (event.altKey || event.metaKey || !find("form")) return;
  if (event.key === "Escape") {
    close(page);
  } else if (event.key === "Enter" && (event.ctrlKey || event.target === document.body || event.target.matches("h1, .leaves"))) {
    (find(".panel form > p:last-child button") || find(".main form > p:last-child button")).click();
  } else if (letters && !event.ctrlKey && !typing(event.target)) {
    const choice = /^[1-9]$/.test(event.key) && find(`#owner-${event.key}`);
    const act = choice ? () => { choice.checked = true; choice.focus(); } : LOOKS[event.key.toLowerCase()] || (page.data.mine && KEYS[event.key.toLowerCase()]);
    if (!act || event.repeat) return;
    act(page);
  } else {
    return;
  }
  event.preventDefault();
};

const switchLetters = (event) => { letters = event.target.checked; };

const Keys = () => html`<details class="keys"><summary>${t("review.keys")}</summary>
  <dl>${["enter", "digits", "a", "t", "c", "g", "r", "d", "s", "z", "p", "o", "i", "h", "escape"].map((each) => html`<div><dt><kbd>${t(`key.${each}`)}</kbd></dt><dd>${t(`key.does.${each}`)}</dd></div>`)}</dl>
  <p class="check"><input type="checkbox" id="letters" defaultChecked=${letters} onChange=${switchLetters} /><label for="letters">${t("review.letters")}</label></p>
</details>`;

// --- rendering -------------------------------------------------------------------------------------------------------

const Before = ({ page }) => {
  const last = hand.remembered();
  if (!last || last.piece === page.args[0]) return null;
  const words = last.alike.length ? t("alike.done", { n: number(1 + last.alike.length), matricule: last.matricule }) : t(`review.done.${last.decision}`, { name: last.name, matricule: last.matricule || "" });
  return html`<p class="note before" role="status">${words} ${last.left > 0 && count("alike.left", last.left)}
    <button type="button" class="plain" onClick=${() => undo(page, last)}>${t("review.undo")} <kbd>Z</kbd></button></p>`;
};

const Failed = ({ page }) => page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}
  ${page.again && html`<button type="button" class="plain" onClick=${() => undo(page, page.again, true)}>${t("review.undo_even_so")}</button>`}</p>`;

/** The matricules that are not in the roster, each with where it was read. */
const Unknown = ({ piece }) => {
  const field = piece.fields.find((each) => each.name === "matricule");
  const { folders, name } = piece.claim;
  return [
    ...folders.map((each) => t("unknown.folder", { matricule: visible(each) })),
    name && t("unknown.file", { matricule: visible(name) }),
    field && t("unknown.text", { matricule: visible(field.raw || field.value), n: field.page }),
  ].filter(Boolean).map((each) => html`<br />${each}`);
};

const Why = ({ piece }) => html`<p class="note warn-note"><b>${either(`reason.${piece.reason}`, piece.reason)}</b>
  ${piece.message && html`<br />${piece.message}`}
  ${piece.reason === "unknown_matricule" && html`<${Unknown} piece=${piece} />`}</p>`;

const Alike = ({ page }) => page.data.alike.length > 0 && page.panel !== "alike" && html`<p class="note before">${count("alike.others", page.data.alike.length)}
  <button type="button" class="plain" onClick=${open(page, "alike")}>${t("alike.see")} <kbd>G</kbd></button></p>`;

const BLAME = { unknown_servant: "other", no_owner: "other", unknown_type: "type", bad_field: "type", already_filed: null };

const Proposal = ({ page }) => {
  const { piece } = page.data;
  const queued = waits(piece);
  const Panel = page.panel && page.Panel;
  return html`${Panel && html`<${Panel} page=${page} close=${() => close(page)} />`}
    <div class="main ${queued ? "decides" : ""}">
      ${piece.reason === "cuts" ? html`<${CutsFirst} piece=${piece} />` : html`<${Form} key=${piece.piece + piece.edition} label=${html`${t(queued ? "review.confirm" : "review.save")} <kbd>${t("key.enter")}</kbd>`} send=${confirm(page)} check=${check} blame=${BLAME}>
        ${(problem) => html`<${Owners} page=${page} problem=${problem} /><${Particulars} piece=${piece} problem=${problem} />`}
      <//>`}</div>
    <p class="buttons ${queued ? "reach" : ""}">
      ${piece.status !== "refused" && html`<button type="button" class="second" onClick=${open(page, "refuse")}>${t("review.refuse")} ${queued && html`<kbd>R</kbd>`}</button>`}
      ${piece.status !== "duplicate" && html`<button type="button" class="second" onClick=${open(page, "duplicate")}>${t("review.duplicate")} ${queued && html`<kbd>D</kbd>`}</button>`}
      ${queued && html`<button type="button" class="second" onClick=${() => skip(page)}>${t("review.skip")} <kbd>S</kbd></button>`}
      ${piece.undoable && html`<button type="button" class="second" onClick=${() => undo(page, { piece: piece.piece, edition: piece.edition })}>${t("review.undo_last")}</button>`}
    </p>`;
};

const Taken = ({ page }) => html`<div class="note"><h2>${t("review.taken")}</h2>
  <p>${t("review.in_hand", { name: visible(page.data.piece.claimed_by), until: moment(page.data.piece.claimed_until) })}</p>
  <p><button type="button" onClick=${() => skip(page)}>${t("review.skip")}</button></p></div>`;

/** How far the archivist is. */
const Progress = () => {
  const run = hand.running();
  if (!run) return null;
  const total = number(Math.max(run.total, run.at));
  return html`<li><b>${t("review.at", { n: number(run.at), total: run.more ? t("review.many", { n: total }) : total })}</b>, ${count("review.today", run.today)}</li>`;
};

/** What a servant has reported about the piece. */
const Reported = ({ page }) => {
  const report = hand.reported(page.args[0]);
  return report && html`<div class="note"><b>${t("reports.by", { name: report.by })}</b><p class="read">${report.text}</p>
    <a href="#/reports">${t("reports.to_answer")}</a></div>`;
};

const backOf = (piece) => {
  if (hand.reported(piece.piece)) return ["#/reports", "reports.back"];
  return waits(piece) ? [hand.addressOf(hand.filters()), "review.back"] : [`#/casefile/${encodeURIComponent(piece.matricule || "")}`, "piece.back"];
};

export const View = ({ page, reader }) => {
  const { piece, mine } = page.data;
  const [back, word] = backOf(piece);
  return html`<div class="desk">
    <${Back} href=${back}>${t(word)}<//>
    <${Before} page=${page} />
    ${page.said && html`<p class="note" role="status">${page.said}</p>`}
    <header class="head"><h1 tabindex="-1">${title(page)}</h1>
      <ul class="line">${waits(piece) && html`<${Progress} />`}
        <li>${t("review.since", { date: day(piece.registered_at) })}</li><li>${visible(piece.batch)}</li>${piece.part && html`<li>${t("part", piece.part)}</li>`}
        ${has(`type.${piece.type}`) && html`<li>${visible(piece.name)}</li>`}
      </ul>
    </header>
    <div class="halves">
      <div class="seen">
        <${Viewer} key=${piece.piece} held=${(viewer) => { page.viewer = viewer; }} path="/pieces/${piece.piece}" pages=${piece.pages} frames=${framesOf(piece.fields, ownersOf(piece))} keys />
        <${Leaves} page=${page} />
      </div>
      <div class="form" onFocusIn=${({ target }) => page.viewer && page.viewer.point(target.id)}>
        <${Reported} page=${page} />
        ${piece.reason && html`<${Why} piece=${piece} />`}
        <${Failed} page=${page} />
        ${mine && html`<${Alike} page=${page} />`}
        ${mine || !piece.claimed_by ? html`<${Proposal} page=${page} />` : html`<${Taken} page=${page} />`}
        <${History} history=${piece.history} />
        <${Seal} page=${page} reader=${reader} />
        <${Keys} />
      </div>
    </div>
  </div>`;
};
