// Deposit screen: upload of files or folders, dropped or chosen, beside aws s3 sync.
import { find, html } from "../view.js";
import { get } from "../api.js";
import { Back, Tag, wordsOf } from "../parts.js";
import { count, lasting, number, percent, size, t, visible } from "../words.js";
import { depositOf, forget } from "./sending.js";

export const SECTION = "deposit";

const KINDS = "application/pdf,image/jpeg,image/png,image/tiff,.pdf,.jpg,.jpeg,.png,.tif,.tiff";
/** Rows shown; further files are counted. */
const SHOWN = 100;
const FIRST = ["failed", "refused", "sending", "waiting", "sent", "already"];

export { forget };

export const title = () => t("deposit.title");

// --- dropped or chosen files ------------------------------------------------------------------------------------

const filesOf = (list) => Array.from(list, (file) => ({ file, path: file.webkitRelativePath || file.name }));

const promised = (act) => new Promise((done, fail) => act(done, fail));

/** All files of a dropped folder, read in parts of 100. */
const walked = async (entry) => {
  if (entry.isFile) return [{ file: await promised((done, fail) => entry.file(done, fail)), path: entry.fullPath.slice(1) }];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const part = await promised((done, fail) => reader.readEntries(done, fail));
    if (!part.length) return found;
    for (const each of part) found.push(...(await walked(each)));
  }
};

const dropped = async ({ items, files }) => {
  const entries = Array.from(items || []).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.length) return filesOf(files);
  return [].concat(...(await Promise.all(entries.map(walked))));
};

/** Batch name: the dropped folder's, unless it looks like a matricule. */
const calledAfter = (found) => {
  const tops = new Set(found.map(({ path }) => (path.includes("/") ? path.split("/")[0] : "")));
  const [top] = tops;
  return tops.size === 1 && top && !/^[\d\W_]*[a-z]{0,3}[\d\W_]*$/i.test(top) ? top : "";
};

const take = async (page, finding) => {
  const { deposit } = page;
  try {
    const found = await finding;
    if (!deposit.batch && found.length) deposit.batch = calledAfter(found) || t("deposit.usual", { date: new Date().toJSON().slice(0, 10) });
    deposit.add(found);
    page.change({ unread: false });
  } catch (error) {
    page.change({ unread: true });
  }
};

// --- the page --------------------------------------------------------------------------------------------------------

export const load = (page, reader) => {
  page.deposit = depositOf(reader);
  page.deposit.hear = () => page.change({});
  const [batch, folder] = page.args; // deposit/<batch>, or deposit/-/<matricule>
  if (batch && !page.deposit.begun) page.deposit[folder ? "folder" : "batch"] = folder || batch;
  page.open = [];
  get("/batches").then(({ batches }) => page.change({ open: batches.filter((each) => each.status === "open") }), () => {});
  const over = (event) => {
    event.preventDefault();
    if (!page.over) page.change({ over: true });
  };
  const out = (event) => event.relatedTarget || page.change({ over: false });
  const drop = (event) => {
    event.preventDefault();
    page.change({ over: false });
    take(page, dropped(event.dataTransfer));
  };
  page.hears = [["dragover", over], ["dragleave", out], ["drop", drop]];
  for (const [name, act] of page.hears) document.addEventListener(name, act);
};

export const leave = (page) => {
  if (page.deposit) page.deposit.hear = () => {};
  for (const [name, act] of page.hears || []) document.removeEventListener(name, act);
};

const start = (page) => {
  const { deposit } = page;
  page.change({ nameless: !deposit.batch.trim() });
  if (page.nameless) return find("batch").focus();
  deposit.batch = deposit.batch.normalize("NFC").trim();
  deposit.start();
  return document.querySelector("#app h1").focus(); // the button is gone
};

const finish = async (page) => {
  if (page.finishing) return;
  page.change({ finishing: true, unfinished: null });
  try {
    await page.deposit.finish();
    page.change({ finishing: false });
  } catch (unfinished) {
    page.change({ finishing: false, unfinished });
  }
};

const another = (page) => {
  leave(page);
  forget();
  page.load();
};

