// Sign-in form: takes over the static form of the page and keeps what was typed, and the focus.
import { find, html, render } from "./view.js";
import { read, say } from "./api.js";
import { Problems, wordsOf } from "./parts.js";
import { t } from "./words.js";

const early = window.ububiko;
let entered;
let begin;
let busy = false;

const mark = (id, text) => {
  const input = find(id);
  let note = find(`${id}-error`);
  if (!note) {
    note = Object.assign(document.createElement("span"), { id: `${id}-error`, className: "error" });
    input.closest(".field").insertBefore(note, input.closest(".with") || input);
  }
  note.textContent = text;
  note.hidden = !text;
  input.setAttribute("aria-invalid", text ? "true" : "false");
  input.setAttribute("aria-describedby", [find(`${id}-hint`) ? `${id}-hint` : "", text ? note.id : ""].join(" ").trim());
};

const tell = (problems) => {
  for (const id of ["username", "password"]) mark(id, (problems.find((each) => each.id === id) || {}).text || "");
  const box = find("signin-summary");
  render(html`<${Problems} problems=${problems} />`, box);
  if (problems.length) box.firstElementChild.focus();
};

const wait = (waiting) => {
  busy = waiting;
  const button = find("signin").querySelector("form > p > button");
  early.label = early.label || button.textContent;
  button.textContent = waiting ? t("signin.busy") : early.label;
  button.setAttribute("aria-disabled", waiting);
  find("waiting").hidden = true;
};

const settle = async (answering) => {
  wait(true);
  tell([]);
  begin();
  try {
    const answer = await answering;
    find("password").value = "";
    await entered(answer);
  } catch (error) {
    tell([{ id: error.code === "sign_in_refused" ? "password" : null, text: wordsOf(error) }]);
  }
  wait(false);
};

const submit = () => {
  if (busy) return;
  const username = find("username").value.trim();
  const password = find("password").value;
  const problems = [];
  if (!username) problems.push({ id: "username", text: t("signin.no_username") });
  if (!password) problems.push({ id: "password", text: t("signin.no_password") });
  if (problems.length) tell(problems);
  else settle(say("POST", "/session", { username, password }));
};

const toggle = (button) => {
  const input = find(button.dataset.show);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = t(shown ? "show" : "hide");
  });
};

/** Take over the form; inside.js is loaded while the password is checked. */
export const start = (whenEntered, whenSent) => {
  entered = whenEntered;
  begin = whenSent;
  find("signin").querySelectorAll("[data-show]").forEach(toggle);
  early.submit = submit;
  if (early.answer) settle(read(early.answer));
};

/** Show the form, or remove it with its values. */
export const stand = (shown) => {
  find("signin").hidden = !shown;
  find("waiting").hidden = true;
  if (shown) return;
  find("password").value = "";
  find("password").type = "password";
  tell([]);
};
