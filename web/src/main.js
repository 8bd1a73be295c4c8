// The application: session, current screen, navigation, messages.
import { find, html, render } from "./view.js";
import * as api from "./api.js";
import * as signin from "./signin.js";
import { Loading, Problem } from "./parts.js";
import { count, lasting, learn, t } from "./words.js";

const early = window.ububiko;
const root = document.documentElement;
/** Screens after sign-in (inside.js), not loaded before. */
let inside = null;
let reader = null;
let brought = null;
let page = null;
let notice = null;
let challenge = null;

// --- stored on the device: whether a session may exist, never whose ----------------------------------------------------

const remember = (value) => {
  try {
    if (value) localStorage.setItem("signed", value);
    else localStorage.removeItem("signed");
  } catch (error) {
    // A browser that keeps nothing asks for the password again.
    early.signed = value;
  }
};

/** What of the case file is left on this device; the files that were downloaded are counted no more. */
const left = () => {
  try {
    const saved = Number(localStorage.saved);
    delete localStorage.saved;
    if (saved) return count("saved", saved);
  } catch (error) {
    // A browser that keeps nothing has counted nothing.
  }
  return t("nothing_left");
};

// --- the screens -----------------------------------------------------------------------------------------------------

const wanted = () => {
  if (!location.hash.startsWith("#/")) return [];
  return location.hash.slice(2).split("/").filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch (error) {
      return part;
    }
  });
};

/** Load inside.js and its words in parallel. */
const open = async () => {
  const [found] = await Promise.all([import("./inside.js"), learn("inside")]);
  return found;
};

/** Load what the reader needs; begun while the password is checked. */
const enterable = async () => {
  if (inside) return;
  const found = await open();
  await found.prepare(reader);
  // Left meanwhile.
  if (!reader || inside) return;
  inside = found;
  if (brought) inside.casefile.keep(brought);
  inside.idle.watch({ warn: warned, leave: () => leave({ idle: inside.idle.IDLE / 60 }) });
};

const screenOf = (name) => {
  if (name === "forgotten") return import("./screens/forgotten.js");
  if (name === "challenge") return challenge && import("./screens/challenge.js");
  return inside && inside.screenOf(name, reader);
};

const Notice = ({ kind, text, act, word }) => html`<div class="bar ${kind}" role=${kind === "warn" ? "alert" : "status"}>
  <div class="wide"><span>${text}</span>${act && html` <button type="button" class="plain" onClick=${act}>${word}</button>`}</div>
</div>`;

const toHeading = () => {
  const heading = document.querySelector("#app [autofocus]") || document.querySelector("#app h1");
  if (heading) heading.focus({ preventScroll: true });
};

/** Load the screen again; its heading takes the focus, since the button is gone. */
const retry = async () => {
  await page.load();
  toHeading();
};

const Standing = () => {
  if (page.failure) return html`<${Problem} error=${page.failure} retry=${retry} />`;
  return page.screen && page.ready ? html`<${page.screen.View} page=${page} reader=${reader} key=${page.key} />` : html`<${Loading} />`;
};

const paint = () => {
  const shown = Boolean(reader || (page && page.open) || challenge);
  signin.stand(!shown);
  render(notice && html`<${Notice} ...${notice} />`, find("notice"));
  find("nav").parentNode.parentNode.classList.toggle("in", Boolean(reader && inside));
  render(reader && inside && html`<${inside.Nav} reader=${reader} current=${page && page.name} leave=${() => leave()} />`, find("nav"));
  render(shown && (page ? html`<${Standing} />` : null), find("app"));
  // A screen whose data have not come has no title yet.
  const title = shown && page && (page.failure ? t("error.title") : page.ready && page.screen.title(page));
  document.title = title ? `${title} – Ububiko` : early.title;
};

/** A screen with its arguments, its data, and a callback for changes. */
const pageOf = (name, args, key) => {
  const made = { name, args, key, data: {}, ready: false, open: name === "forgotten" || name === "challenge" };
  made.change = (part) => {
    Object.assign(made, part);
    if (page === made) paint();
  };
  made.act = acts;
  made.load = async () => {
    clearTimeout(quiet);
    made.change({ failure: null, ready: false });
    try {
      if (reader) await enterable();
      made.name = name || inside.first(reader);
      const loaded = await screenOf(made.name);
      if (!loaded) throw new api.Failure("not_found");
      if (loaded.SECTION) await Promise.all([].concat(loaded.SECTION).map(learn));
      made.screen = loaded;
      if (loaded.load) await loaded.load(made, reader);
      made.change({ ready: true });
      if (reader && navigator.serviceWorker) quiet = setTimeout(keepShell, 5000);
    } catch (error) {
      made.change({ failure: error instanceof api.Failure ? error : new api.Failure("offline") });
    }
  };
  return made;
};

const show = async () => {
  const asked = wanted();
  if (page && page.screen && page.screen.leave) page.screen.leave(page);
  const name = asked[0];
  challenge = null;
  if (!reader && name !== "forgotten") {
    page = null;
    return paint();
  }
  const standing = (page = pageOf(name, asked.slice(1), location.hash));
  const came = history.state && history.state.y;
  await standing.load();
  if (page !== standing) return undefined;
  if (came === undefined || came === null) {
    scrollTo(0, 0);
    if (moved) toHeading();
  } else {
    scrollTo(0, came);
  }
  return undefined;
};

