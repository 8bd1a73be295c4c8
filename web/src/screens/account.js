// Account screen: password, authenticator, notices, devices, recent sign-ins.
import { html } from "../view.js";
import { ask, get } from "../api.js";
import { Done, Field, Form, take } from "../forms.js";
import { More, paged, wordsOf } from "../parts.js";
import { either, language, moment, t, visible } from "../words.js";
import { NewPassword, unmet } from "./newpassword.js";

export const SECTION = ["extra", "entering"];

export const title = () => t("account.title");

export const load = async (page) => {
  page.data = await get("/session/sign-ins");
  page.more = paged(page, async () => {
    const { sign_ins, next } = await get(`/session/sign-ins?cursor=${encodeURIComponent(page.data.next)}`);
    page.data = { ...page.data, sign_ins: [...page.data.sign_ins, ...sign_ins], next };
  });
};

// --- password ----------------------------------------------------------------------------------------------------------

const checkChange = ({ current, chosen }) => [
  ...(current ? [] : [{ id: "current", text: t("password.missing") }]),
  ...(unmet(chosen).length ? [{ id: "chosen", text: t("new.refused") }] : []),
];

const changing = (page) => async ({ current, chosen }) => {
  await ask("POST", "/session/password", { password: current, new_password: chosen });
  page.change({ changed: true });
};

const Password = ({ page, reader }) => html`<section class="card">
  <h2>${t("password.title")}</h2>
  ${page.changed
    ? html`<${Done}>${t("password.done")}<//>`
    : html`<${Form} label=${t("password.submit")} send=${changing(page)} check=${checkChange}
          blame=${{ wrong_password: "current", weak_password: "chosen", same_password: "chosen" }}>
        ${(problem) => html`<input class="unseen" type="text" autocomplete="username" value=${reader.name} readonly tabindex="-1" aria-hidden="true" />
          <${Field} id="current" label=${t("password.current")} problem=${problem("current")} secret autocomplete="current-password" />
          <${NewPassword} id="chosen" label=${t("password.new")} problem=${problem("chosen")} />`}
      <//>`}
</section>`;

// --- code --------------------------------------------------------------------------------------------------------------

const beginning = (page) => async ({ confirm }) => {
  const key_ = await ask("POST", "/session/totp", { password: confirm });
  page.change({ key_, asking: false });
};

const proving = (page) => async ({ code }) => {
  await ask("PUT", "/session/totp", { code: code.replace(/\s/g, "") });
  page.change({ key_: null, said: "totp.on", data: { ...page.data, totp: true } });
};

const removing = (page) => async ({ confirm }) => {
  await ask("DELETE", "/session/totp", { password: confirm });
  page.change({ said: "totp.off", asking: false, data: { ...page.data, totp: false } });
};

const checkCode = ({ code }) => (/^\s*(\d\s*){6}$/.test(code) ? [] : [{ id: "code", text: t("code.missing") }]);

/** QR code of the service; an SVG by itself must declare its namespace. */
const picture = (drawn) => `data:image/svg+xml,${encodeURIComponent(drawn.replace(/^<svg(?![^>]*xmlns=)/, '<svg xmlns="http://www.w3.org/2000/svg"'))}`;

const grouped = (secret) => secret.replace(/(.{4})(?=.)/g, "$1 ");

const Enrol = ({ page }) => html`<ol class="steps">
    <li><h3 tabindex="-1" ref=${take}>${t("totp.step_app")}</h3>
      <p><a class="button second" href=${page.key_.uri.startsWith("otpauth:") ? page.key_.uri : null}>${t("totp.open")}</a></p>
      ${page.key_.qr && html`<p>${t("totp.scan")}</p>
        <p><img class="qr" alt=${t("totp.qr")} width="200" height="200" src=${picture(page.key_.qr)} /></p>`}
      <p>${t("totp.secret")}<br /><code>${grouped(page.key_.secret)}</code></p></li>
    <li><h3>${t("totp.step_code")}</h3>
      <${Form} key="prove" label=${t("totp.submit")} send=${proving(page)} check=${checkCode} blame=${{ wrong_code: "code" }}>
        ${(problem) => html`<${Field} id="code" label=${t("code.label")} problem=${problem("code")} inputmode="numeric" autocomplete="one-time-code" maxlength="12" />`}
      <//></li>
  </ol>
  <${Cancel} page=${page} />`;

const cancel = (page) => () => {
  page.change({ asking: false, key_: null });
  document.getElementById("totp").focus();
};

const Cancel = ({ page }) => html`<p><button type="button" class="plain flush" onClick=${cancel(page)}>${t("totp.cancel")}</button></p>`;

/** Ask for the password again: the device may be unattended. */
const Confirm = ({ page, word, label, send }) => html`<p>${t(word)}</p>
  <${Form} key=${word} second label=${label} send=${send} blame=${{ wrong_password: "confirm", sign_in_refused: "confirm" }}
      check=${({ confirm }) => (confirm ? [] : [{ id: "confirm", text: t("password.missing") }])}>
    ${(problem) => html`<${Field} id="confirm" label=${t("password.current")} problem=${problem("confirm")} secret autocomplete="current-password" />`}
  <//>
  <${Cancel} page=${page} />`;

const Ask = ({ page, label }) => html`<p><button id="totp" type="button" class="second" onClick=${() => {
  page.change({ asking: true, said: null });
  document.getElementById("confirm").focus();
}}>${label}</button></p>`;

const Off = ({ page }) => html`<p>${t("totp.text")}</p>
  ${page.asking
    ? html`<${Confirm} page=${page} word="totp.start_text" label=${t("code.submit")} send=${beginning(page)} />`
    : html`<${Ask} page=${page} label=${t("totp.start")} />`}`;

const On = ({ page }) => html`${page.said ? null : html`<p>${t("totp.is_on")}</p>`}
  ${page.asking
    ? html`<${Confirm} page=${page} word="totp.stop_text" label=${t("totp.stop")} send=${removing(page)} />`
    : html`<${Ask} page=${page} label=${t("totp.stop")} />`}`;

const Totp = ({ page }) => html`<section class="card">
  <h2>${t("totp.title")} <span class="tag ${page.data.totp ? "filed" : ""}">${t(page.data.totp ? "totp.state_on" : "totp.state_off")}</span></h2>
  ${page.said && html`<${Done}>${t(page.said)}<//>`}
  ${page.data.totp ? html`<${On} page=${page} />` : page.key_ ? html`<${Enrol} page=${page} />` : html`<${Off} page=${page} />`}
