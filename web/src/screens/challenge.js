// Challenge screen: a new password at first sign-in, or an authenticator code.
import { html } from "../view.js";
import { say } from "../api.js";
import { Field, Form } from "../forms.js";
import { t } from "../words.js";
import { NewPassword, unmet } from "./newpassword.js";

export const SECTION = "entering";

const isPassword = (page) => page.args[0].challenge === "new_password";

export const title = (page) => t(isPassword(page) ? "new.title" : "code.title");

const answering = (page) => async ({ chosen, code }) => {
  const { session } = page.args[0];
  const given = isPassword(page) ? { session, password: chosen } : { session, code: code.replace(/\s/g, "") };
  await page.act.enter(await say("POST", "/session/challenge", given));
};

const checkPassword = ({ chosen }) => (unmet(chosen).length ? [{ id: "chosen", text: t("new.refused") }] : []);

const checkCode = ({ code }) => (/^\s*(\d\s*){6}$/.test(code) ? [] : [{ id: "code", text: t("code.missing") }]);

export const View = ({ page }) => html`<div class="narrow">
  <p class="back"><button type="button" class="plain flush" onClick=${page.act.again}>${t("forgotten.back")}</button></p>
  <h1 tabindex="-1">${title(page)}</h1>
  <p class="soft">${t(isPassword(page) ? "new.lead" : "code.lead")}</p>
  <div class="card">
    ${isPassword(page)
      ? html`<${Form} key="new" label=${t("new.submit")} send=${answering(page)} check=${checkPassword} blame=${{ weak_password: "chosen", same_password: "chosen" }}>
          ${(problem) => html`<${NewPassword} id="chosen" label=${t("new.label")} problem=${problem("chosen")} />`}
        <//>`
      : html`<${Form} key="code" label=${t("code.submit")} send=${answering(page)} check=${checkCode} blame=${{ wrong_code: "code" }}>
          ${(problem) => html`<${Field} id="code" label=${t("code.label")} problem=${problem("code")} inputmode="numeric" autocomplete="one-time-code" maxlength="12" />`}
        <//>`}
  </div>
  ${!isPassword(page) && html`<p class="soft">${t("code.lost")}</p>`}
</div>`;
