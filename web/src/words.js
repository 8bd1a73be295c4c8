// What people read, in the language of the page; dates, sizes and numbers as it writes them.

export const language = document.documentElement.lang;

const addresses = JSON.parse(document.documentElement.dataset.words);
const table = {};
const begun = {};

const once = (name, make) => (begun[name] = begun[name] || make().catch((error) => { delete begun[name]; throw error; }));

/** Where something stands: the page names what comes first, the section `work` what comes later. */
export const addressOf = (name) => addresses[name] || table[`@${name}`];

// Most browsers never try a module again that they failed to import (whatwg/html 6768): what it needs is fetched before, all at once, and
// imported from the browser's own store.
/** Have a module, once: the first of some addresses, with those that it cannot do without. */
export const fetched = (some) => once(some, async () => {
  const all = some.split(" ");
  await Promise.all(all.map(async (each) => {
    const answer = await fetch(each);
    if (!answer.ok) throw new Error(each);
    await answer.arrayBuffer();
  }));
  return import(all[0]);
});

/** Have the styles of the later screens, once. */
const styled = (name) => new Promise((done, fail) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: addressOf(name), onload: done, onerror: () => { link.remove(); fail(new Error("style")); } });
  document.head.append(link);
});

/** Sections that do with the first styles. */
const PLAIN = ["app", "inside"];

/** Learn a section of the dictionary, once; the later ones come with their styles. */
export const learn = async (section) => {
  if (!addressOf(section)) await learn("work");
  const styles = PLAIN.includes(section) ? [] : addresses[section] ? ["style"] : ["style", "workstyle"];
  await Promise.all([
    // What this file itself brings is there.
    once(section, () => (section === "app" ? import(addressOf(section)) : fetched(addressOf(section))).then((said) => Object.assign(table, said.default))),
    ...styles.map((name) => once(name, () => styled(name))),
  ]);
};

/** Whether there is a word; the API may know more than the dictionary. */
export const has = (key) => key in table;

/** Say a word, with its values set in. */
export const t = (key, values = {}) => (table[key] || key).replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));

/** Say a word if there is one, else the other text. */
export const either = (key, other) => (has(key) ? t(key) : other || "");

/** Say how many: "1 page", "2 pages". Kirundi has one form (CLDR). */
export const count = (key, n) => {
  const one = language === "fr" ? n < 2 : language === "en" && n === 1;
  return t(`${key}.${one ? "one" : "other"}`, { n: number(n) });
};

export const number = (value, digits = 0) => {
  const [whole, rest] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, t("number.group"));
  return rest && Number(rest) ? grouped + t("number.decimal") + rest : grouped;
};

export const size = (bytes) => {
  const step = bytes >= 1e9 ? ["gb", 1e9] : bytes >= 1e6 ? ["mb", 1e6] : bytes >= 1e3 ? ["kb", 1e3] : ["b", 1];
  const value = bytes / step[1];
  return `${number(value, value < 10 && step[1] > 1e3 ? 1 : 0)}\u00a0${t(`unit.${step[0]}`)}`;
};

const written = (year, month, day) =>
  t("date.full", { day: day === 1 ? t("date.first") : day, month: t("date.months").split(" ")[month - 1], year });

/** A day as an act bears it: no time zone comes near it. */
export const day = (iso) => written(...iso.slice(0, 10).split("-").map(Number));

/** A moment, by the reader's own clock. */
export const moment = (iso) => {
  const at = new Date(iso);
  const two = (value) => String(value).padStart(2, "0");
  const date = written(at.getFullYear(), at.getMonth() + 1, at.getDate());
  return t("date.at", { date, hour: at.getHours(), minute: two(at.getMinutes()) });
};

export const lasting = (seconds) => (seconds < 60 ? count("seconds", Math.max(1, Math.ceil(seconds))) : count("minutes", Math.ceil(seconds / 60)));

/** The service's own words, as they are printed: its sources have neither typographic apostrophes nor blanks that hold. */
export const printed = (text) => text.replace(/ (?=[:;?!])/g, "\u00a0").replace(/'/g, "’");

/** Signs that nobody sees, or that turn the reading direction, are written as their number: a file's name cannot play tricks. */
export const visible = (text) =>
  String(text).replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, (sign) =>
    `⟨${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
