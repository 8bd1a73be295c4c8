// Search for a case file by name or matricule, tolerant of spelling.
import { html } from "../view.js";
import { get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Empty, More, paged } from "../parts.js";
import { day, t, visible } from "../words.js";
import { folded } from "./types.js";

export const SECTION = "counter";

export const title = () => t("find.title");

const ask = (q, cursor) => get(`/casefiles?q=${encodeURIComponent(q)}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);

const check = ({ query }) => (folded(query).length > 1 ? [] : [{ id: "query", text: t("find.missing") }]);

const found = (page, q, answer) => {
  page.act.trail.found = q;
  Object.assign(page, { q, answer });
  page.more = paged(page, async () => {
    const next = await ask(q, page.answer.next);
    page.answer = { casefiles: [...page.answer.casefiles, ...next.casefiles], next: next.next };
  });
};

/** Address: `find/<query>`, so that the way back and the browser's own lead to what was found. */
export const load = async (page) => {
  const [q] = page.args;
  if (q) found(page, q, await ask(q));
};

const search = (page) => async ({ query }) => {
  const q = query.trim();
  const answer = await ask(q);
  const [one] = answer.casefiles;
  if (/\d/.test(q) && answer.casefiles.length === 1 && one.matricule === folded(q)) {
    page.act.trail.found = q;
    location.hash = `#/casefile/${encodeURIComponent(one.matricule)}`;
    return;
  }
  history.pushState(null, "", `#/find/${encodeURIComponent(q)}`);
  found(page, q, answer);
  page.change({});
};

const Row = ({ each }) => html`<li class="piece">
  <a href="#/casefile/${encodeURIComponent(each.matricule)}"><b>${visible([each.name, each.first_names].filter(Boolean).join(" ") || each.matricule)}</b></a>
  <span class="facts"><span>${t("find.matricule")} ${visible(each.written)}</span>
    ${each.birth_date && html`<span>${t("find.born", { date: day(each.birth_date) })}</span>`}
    ${each.ministry && html`<span>${visible(each.ministry)}</span>`}
    ${!each.in_roster && html`<span class="warn">${t("find.left")}</span>`}</span>
</li>`;

const Found = ({ page }) => {
  const { casefiles, next } = page.answer;
  if (!casefiles.length) return html`<${Empty} title=${t("find.nobody")}>${t("find.nobody_text")}<//>`;
  return html`<div role="status"><h2>${t(casefiles[0].near ? "find.near" : "find.found")}</h2></div>
    <ul class="list">${casefiles.map((each) => html`<${Row} each=${each} key=${each.matricule} />`)}</ul>
    ${next && html`<${More} page=${page} />`}`;
};

export const View = ({ page }) => html`<h1 tabindex="-1">${title()}</h1>
  <div class="card ask">
    <${Form} label=${t("find.submit")} check=${check} send=${search(page)}>
      ${(problem) => html`<${Field} id="query" label=${t("find.label")} hint=${t("find.hint")} problem=${problem("query")} defaultValue=${page.q} autofocus=${!page.answer} autocomplete="off" maxlength="100" />`}
    <//>
  </div>
  ${page.answer && html`<${Found} page=${page} />`}`;
