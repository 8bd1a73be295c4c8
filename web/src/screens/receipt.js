// Receipt screen, files that need an action first; prints on A4.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back, More, paged, Tag } from "../parts.js";
import { count, moment, number, size, t, visible } from "../words.js";
import { Counts, nameOf, reasonOf, remarkOf } from "./counts.js";

export const SECTION = "batches";

export const title = (page) => t("receipt.of", { batch: visible(page.args[0]) });

const address = (page) => `/batches/${encodeURIComponent(page.args[0])}/receipt`;

export const load = async (page) => {
  page.data = { receipt: await get(`${address(page)}?limit=500`) };
  page.more = paged(page, async () => {
    const { receipt } = page.data;
    const next = await get(`${address(page)}?limit=500&cursor=${encodeURIComponent(receipt.next)}`);
    page.data = { receipt: { ...next, files: [...receipt.files, ...next.files] } };
  });
};

const URGENT = ["failed", "missing", "refused", "to_review", "duplicate", "filed"];

const urgentFirst = (files) => [...files].sort((one, other) => URGENT.indexOf(one.status) - URGENT.indexOf(other.status));

/** Link of a file: review, sealed queue or piece; none for refused files. */
const placeOf = ({ piece, status, reason }) => piece && status !== "refused" && reason !== "sealed_off" && `#/${status === "to_review" ? "check" : "piece"}/${piece}`;

const Row = ({ file, batch }) => {
  const name = nameOf(file, batch);
  const place = placeOf(file);
  return html`<tr>
    <th scope="row"><bdi>${place ? html`<a href=${place}>${name}</a>` : name}</bdi>${file.remark && html`<br /><small>${remarkOf(file)}</small>`}</th>
    <td><${Tag} status=${file.status} word=${t(`line.${file.status}`)} /></td>
    <td>${file.matricule ? html`<a href="#/casefile/${encodeURIComponent(file.matricule)}">${visible(file.matricule)}</a>` : ""}</td>
    <td class="number">${file.pages ? html`<span class="bare">${number(file.pages)}</span><span class="named">${count("pages", file.pages)}</span>` : ""}</td>
    <td class="number">${file.size ? size(file.size) : ""}</td>
    <td>${file.folder_alone ? t("receipt.folder_alone") : reasonOf(file)}</td>
  </tr>`;
};

const HEADINGS = ["file", "outcome", "matricule", "pages", "size", "reason"];

const Table = ({ receipt }) => html`<div class="scroll" tabindex="0" role="region" aria-label=${t("receipt.caption")}><table>
  <caption>${t("receipt.caption")}</caption>
  <thead><tr>${HEADINGS.map((each) => html`<th scope="col" class=${["pages", "size"].includes(each) ? "number" : null}>${t(`receipt.${each}`)}</th>`)}</tr></thead>
  <tbody>${urgentFirst(receipt.files).map((file) => html`<${Row} file=${file} batch=${receipt.batch} />`)}</tbody>
</table></div>`;

/** Objects that are not files of the batch, on the last page. */
const Asides = ({ receipt: { batch, ignored, manifest_problems: bad } }) => html`
  ${bad.length > 0 && html`<h2 class="after">${t("receipt.bad_lines")}</h2><ul class="plain-list">${bad.map((each) => html`<li><b>${t("receipt.line", { n: each.line })}</b> ${reasonOf(each)}</li>`)}</ul>`}
  ${ignored.length > 0 && html`<h2 class="after">${t("receipt.ignored")}</h2><ul class="plain-list">${ignored.map((each) => html`<li>${nameOf(each, batch)} : ${t(`ignored.${each.why}`)}</li>`)}</ul>`}`;

export const View = ({ page }) => {
  const { receipt } = page.data;
  const total = receipt.counts.announced;
  return html`<${Back} href="#/batch/${encodeURIComponent(page.args[0])}">${t("receipt.back")}<//>
    <header class="head"><h1 tabindex="-1">${t("receipt.of", { batch: "" })}<span class="of">${visible(page.args[0])}</span></h1>
      <ul class="line">
        <li>${t("receipt.revision", { n: receipt.revision })}</li>
        <li>${t("batches.opened", { date: moment(receipt.opened_at) })}</li>
        <li>${t("batches.closed", { date: moment(receipt.closed_at) })}</li>
        <li><b>${number(total)}</b> ${t("receipt.announced")}</li>
        ${receipt.folder_alone > 0 && html`<li><b>${number(receipt.folder_alone)}</b> ${t("receipt.folder_alone_of_them")}</li>`}
      </ul>
    </header>
    <${Counts} batch=${receipt} />
    ${receipt.next && html`<p class="note">${t("receipt.partial", { n: number(receipt.files.length), total: number(total) })}</p>`}
    <p class="buttons"><button type="button" class="second" onClick=${() => print()}>${t("receipt.print")}</button></p>
    <${Table} receipt=${receipt} /><${Asides} receipt=${receipt} />
    ${receipt.next && html`<${More} page=${page} />`}`;
};
