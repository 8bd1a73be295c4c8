// Review desk: one piece with its text and the proposal. Enter confirms the proposal and opens the next piece.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Form } from "../forms.js";
import { Back, called, More, paged, wordsOf } from "../parts.js";
import { day, either, has, learn, moment, t, visible } from "../words.js";
import { only, remember, remembered, take, taken } from "./hand.js";
import { History } from "./history.js";
import { Owners, Particulars, ownerOf, ownersOf, particularsOf } from "./proposal.js";
import { Leaves } from "./leaves.js";
import { Viewer, framesOf } from "./viewer.js";
import { Seal } from "./seal.js";

export const SECTION = "review";

/** A lease lasts 15 minutes; it is renewed while the page is open. */
const RENEWED = 10 * 60 * 1000;
let letters = true;

export const title = (page) => called(page.data.piece);

const path = (page) => `/review/${encodeURIComponent(page.args[0])}`;

/** Whether it is in the queue; else it is a correction. */
const waits = (piece) => piece.status === "to_review" || piece.reason === "near_duplicate";

const textOf = (page, cursor) => get(`/pieces/${encodeURIComponent(page.args[0])}/text${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);

/** Take the lease if it is free; else read only. */
const claimed = async (page) => {
  try {
    return await ask("POST", `${path(page)}/claim`, {});
  } catch (failure) {
    if (failure.code !== "taken") throw failure;
    return get(path(page));
  }
};

export const load = async (page, reader) => {
  const [piece, text] = await Promise.all([
    taken(page.args[0]) || claimed(page),
    textOf(page).catch((error) => ({ pages: [], next: null, error })),
    learn("piece"),
  ]);
  page.data = { piece, text, mine: piece.claimed_by === reader.name };
  page.more = paged(page, async () => {
    const more = await textOf(page, page.data.text.error ? null : page.data.text.next);
    page.data.text = { pages: [...page.data.text.pages, ...more.pages], next: more.next };
  });
  if (!page.press) {
    page.press = (event) => pressed(event, page);
    document.addEventListener("keydown", page.press);
    page.timer = setInterval(() => page.data.mine && ask("POST", `${path(page)}/claim`, {}).catch(() => {}), RENEWED);
  }
  setTimeout(toOwner, 0); // after the heading had the focus: Enter then confirms the proposal
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

/** Open the next piece, or the list. */
const goOn = async (after) => {
  const found = await ask("POST", "/review/next", { ...(only() ? { reason: only() } : {}), ...(after ? { after } : {}) });
  if (found) take(found, only());
  else location.hash = `#/review${only() ? `/${only()}` : ""}`;
};

const settle = async (page, decision, more) => {
  const { piece } = page.data;
  const after = await ask("POST", path(page), { edition: piece.edition, decision, ...more });
  remember({ piece: piece.piece, edition: after.edition, name: called(piece), decision, matricule: after.matricule });
  page.done = true;
  if (waits(piece)) return goOn();
  page.change({ said: t(`review.done.${decision}`, { name: called(piece), matricule: after.matricule || "" }) });
  return page.load();
};

const confirm = (page) => () => {
  const { piece } = page.data;
  const matricule = ownerOf();
  return settle(page, "file", { ...(matricule && matricule !== piece.matricule || piece.status === "to_review" ? { matricule } : {}), ...particularsOf(piece) });
};

const checkOwner = () => (ownerOf() ? [] : [{ id: find("#other") ? "other" : null, text: t("review.no_owner") }]);

const refuse = (page) => ({ note }) => settle(page, "refuse", note.trim() ? { note: note.trim() } : {});

const merge = (page) => ({ twin, "twin-note": note }) =>
  settle(page, "duplicate", { duplicate_of: twin, ...(ownerOf() ? { matricule: ownerOf() } : {}), ...(note.trim() ? { note: note.trim() } : {}) });

/** Undo the decision on this piece, or on the previous one. */
const undo = async (page, deed, evenSo) => {
  page.change({ failed: null, again: null });
  try {
    await ask("POST", `/review/${encodeURIComponent(deed.piece)}/undo`, { edition: deed.edition, ...(evenSo ? { even_so: true } : {}) });
    remember(null);
    if (deed.piece !== page.args[0]) location.hash = `#/check/${deed.piece}`;
    else await page.load();
  } catch (failed) {
    page.change({ failed, again: failed.code === "reread_since" ? deed : null });
  }
};

