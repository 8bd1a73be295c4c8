// Receipt screen, files that need an action first, below each the pieces that it holds; prints on A4 with letterhead, numbered pages and places for signatures.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Back, Empty, More, paged, Tag } from "../parts.js";
import { count, either, moment, number, size, t, visible } from "../words.js";
import { Counts, OUTCOMES, nameOf, of, reasonOf, remarkOf, twinOf } from "./counts.js";
import { numbered } from "./paper.js";
import { Save, Unsaved } from "./spreadsheet.js";

export const SECTION = ["batches", "receipt"];

export const title = (page) => t("receipt.of", { batch: visible(page.args[0]) });

const address = (page) => `/batches/${encodeURIComponent(page.args[0])}/receipt`;

const asked = (page, cursor) => Object.entries({ limit: 500, status: page.args[1], q: page.words, cursor }).filter(([, value]) => value)
  .map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

const fetchFirst = async (page) => { page.data = { receipt: await get(`${address(page)}?${asked(page)}`) }; };

const fetchNext = async (page) => {
  const { receipt } = page.data;
  const next = await get(`${address(page)}?${asked(page, receipt.next)}`);
  page.data = { receipt: { ...next, files: [...receipt.files, ...next.files] } };
};

export const load = async (page) => {
  await fetchFirst(page);
  page.open = new Map();
  page.more = paged(page, () => fetchNext(page));
  const { batch, revision } = page.data.receipt;
  page.paper = numbered(`${t("receipt.of", { batch: visible(batch) })} · ${t("receipt.revision", { n: revision })}`, () => page.change({ printed: new Date() }));
};

export const leave = (page) => page.paper && page.paper();

/** Print the whole list. */
const print = async (page) => {
  if (page.printing) return;
  page.change({ printing: true, failed: null });
  try {
    while (page.data.receipt.next) await fetchNext(page);
    page.change({ printing: false });
    window.print();
  } catch (failed) {
    page.change({ printing: false, failed });
  }
};

const seek = (page) => async ({ words }) => {
  page.words = words.trim();
  await fetchFirst(page);
  page.change({});
};

const URGENT = ["failed", "missing", "refused", "to_review", "duplicate", "filed"];

const urgentFirst = (files) => [...files].sort((one, other) => URGENT.indexOf(one.status) - URGENT.indexOf(other.status));

/** Link of a file: review, sealed queue or piece; none for refused files. */
const placeOf = ({ piece, status, reason }) => piece && status !== "refused" && reason !== "sealed_off" && `#/${status === "to_review" ? "check" : "piece"}/${piece}`;

/** Of which file a file is the duplicate, with a link to that piece. */
const Twin = ({ file, batch }) => {
  const words = twinOf(file, batch);
  return words && file.duplicate_of ? html`<a href="#/piece/${file.duplicate_of}">${words}</a>` : words;
};

/** Whether a file holds other than one piece of all its pages. */
const isDivided = ({ pieces, pages }) => Boolean(pieces) && pieces.length > 0 && (pieces.length > 1 || pieces[0].pages.length !== pages);

const typeOf = ({ type }) => (type ? either(`type.${type}`, type) : t("receipt.untyped"));

/** A piece of a file; of a sealed one only its pages are told, and that a guardian decides. */
const Piece = ({ piece, batch }) => {
  const sealed = piece.type === "99";
  const place = !sealed && piece.reason !== "cuts" && placeOf(piece);
  const what = html`${t("receipt.range", { range: piece.range })} · ${sealed ? t("receipt.sealed") : typeOf(piece)}`;
  const outcome = piece.status === "refused" ? t("receipt.set_aside") : either(`status.${piece.status}`, t(`line.${piece.status}`));
  const seen = sealed ? "" : piece.matricule;
  return html`<tr class="of-file">
    <th scope="row">${place ? html`<a href=${place}>${what}</a>` : what}</th>
    <td><${Tag} status=${piece.status} word=${outcome} /></td>
    <td>${seen ? html`<a href="#/casefile/${encodeURIComponent(seen)}">${visible(seen)}</a>` : ""}</td>
    <td class="number"><span class="bare">${number(piece.pages.length)}</span><span class="named">${count("pages", piece.pages.length)}</span></td>
    <td></td>
    <td>${reasonOf(piece) || html`<${Twin} file=${piece} batch=${batch} />${piece.duplicate_range && `, ${t("receipt.range", { range: piece.duplicate_range })}`}`}</td>
  </tr>`;
};

/** Pieces are shown where one of them needs an action, on paper, or when they are asked for. */
const isOpen = (page, file) => Boolean(page.printed) || (page.open.get(file.key + file.version) ?? file.status !== "filed");

const Row = ({ file, batch, page }) => {
  const name = nameOf(file, batch);
  const divided = isDivided(file);
  const open = divided && isOpen(page, file);
  const place = !divided && placeOf(file);
  const turn = () => {
    page.open.set(file.key + file.version, !open);
    page.change({});
  };
  return html`<tr>
    <th scope="row"><bdi>${place ? html`<a href=${place}>${name}</a>` : name}</bdi>${file.remark && html`<br /><small>${remarkOf(file)}</small>`}
      ${divided && html`<br /><button type="button" class="plain fold" aria-expanded=${open} onClick=${turn}>${count("receipt.pieces", file.pieces.length)}<span class="unseen"> (${name})</span></button>`}</th>
    <td><${Tag} status=${file.status} word=${t(`line.${file.status}`)} /></td>
    <td>${file.matricule ? html`<a href="#/casefile/${encodeURIComponent(file.matricule)}">${visible(file.matricule)}</a>` : ""}</td>
    <td class="number">${file.pages ? html`<span class="bare">${number(file.pages)}</span><span class="named">${count("pages", file.pages)}</span>` : ""}</td>
    <td class="number">${file.size ? size(file.size) : ""}</td>
    <td>${file.folder_alone ? t("receipt.folder_alone") : reasonOf(file) || html`<${Twin} file=${file} batch=${batch} />`}</td>
  </tr>${open && file.pieces.map((each) => html`<${Piece} key=${each.piece} piece=${each} batch=${batch} />`)}`;
};