</section>`;

// --- notices -----------------------------------------------------------------------------------------------------------

const switching = (page, on) => async () => {
  await ask("PUT", "/session/notices", { on, language });
  page.change({ noticed: true, data: { ...page.data, notices: on ? "on" : "off" } });
};

const Notices = ({ page, state = page.data.notices, off = state === "off" }) => html`<section class="card">
  <h2>${t("notices.title")}</h2>
  <p>${t("notices.what")}</p>
  <${page.noticed ? Done : "p"} key=${state}>${t(`notices.${state}`)}<//>
  ${state !== "no_address" && html`<${Form} key=${state} second label=${t(off ? "notices.start" : "notices.stop")} send=${switching(page, off)}>${() => null}<//>`}
</section>`;

// --- devices and sign-ins ------------------------------------------------------------------------------------------------

const everywhere = (page) => async () => {
  page.change({ failed: null });
  try {
    await page.act.leave({ everywhere: true });
  } catch (failed) {
    page.change({ failed });
  }
};

const Devices = ({ page }) => html`<section class="card">
  <h2>${t("account.sessions")}</h2>
  <p>${t("account.everywhere_text")}</p>
  ${page.failed && html`<p class="note bad" role="alert">${wordsOf(page.failed)}</p>`}
  <p class="buttons">
    <button type="button" class="second" onClick=${() => page.act.leave()}>${t("account.sign_out")}</button>
    <button type="button" class="second" onClick=${everywhere(page)}>${t("account.everywhere")}</button>
  </p>
</section>`;

/** The latest first: refusals that are counted together stand where the first of them was. */
const ordered = (some) => [...some].sort((one, other) => other.at.localeCompare(one.at));

const SignIns = ({ page }) => html`<section class="card">
  <h2>${t("account.sign_ins")}</h2>
  ${page.data.sign_ins.length
    ? html`<ol class="events">${ordered(page.data.sign_ins).map((each) => html`<li>
        <time datetime=${each.at}>${moment(each.at)}</time>
        <p><b>${either(`outcome.${each.outcome}`, each.outcome)}</b>
          ${each.times > 1 && html` <span class="soft">${t("account.times", { n: each.times })}</span>`}
          ${each.address && html` <span class="soft">${visible(each.address)}</span>`}</p>
      </li>`)}</ol>`
    : html`<p class="soft">${t("account.no_sign_ins")}</p>`}
  ${page.data.next && html`<${More} page=${page} />`}
  <p class="soft">${t("account.unknown_sign_in")}</p>
</section>`;

export const View = ({ page, reader }) => html`<header class="head">
    <h1 tabindex="-1">${title()}</h1>
    <ul class="line">
      <li>${t(reader.matricule ? "account.matricule" : "account.name")} <b>${visible(reader.matricule || reader.name)}</b></li>
      <li>${t("account.roles")} <b>${reader.roles.map((role) => either(`role.${role}`, role)).join(", ")}</b></li>
    </ul>
  </header>
  <div class="tiles">
    <${Password} page=${page} reader=${reader} />
    <${Devices} page=${page} />
    <${Totp} page=${page} />
    ${page.data.notices && html`<${Notices} page=${page} />`}
    <${SignIns} page=${page} />
  </div>`;
