// Forgotten password screen: the counter, or a code by mail for verified addresses.
import { html } from "../view.js";
import { say } from "../api.js";
import { Done, Field, Form } from "../forms.js";
import { Back } from "../parts.js";
import { t, visible } from "../words.js";
import { NewPassword, unmet } from "./newpassword.js";

export const SECTION = ["extra", "entering"];

export const title = () => t("forgotten.title");

/** Where and when the counter is open comes by itself; without it the page says what it can. */
export const load = (page) => { say("GET", "/counter").then(({ counter }) => page.change({ counter }), () => {}); };

const typed = () => document.getElementById("username").value;

const asking = (page) => async ({ account }) => {
  await say("POST", "/password/forgot", { username: account.trim() });
  page.data.username = account.trim();
  page.change({ data: page.data });
};

const resetting = (page) => async ({ code, chosen }) => {
  await say("POST", "/password/reset", { username: page.data.username, code: code.trim(), password: chosen });
  history.replaceState(null, "", "#/");
  await page.act.again();
  page.act.show(t("changed_password"));
};

const checkAccount = ({ account }) => (account.trim() ? [] : [{ id: "account", text: t("signin.no_username") }]);

const checkReset = ({ code, chosen }) => [
  ...(code.trim() ? [] : [{ id: "code", text: t("forgotten.no_code") }]),
  ...(unmet(chosen).length ? [{ id: "chosen", text: t("new.refused") }] : []),
];

const Ask = ({ page }) => html`<${Form} key="ask" label=${t("forgotten.submit")} send=${asking(page)} check=${checkAccount}>
  ${(problem) => html`<${Field} id="account" label=${t("forgotten.username")} problem=${problem("account")} autocomplete="username" defaultValue=${typed()} />`}
<//>`;

const Reset = ({ page }) => html`<${Done}>${t("forgotten.sent")}<//>
  <${Form} key="reset" label=${t("forgotten.reset")} send=${resetting(page)} check=${checkReset}
      blame=${{ wrong_code: "code", weak_password: "chosen", same_password: "chosen" }}>
    ${(problem) => html`<${Field} id="code" label=${t("forgotten.code")} problem=${problem("code")} inputmode="numeric" autocomplete="one-time-code" />
      <${NewPassword} id="chosen" label=${t("forgotten.new")} problem=${problem("chosen")} />`}
  <//>`;

export const View = ({ page }) => html`<div class="narrow">
  <${Back} href="#/">${t("forgotten.back")}<//>
  <h1 tabindex="-1">${title()}</h1>
  <h2>${t("forgotten.counter_title")}</h2>
  <p>${t("forgotten.counter")}</p>
  ${page.counter && html`<p class="note">${visible(page.counter)}</p>`}
  <div class="card">
    <h2>${t("forgotten.mail_title")}</h2>
    <p>${t("forgotten.mail")}</p>
    ${page.data.username ? html`<${Reset} page=${page} />` : html`<${Ask} page=${page} />`}
  </div>
</div>`;