const Chooser = ({ page, id, word, folder }) => {
  const chosen = (event) => {
    const found = filesOf(event.target.files);
    event.target.value = "";
    take(page, found);
  };
  return html`<input type="file" id=${id} class="unseen" multiple accept=${folder ? null : KINDS} webkitdirectory=${folder || null} onChange=${chosen} />
    <label for=${id} class="button second">${word}</label>`;
};

/** Separator sheets to print, of all languages. */
const Sheets = () => html`<p class="soft">${t("deposit.sheets_hint")} <a href="/intercalaires.pdf" target="_blank" rel="noopener">${t("deposit.sheets")}</a></p>`;

const Drop = ({ page }) => html`<section class="drop ${page.over ? "over" : ""}" aria-label=${t("deposit.drop")}>
  <p class="big">${t("deposit.drop")}</p>
  <p class="buttons"><${Chooser} page=${page} id="files" word=${t("deposit.choose")} />
    ${"webkitdirectory" in HTMLInputElement.prototype && html`<${Chooser} page=${page} id="folder" word=${t("deposit.choose_folder")} folder />`}</p>
  <p class="soft">${t("deposit.formats")}</p>
</section>`;

/** Rendered at each change of the queue, which the deposit keeps. */
const Field = ({ page, name, of, label, hint, wrong, ...rest }) => html`<p class="field"><label for=${name}>${label}</label>
  <span class="hint" id="${name}-hint">${hint}</span>
  ${wrong && html`<span class="error" id="${name}-error">${wrong}</span>`}
  <input id=${name} value=${page.deposit[of]} autocomplete="off" aria-describedby="${name}-hint ${wrong ? `${name}-error` : ""}" aria-invalid=${wrong ? "true" : null}
    onInput=${(event) => { page.deposit[of] = event.target.value; page.change({ nameless: false }); }} ...${rest} /></p>`;

const Where = ({ page }) => {
  const { begun, error } = page.deposit;
  const refused = error && error.code === "batch_name" && wordsOf(error);
  return html`<div class="pairs-of">
    <${Field} page=${page} name="batch" of="batch" label=${t("deposit.batch")} hint=${t("deposit.batch_hint")}
      wrong=${page.nameless ? t("deposit.no_batch") : refused} readonly=${begun} list="open" maxlength="200" />
    <datalist id="open">${page.open.map(({ batch }) => html`<option value=${batch} />`)}</datalist>
    <${Field} page=${page} name="matricule" of="folder" label=${t("deposit.matricule")} hint=${t("deposit.matricule_hint")} maxlength="40" />
  </div>`;
};

/** Announced at quarters only. */
const Spoken = ({ deposit, part }) => {
  const quarter = Math.floor(4 * part);
  const { length } = deposit.is("sent", "already");
  return html`<p class="unseen" role="status">${quarter > 0 && `${percent(25 * quarter)} – ${t("deposit.progress", { done: number(length), total: number(deposit.meant.length) })}`}</p>`;
};

const Sums = ({ deposit }) => {
  const [sent, all] = deposit.bytes;
  if (!deposit.begun) return html`<p class="soft">${size(all)}</p>`;
  const done = deposit.is("sent", "already").length;
  return html`<p class="big">${t("deposit.progress", { done: number(done), total: number(deposit.meant.length) })}</p>
    <progress max=${all || 1} value=${sent} aria-label=${t("deposit.sending")}></progress>
    <${Spoken} deposit=${deposit} part=${all ? sent / all : 0} />
    <p class="soft">${size(sent)} / ${size(all)}${deposit.seconds > 0
      && html`, ${t("deposit.left", { minutes: lasting(deposit.seconds) })}`}</p>`;
};

const addressOf = ({ batch }) => `#/batch/${encodeURIComponent(batch)}/new`;

