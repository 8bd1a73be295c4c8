// Dictionary of the page's language; formats of dates, sizes and numbers.

export const language = document.documentElement.lang;

const addresses = JSON.parse(document.documentElement.dataset.words);
const table = {};
const begun = {};

const once = (name, make) => (begun[name] = begun[name] || make().catch((error) => { delete begun[name]; throw error; }));

/** Address of a file: the page lists early files, the section `work` later ones. */
export const addressOf = (name) => addresses[name] || table[`@${name}`];

// Browsers do not retry a failed import (whatwg/html 6768): a module and its imports are fetched first, in parallel, and imported
// from the browser's cache.
/** Import the first of some addresses once; the others are its dependencies. */
export const fetched = (some) => once(some, async () => {
  const all = some.split(" ");
  await Promise.all(all.map(async (each) => {
    const answer = await fetch(each);
    if (!answer.ok) throw new Error(each);
    await answer.arrayBuffer();
  }));
  return import(all[0]);
});

const styled = (name) => once(name, () => new Promise((done, fail) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: addressOf(name), onload: done, onerror: () => { link.remove(); fail(new Error("style")); } });
  document.body.append(link); // after the first styles, which it overrides
}));

/** Load the styles of later screens, once; those at work need them for their menu. */
export const dressed = () => Promise.all(["style", "workstyle"].map(styled));

/** Sections that need no later styles. */
const PLAIN = ["app", "inside"];

/** Load a section of the dictionary with its styles, once. */
export const learn = async (section) => {
  if (!addressOf(section)) await learn("work");
  const styles = PLAIN.includes(section) ? [] : addresses[section] ? ["style"] : ["style", "workstyle"];
  await Promise.all([
    // This file's own words are present.
    once(section, () => (section === "app" ? import(addressOf(section)) : fetched(addressOf(section))).then((said) => Object.assign(table, said.default))),
    ...styles.map(styled),
  ]);
};

/** Whether the dictionary has a key. */
export const has = (key) => key in table;

/** Text of a key with its values; French elides before a name: "Dossier d’Alice". */
export const t = (key, values = {}) => (table[key] || key).replace(/(de )?\{(\w+)\}/g, (hole, de = "", name) => (name in values ? (de && /^[AEIOUÂÉÈÊÎÔ]/.test(values[name]) ? "d’" : de) + values[name] : hole));

/** Text of a key, else another text. */
export const either = (key, other) => (has(key) ? t(key) : other || "");

/** Plural: "1 page", "2 pages". Kirundi has one form (CLDR). */
export const count = (key, n, values = {}, digits = 0) => {
  const one = language === "fr" ? n < 2 : language === "en" && n === 1;
  return t(`${key}.${one ? "one" : "other"}`, { n: number(n, digits), ...values });
};

export const number = (value, digits = 0) => {
  const [whole, rest] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, t("number.group"));
  return rest && Number(rest) ? grouped + t("number.decimal") + rest : grouped;
};

export const percent = (n) => number(n) + (language === "en" ? "%" : "\u00a0%");

export const size = (bytes) => {
  const step = bytes >= 1e9 ? ["gb", 1e9] : bytes >= 1e6 ? ["mb", 1e6] : bytes >= 1e3 ? ["kb", 1e3] : ["b", 1];
  const value = bytes / step[1];
  return `${number(value, value < 10 && step[1] > 1e3 ? 1 : 0)}\u00a0${t(`unit.${step[0]}`)}`;
};

const written = (year, month, day) =>
  t("date.full", { day: day === 1 ? t("date.first") : day, month: t("date.months").split(" ")[month - 1], year });

/** A calendar day, independent of time zones. */
export const day = (iso) => written(...iso.slice(0, 10).split("-").map(Number));

const two = (value) => String(value).padStart(2, "0");

/** A time in the reader's time zone. */
export const moment = (iso) => {
  const at = new Date(iso);
  const date = written(at.getFullYear(), at.getMonth() + 1, at.getDate());
  return t("date.at", { date, hour: at.getHours(), minute: two(at.getMinutes()) });
};

export const lasting = (seconds) => (seconds < 60 ? count("seconds", Math.max(1, Math.ceil(seconds))) : count("minutes", Math.ceil(seconds / 60)));

/** The service's messages with typographic apostrophes and no-break spaces. */
export const printed = (text) => text.replace(/ (?=[:;?!])/g, "\u00a0").replace(/'/g, "’");

/** Escape invisible and bidirectional control characters of file names. */
export const visible = (text) =>
  String(text).replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, (sign) =>
    `⟨${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