const HEADINGS = ["file", "outcome", "matricule", "pages", "size", "reason"];

/** On paper, the batch stands above the columns of each page. */
const Table = ({ receipt, page }) => html`<div class="scroll" tabindex="0" role="region" aria-label=${t("receipt.caption")}><table>
  <caption>${t("receipt.caption")}</caption>
  <thead><tr class="on-paper"><th colspan="6">${t("receipt.of", { batch: visible(receipt.batch) })} · ${t("receipt.revision", { n: receipt.revision })}</th></tr>
    <tr>${HEADINGS.map((each) => html`<th scope="col" class=${["pages", "size"].includes(each) ? "number" : null}>${t(`receipt.${each}`)}</th>`)}</tr></thead>
  <tbody>${urgentFirst(receipt.files).map((file) => html`<${Row} file=${file} batch=${receipt.batch} page=${page} />`)}</tbody>
</table></div>`;

/** Objects that are not files of the batch, on the last page. */
const Asides = ({ receipt: { batch, ignored, manifest_problems: bad } }) => html`
  ${bad.length > 0 && html`<h2 class="after">${t("receipt.bad_lines")}</h2><ul class="plain-list">${bad.map((each) => html`<li><b>${t("receipt.line", { n: each.line })}${t("colon")}</b>${reasonOf(each)}</li>`)}</ul>`}
  ${ignored.length > 0 && html`<h2 class="after">${t("receipt.ignored")}</h2><ul class="plain-list">${ignored.map((each) => html`<li>${nameOf(each, batch)}${t("colon")}${t(`ignored.${each.why}`)}</li>`)}</ul>`}`;

const Filter = ({ page, receipt }) => {
  const here = `#/receipt/${encodeURIComponent(page.args[0])}`;
  const chosen = page.args[1];
  return html`<nav class="before" aria-label=${t("receipt.filter")}><ul class="acts">
      <li><a href=${here} aria-current=${chosen ? null : "true"}>${t("receipt.all")} (${number(receipt.counts.announced)})</a></li>
      ${OUTCOMES.filter((each) => of(receipt, each)).map((each) => html`<li><a href="${here}/${each}" aria-current=${chosen === each ? "true" : null}>${count(`count.${each}`, of(receipt, each))} (${number(of(receipt, each))})</a></li>`)}
    </ul></nav>
    <div class="card ask seek"><${Form} label=${t("receipt.seek")} second send=${seek(page)}>
      ${() => html`<${Field} id="words" label=${t("receipt.words")} hint=${t("receipt.words_hint")} autocomplete="off" />`}<//></div>`;
};

const Facts = ({ receipt }) => html`<ul class="line">
  <li>${t("receipt.revision", { n: receipt.revision })}</li>
  <li>${t("batches.opened", { date: moment(receipt.opened_at) })}</li>
  ${receipt.reopened_at && html`<li>${t("batches.reopened", { date: moment(receipt.reopened_at) })}</li>`}
  <li>${t("batches.closed", { date: moment(receipt.closed_at) })}</li>
  <li>${count("receipt.announced", receipt.counts.announced)}</li>
  ${receipt.folder_alone > 0 && html`<li>${count("receipt.folder_alone_of_them", receipt.folder_alone)}</li>`}
</ul>`;

/** Places for two signatures, on paper alone. */
const Signed = ({ printed }) => html`<div class="on-paper">
  <div class="signed">${["sender", "archive"].map((each) => html`<p><b>${t(`receipt.signed_${each}`)}</b>${t("receipt.signature")}</p>`)}</div>
  ${printed && html`<p class="soft">${t("receipt.printed", { date: moment(printed) })}</p>`}</div>`;

export const View = ({ page }) => {
  const { receipt } = page.data;
  const filtered = Boolean(page.args[1] || page.words);
  return html`<${Back} href="#/batch/${encodeURIComponent(page.args[0])}">${t("receipt.back")}<//>
    <p class="on-paper letterhead">${receipt.letterhead.map((line, at) => (at ? html`<span>${line}</span>` : html`<b>${line}</b>`))}</p>
    <header class="head"><h1 tabindex="-1">${t("receipt.of", { batch: "" })}<span class="of">${visible(page.args[0])}</span></h1><${Facts} receipt=${receipt} /></header>
    <${Counts} batch=${receipt} />
    <p class="buttons"><button type="button" class="second" aria-disabled=${Boolean(page.printing)} onClick=${() => print(page)}>${t(page.printing ? "loading" : "receipt.print")}</button>
      <${Save} page=${page} path="${address(page)}.csv">${t("receipt.save")}<//></p>
    <${Unsaved} page=${page} />
    <${Filter} page=${page} receipt=${receipt} />
    ${filtered && html`<p class="on-paper"><b>${t("receipt.part")}</b></p>`}
    ${receipt.files.length ? html`<${Table} receipt=${receipt} page=${page} />` : html`<${Empty} title=${t("receipt.none")}>${t("receipt.none_text")}<//>`}
    ${!filtered && html`<${Asides} receipt=${receipt} />`}
    ${receipt.next && html`<${More} page=${page} />`}
    <${Signed} printed=${page.printed} />`;
};