const Acts = ({ page }) => {
  const { deposit } = page;
  const { left } = deposit;
  if (deposit.finished) {
    return html`<p class="note" role="status">${t("deposit.finished")}</p>
      <p class="buttons"><a class="button" href=${addressOf(deposit)}>${t("deposit.follow")}</a>
        <button type="button" class="second" onClick=${() => another(page)}>${t("deposit.another")}</button></p>`;
  }
  if (deposit.going) {
    return html`<p class="soft">${t("deposit.stay")}</p>
      <p class="buttons"><button type="button" class="second" onClick=${() => deposit.pause()}>${t("deposit.pause")}</button>
        ${deposit.arrived > 0 && html`<a class="button second" href=${addressOf(deposit)}>${t("deposit.follow")}</a>`}</p>`;
  }
  if (left) {
    return html`<p><button type="button" onClick=${() => start(page)}>
      ${deposit.begun ? t("deposit.go_on") : count("deposit.start", left)}</button></p>`;
  }
  const failed = deposit.is("failed").length;
  return deposit.is("sent", "already").length > 0 && html`<p class="soft">${t("deposit.finish_hint")} ${failed > 0 && count("deposit.finish_failed", failed)}</p>
    ${page.unfinished && html`<p class="note bad" role="alert">${wordsOf(page.unfinished)}</p>`}
    <p><button type="button" aria-disabled=${Boolean(page.finishing)} onClick=${() => finish(page)}>${page.finishing ? t("loading") : t("deposit.finish")}</button></p>`;
};

const TAGS = { waiting: "", sending: "waiting", sent: "filed", already: "filed" };

const Row = ({ deposit, each }) => {
  const percent = Math.floor((100 * each.sent) / Math.max(1, each.size));
  const word = t(`deposit.state.${each.state}`, { percent });
  return html`<li class="piece flat">
    <span><b>${visible(deposit.nameOf(each))}</b></span>
    <${Tag} status=${each.state in TAGS ? TAGS[each.state] : each.state} word=${word} />
    <span class="facts"><span>${size(each.size)}</span>${each.why && html`<span>${each.why}</span>`}
      ${each.state === "failed" && html`<button type="button" class="plain" onClick=${() => { deposit.again(each); deposit.start(); }}>${t("retry")}<span class="unseen"> ${visible(each.path)}</span></button>`}
      ${["failed", "refused", "waiting"].includes(each.state) && html`<button type="button" class="plain" onClick=${() => deposit.takeOut(each)}>${t("deposit.take_out")}<span class="unseen"> ${visible(each.path)}</span></button>`}</span>
  </li>`;
};

const Files = ({ deposit }) => {
  const rows = [...deposit.files].sort((one, two) => FIRST.indexOf(one.state) - FIRST.indexOf(two.state));
  return html`<h2 class="after">${t("deposit.files")}</h2>
    <ul class="list">${rows.slice(0, SHOWN).map((each) => html`<${Row} deposit=${deposit} each=${each} key=${each.path} />`)}</ul>
    ${rows.length > SHOWN && html`<p class="soft after">${count("deposit.others", rows.length - SHOWN)}</p>`}`;
};

const Trouble = ({ page }) => {
  const { deposit } = page;
  if (deposit.error && deposit.error.code !== "batch_name") return html`<p class="note bad" role="alert">${wordsOf(deposit.error)}</p>`;
  if (page.unread) return html`<p class="note bad" role="alert">${t("deposit.unread")}</p>`;
  return deposit.stalled > 0 && html`<div class="note warn-note" role="status"><p>${t("deposit.stalled")}</p>
    <button type="button" class="second" onClick=${() => deposit.resume()}>${t("retry")}</button></div>`;
};

/** Progress, at the top once sending has begun. */
const Standing = ({ page }) => html`<${Trouble} page=${page} />
  ${page.deposit.files.length > 0 && html`<section class="card standing"><${Sums} deposit=${page.deposit} /><${Acts} page=${page} /></section>`}`;

export const View = ({ page }) => {
  const { deposit } = page;
  return html`<${Back} href="#/batches">${t("deposit.back")}<//>
    <header class="head"><h1 tabindex="-1">${title()}</h1><p class="soft text">${t("deposit.lead")}</p></header>
    ${deposit.begun && html`<${Standing} page=${page} />`}
    ${!deposit.finished && html`<${Drop} page=${page} /><${Where} page=${page} />${page.deposit.files.length === 0 && html`<${Sheets} />`}`}
    ${!deposit.begun && html`<${Standing} page=${page} />`}
    ${deposit.files.length > 0 && html`<${Files} deposit=${deposit} />`}`;
};