const skip = async (page) => {
  page.change({ failed: null });
  try {
    await goOn(page.args[0]);
  } catch (failed) {
    page.change({ failed });
  }
};

/** Pieces of the case file that this one may duplicate. */
const openTwins = async (page) => {
  const { piece } = page.data;
  const of = ownerOf() || piece.matricule;
  page.change({ panel: "duplicate", twins: null, failed: null });
  try {
    const file = of ? await get(`/casefiles/${encodeURIComponent(of)}`) : { pieces: [] };
    page.change({ twins: file.pieces.filter((each) => each.piece !== piece.piece) });
    find("#twin").focus();
  } catch (failed) {
    page.change({ failed, panel: null });
  }
};

const openRefusal = (page) => {
  page.change({ panel: "refuse" });
  find("#note").focus();
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
  r: (page) => openRefusal(page),
  d: (page) => openTwins(page),
  s: (page) => skip(page),
  z: (page) => {
    const deed = page.data.piece.undoable && !waits(page.data.piece) ? { piece: page.args[0], edition: page.data.piece.edition } : remembered();
    if (deed) undo(page, deed);
  },
};

/** Keys that work with or without the lease. */
const LOOKS = {
  p: (page) => page.viewer.turn(1),
  o: (page) => page.viewer.turn(-1),
  i: (page) => page.viewer.grow(),
};

const typing = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

