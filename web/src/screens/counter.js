// Counter screen: state of a servant's account; open, reset with a slip to print, close.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Field, Form } from "../forms.js";
import { Back, Tag } from "../parts.js";
import { day, moment, t, visible } from "../words.js";
import { Slip } from "./slip.js";

export const SECTION = "counter";

const path = (page) => `/accounts/${encodeURIComponent(page.args[0] || "")}`;

export const title = (page) => t("counter.title", { name: nameOf(page.data.account) });

const nameOf = (account) => visible([account.first_names, account.name].filter(Boolean).join(" ") || account.written);

export const load = async (page) => { page.data = { account: await get(path(page)) }; };

export const leave = (page) => { page.slip = null; };

/** The slip is shown until the page is left: only this answer contains the password. */
const deed = (page, what, bodyOf) => async (values) => {
  const answer = await ask("POST", `${path(page)}/${what}`, bodyOf ? bodyOf(values) : {});
  page.change({ slip: answer.slip || null, closed: what === "close", panel: null });
  page.data.account = await get(path(page)).catch(() => page.data.account);
  page.change({});
};

/** Both forms have their own reason field. */
const withReason = (what) => ({ [`${what}-reason`]: reason }) => ({ reason: reason.trim(), ...(what === "reset" && document.getElementById("totp") && document.getElementById("totp").checked ? { remove_totp: true } : {}) });

const checkReason = (id) => ({ [id]: reason }) => (reason.trim().length > 2 ? [] : [{ id, text: t("counter.no_reason") }]);

const Reasoned = ({ page, what, totp, second, id = `${what}-reason` }) => html`<section class="card panel"><h2>${t(`counter.${what}_title`)}</h2><p>${t(`counter.${what}_text`)}</p>
  <${Form} label=${t(`counter.${what}_submit`)} second=${second} send=${deed(page, what, withReason(what))} check=${checkReason(id)} blame=${{ forbidden_word: id }}>
    ${(problem) => html`<${Field} id=${id} label=${t("counter.reason")} hint=${t("counter.reason_hint")} problem=${problem(id)} maxlength="200" autocomplete="off" />
      ${totp && html`<p class="check"><input type="checkbox" id="totp" /><label for="totp">${t("counter.totp")}</label></p>`}`}
  <//></section>`;

const Opening = ({ page }) => html`<section class="card panel"><h2>${t("counter.open_title")}</h2><p>${t("counter.open_text")}</p>
  <${Form} label=${t("counter.open_submit")} send=${deed(page, "open")}>${() => null}<//></section>`;

const Deeds = ({ page }) => {
  const { state, totp, staff } = page.data.account;
  if (staff) return html`<p class="note">${t("counter.staff")}</p>`;
  if (state === "none" || state === "closed") return html`<${Opening} page=${page} />`;
  return html`<div class="tiles"><${Reasoned} page=${page} what="reset" totp=${totp} /><${Reasoned} page=${page} what="close" second /></div>`;
};

const State = ({ account }) => html`<ul class="line">
  <li>${t("find.matricule")} <b>${visible(account.written)}</b></li>
  <li><${Tag} status=${account.state === "open" ? "open" : "to_review"} word=${t(`account_state.${account.state}`)} /></li>
  ${account.changed_at && html`<li>${t("counter.changed", { date: day(account.changed_at) })}</li>`}
  ${account.expires_at && html`<li>${t("counter.expires", { date: moment(account.expires_at) })}</li>`}
  ${account.totp && html`<li>${t("counter.has_totp")}</li>`}
</ul>`;

export const View = ({ page }) => {
  const { account } = page.data;
  return html`<div class="plainly"><${Back} href="#/casefile/${encodeURIComponent(account.matricule)}">${t("piece.back")}<//>
    <header class="head"><h1 tabindex="-1">${title(page)}</h1><${State} account=${account} /></header></div>
    ${page.closed && html`<p class="note" role="status">${t("counter.closed")}</p>`}
    ${page.slip
      ? html`<div class="note plainly" role="status"><p>${t("counter.slip")}</p>
            <p><button type="button" onClick=${() => print()}>${t("counter.print")}</button></p></div>
          <${Slip} text=${page.slip} />`
      : html`<${Deeds} page=${page} />`}`;
};
