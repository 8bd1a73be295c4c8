// Consultations of a case file.
import { html } from "../view.js";
import { get } from "../api.js";
import { Back, Empty, More, paged } from "../parts.js";
import { either, moment, t, visible } from "../words.js";

export const SECTION = "extra";

export const title = (page) => t(page.data.own ? "consultations.title" : "consultations.title_of");

export const load = async (page, reader) => {
  const of = page.args[0] || "me";
  const others = page.args[1] === "others";
  const path = `/casefiles/${encodeURIComponent(of)}/consultations`;
  page.data = { own: of === "me" || of === reader.matricule, of, others, ...(await get(`${path}${others ? "?others=true" : ""}`)) };
  page.more = paged(page, async () => {
    const next = await get(`${path}?${others ? "others=true&" : ""}cursor=${encodeURIComponent(page.data.next)}`);
    page.data = { ...page.data, consultations: [...page.data.consultations, ...next.consultations], next: next.next };
  });
};

/** Consecutive pages of one piece by one reader are one line; the audit trail has each. */
const gathered = (all) => all.reduce((rows, each) => {
  const last = rows[rows.length - 1];
  if (last && each.page && last.page && last.piece === each.piece && last.reader === each.reader) last.pages.push(each.page);
  else rows.push({ ...each, pages: each.page ? [each.page] : [] });
  return rows;
}, []);

const told = (pages) => Array.from(new Set(pages)).sort((one, other) => one - other).join(", ");

const Row = ({ each, you }) => html`<li>
  <time datetime=${each.at}>${moment(each.at)}</time>
  <p><b>${you ? t("consultations.you") : visible(each.reader)}</b>
    ${!you && each.role && html` <span class="soft">(${either(`role.${each.role}`, each.role)})</span>`}
    ${" "}${either(`action.${you ? "own." : ""}${each.action}`, each.action).replace("{pages}", told(each.pages))}
    ${each.piece && html` <a href="#/piece/${each.piece}">${visible(each.name || t("piece.untyped"))}</a>`}
  </p>
</li>`;

export const View = ({ page, reader }) => {
  const { own, of, others, consultations, next } = page.data;
  const here = `#/who/${encodeURIComponent(of)}`;
  return html`<${Back} href=${own ? "#/casefile" : `#/casefile/${encodeURIComponent(of)}`}>${t("piece.back")}<//>
    <h1 tabindex="-1">${title(page)}</h1>
    <p class="soft text">${t(own ? "consultations.lead" : "consultations.lead_of")}</p>
    <ul class="acts of-list">${[["all", here], ["others", `${here}/others`]].map(([name, href]) => html`<li><a href=${href} aria-current=${(name === "others") === others ? "page" : null}>${t(`consultations.${name}`)}</a></li>`)}</ul>
    ${consultations.length || next
      ? html`<ol class="events">${gathered(consultations).map((each) => html`<${Row} each=${each} you=${each.reader === reader.name || (own && each.role === "own")} />`)}</ol>`
      : html`<${Empty} title=${t(others ? "consultations.no_others" : "consultations.empty")} />`}
    ${next && html`<${More} page=${page} />`}`;
};