const pressed = (event, page) => {
  if (event.altKey || event.metaKey || !find("form")) return;
  if (event.key === "Escape") {
    close(page);
  } else if (event.key === "Enter" && (event.ctrlKey || event.target === document.body || event.target.matches("h1, .leaves"))) {
    find("form.main button, .main form button").click();
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
  <dl>${["enter", "digits", "a", "t", "c", "p", "o", "i", "r", "d", "s", "z", "escape"].map((each) => html`<div><dt><kbd>${t(`key.${each}`)}</kbd></dt><dd>${t(`key.does.${each}`)}</dd></div>`)}</dl>
  <p class="check"><input type="checkbox" id="letters" defaultChecked=${letters} onChange=${switchLetters} /><label for="letters">${t("review.letters")}</label></p>
</details>`;

// --- rendering -------------------------------------------------------------------------------------------------------

const Before = ({ page }) => {
  const last = remembered();
  if (!last || last.piece === page.args[0]) return null;
  return html`<p class="note before" role="status">${t(`review.done.${last.decision}`, { name: last.name, matricule: last.matricule || "" })}
    <button type="button" class="plain" onClick=${() => undo(page, last)}>${t("review.undo")} <kbd>Z</kbd></button></p>`;
};

const Failed = ({ page }) => page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}
  ${page.again && html`<button type="button" class="plain" onClick=${() => undo(page, page.again, true)}>${t("review.undo_even_so")}</button>`}</p>`;

const Why = ({ piece }) => html`<p class="note warn-note"><b>${either(`reason.${piece.reason}`, piece.reason)}</b>
  ${piece.message && html`<br />${piece.message}`}
  ${piece.like && html`<br /><a href="#/piece/${piece.like}" target="_blank" rel="noopener">${t("review.see_like")}</a>`}</p>`;

const Note = ({ id, problem }) => html`<p class="field"><label for=${id}>${t("review.note")}</label>
  ${problem(id) && html`<span class="error" id="${id}-error">${problem(id)}</span>`}
  <textarea id=${id} rows="2" maxlength="500" aria-describedby=${problem(id) ? `${id}-error` : null}></textarea></p>`;

const Cancel = ({ page }) => html`<p><button type="button" class="plain flush" onClick=${() => close(page)}>${t("review.cancel")}</button></p>`;

const Refusal = ({ page }) => html`<section class="card panel"><h2>${t("review.refuse_title")}</h2><p>${t("review.refuse_text")}</p>
  <${Form} label=${t("review.refuse_submit")} send=${refuse(page)} blame=${{ forbidden_word: "note" }}>${(problem) => html`<${Note} id="note" problem=${problem} />`}<//>
  <${Cancel} page=${page} /></section>`;

const Twins = ({ page }) => {
  const { twins, data: { piece } } = page;
  const check = ({ twin }) => (twin ? [] : [{ id: "twin", text: t("review.no_twin") }]);
  return html`<section class="card panel"><h2>${t("review.duplicate_title")}</h2><p>${t("review.duplicate_text")}</p>
    ${twins && html`<${Form} label=${t("review.duplicate_submit")} send=${merge(page)} check=${check} blame=${{ forbidden_word: "twin-note", no_such_twin: "twin" }}>
      ${(problem) => html`<p class="field"><label for="twin">${t("review.twin")}</label>
        ${problem("twin") && html`<span class="error">${problem("twin")}</span>`}
        <select id="twin">
          ${piece.like && !twins.some((each) => each.piece === piece.like) && html`<option value=${piece.like} selected>${t("review.alike")}</option>`}
          ${!piece.like && html`<option value="">${t("review.choose")}</option>`}
          ${twins.map((each) => html`<option value=${each.piece} selected=${each.piece === piece.like}>${called(each)}${each.date && `, ${day(each.date)}`} (${visible(each.name)})</option>`)}
        </select></p>
        <${Note} id="twin-note" problem=${problem} />`}
    <//>`}
    <${Cancel} page=${page} /></section>`;
};

const BLAME = { unknown_servant: "other", no_owner: "other", unknown_type: "type", bad_field: "type", already_filed: null };

const Proposal = ({ page }) => {
  const { piece } = page.data;
  const queued = waits(piece);
  return html`<div class="main ${queued ? "decides" : ""}">
      <${Form} key=${piece.piece + piece.edition} label=${html`${t(queued ? "review.confirm" : "review.save")} <kbd>${t("key.enter")}</kbd>`} send=${confirm(page)} check=${checkOwner} blame=${BLAME}>
        ${(problem) => html`<${Owners} piece=${piece} problem=${problem} /><${Particulars} piece=${piece} problem=${problem} />`}
      <//></div>
    <p class="buttons">
      ${piece.status !== "refused" && html`<button type="button" class="second" onClick=${() => openRefusal(page)}>${t("review.refuse")} ${queued && html`<kbd>R</kbd>`}</button>`}
      ${piece.status !== "duplicate" && html`<button type="button" class="second" onClick=${() => openTwins(page)}>${t("review.duplicate")} ${queued && html`<kbd>D</kbd>`}</button>`}
      ${queued && html`<button type="button" class="second" onClick=${() => skip(page)}>${t("review.skip")} <kbd>S</kbd></button>`}
      ${piece.undoable && html`<button type="button" class="second" onClick=${() => undo(page, { piece: piece.piece, edition: piece.edition })}>${t("review.undo_last")}</button>`}
    </p>
    ${page.panel === "refuse" && html`<${Refusal} page=${page} />`}
    ${page.panel === "duplicate" && html`<${Twins} page=${page} />`}`;
};

const Taken = ({ page }) => html`<div class="note"><h2>${t("review.taken")}</h2>
  <p>${t("review.in_hand", { name: visible(page.data.piece.claimed_by), until: moment(page.data.piece.claimed_until) })}</p>
  <p><button type="button" onClick=${() => skip(page)}>${t("review.skip")}</button></p></div>`;

export const View = ({ page, reader }) => {
  const { piece, mine } = page.data;
  const queued = waits(piece);
  return html`<div class="desk">
    <${Back} href=${queued ? "#/review" : `#/casefile/${encodeURIComponent(piece.matricule || "")}`}>${t(queued ? "review.back" : "piece.back")}<//>
    <${Before} page=${page} />
    ${page.said && html`<p class="note" role="status">${page.said}</p>`}
    <header class="head"><h1 tabindex="-1">${title(page)}</h1>
      <ul class="line">
        <li>${t("review.since", { date: day(piece.registered_at) })}</li><li>${visible(piece.batch)}</li>
        ${has(`type.${piece.type}`) && html`<li>${visible(piece.name)}</li>`}
      </ul>
    </header>
    <div class="halves">
      <div class="seen">
        <${Viewer} key=${piece.piece} held=${(viewer) => { page.viewer = viewer; }} path="/pieces/${piece.piece}" pages=${piece.pages} frames=${framesOf(piece.fields, ownersOf(piece))} keys />
        <${Leaves} page=${page} />
      </div>
      <div class="form" onFocusIn=${({ target }) => page.viewer && page.viewer.point(target.id)}>
        ${piece.reason && html`<${Why} piece=${piece} />`}
        <${Failed} page=${page} />
        ${mine || !piece.claimed_by ? html`<${Proposal} page=${page} />` : html`<${Taken} page=${page} />`}
        <${History} history=${piece.history} />
        <${Seal} page=${page} reader=${reader} />
        <${Keys} />
      </div>
    </div>
  </div>`;
};