let moved = false;
let resting = 0;
let quiet = 0;
let retrying = 0;

// --- sign-in and sign-out ------------------------------------------------------------------------------------------------

const wipe = () => {
  if (page && page.screen && page.screen.leave) page.screen.leave(page);
  reader = brought = page = challenge = null;
  find("username").value = "";
  api.forget();
  acts.trail = { opened: [], found: "" };
  if (inside) inside.close();
  inside = null;
};

const enter = async (answer) => {
  stopRetrying();
  notice = null;
  if (answer.challenge) {
    challenge = answer;
    page = pageOf("challenge", [answer], "challenge");
    await page.load();
    toHeading();
    return;
  }
  api.accept(answer);
  reader = answer.reader;
  challenge = null;
  brought = answer.casefile;
  remember("yes");
  moved = true;
  await show();
};

const warned = (left) => {
  notice = left === null ? null : { kind: "warn", text: t("idle.warning", { minutes: lasting(left) }), word: t("idle.stay"), act: () => warned(null) };
  paint();
};

/** Sign out at the service; the page says so until the service confirms. */
const tellLeft = async (said) => {
  try {
    await api.say("DELETE", "/session");
  } catch (failure) {
    if (!failure.status || failure.status >= 500) {
      notice = { kind: "warn", text: t("signing_out_later"), word: t("retry"), act: () => tellLeft(said) };
      addEventListener("online", () => tellLeft(said), { once: true });
      return paint();
    }
  }
  remember(null);
  notice = said && { kind: "info", text: said };
  return paint();
};

const leave = async ({ idle, everywhere, said } = {}) => {
  if (everywhere) await api.ask("DELETE", "/session?everywhere=true");
  wipe();
  remember("leaving");
  history.replaceState(null, "", idle ? location.hash : "#/");
  notice = null;
  paint();
  find("username").focus();
  await tellLeft(`${said || t(idle ? "ended_idle" : "signed_out", { minutes: idle })} ${left()}`);
};

const ended = () => {
  if (!reader) return;
  wipe();
  remember(null);
  notice = { kind: "warn", text: `${t("ended")} ${left()}` };
  paint();
};

/** Return from a challenge to the password. */
const again = async () => {
  await show();
  find("username").focus();
};

/** `trail`: the pieces that the reader opened, and the last search for a case file. */
const acts = { trail: { opened: [], found: "" }, enter, leave, again, show: (text) => { notice = text && { kind: "info", text }; paint(); } };

/** Cache the empty pages for offline use, once the line has been idle for five seconds. */
const keepShell = () => {
  const policy = window.trustedTypes && window.trustedTypes.createPolicy && early.policy === undefined
    ? (early.policy = window.trustedTypes.createPolicy("ububiko", { createScriptURL: (address) => address }))
    : early.policy;
  const home = root.lang === "fr" ? "/" : `/${root.lang}/`;
  const address = `${home}worker.js`;
  navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address, { scope: home }).catch(() => {});
};

const stopRetrying = () => {
  clearTimeout(retrying);
  removeEventListener("online", resume);
};

/** Go on with the session of this device; after a lost line again by itself, for not every line that comes back is announced. */
const resume = async () => {
  stopRetrying();
  try {
    await enter(await api.refresh(early.refresh));
  } catch (failure) {
    early.refresh = null;
    if (failure.status === 401) {
      remember(null);
      notice = { kind: "warn", text: t("ended") };
    } else {
      notice = { kind: "warn", text: failure.code === "offline" ? t("offline") : failure.words, word: t("retry"), act: resume };
      addEventListener("online", resume);
      retrying = setTimeout(resume, 8000);
    }
    await show();
  }
};

const start = async () => {
  early.title = document.title;
  api.whenEnded(ended);
  await learn("app");
  // A failure is shown when the API is next called.
  const begin = () => open().catch(() => {});
  signin.start(enter, begin);
  history.scrollRestoration = "manual";
  addEventListener("hashchange", () => {
    if (location.hash && !location.hash.startsWith("#/")) return;
    moved = true;
    show();
  });
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(() => history.replaceState({ y: scrollY }, ""), 200);
  }, { passive: true });
  addEventListener("storage", (event) => {
    if (event.key !== "signed" || event.newValue === "yes" || !reader) return;
    wipe();
    notice = { kind: "info", text: `${t("signed_out")} ${left()}` };
    paint();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    // Its address would stand in the place of the screen's.
    event.preventDefault();
    find("main").focus();
  });
  document.querySelectorAll("a[hreflang]").forEach((link) => {
    link.addEventListener("click", () => { link.hash = location.hash; });
  });
  if (early.refresh) {
    begin();
    return resume();
  }
  if (early.signed === "leaving") tellLeft(`${t("signed_out")} ${left()}`);
  return early.answer ? undefined : show();
};

start().catch(() => { find("unready").hidden = false; });
