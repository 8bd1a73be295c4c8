// Decisions on a piece, latest first.
import { html } from "../view.js";
import { either, moment, t, visible } from "../words.js";
import { shownAs } from "./dates.js";

const shown = (name, value) => (value ? (name === "type" ? either(`type.${value}`, value) : name === "status" ? either(`status.${value}`, t(`became.${value}`)) : visible(shownAs(name, value))) : "—");

/** Differences between two states. */
const differences = ({ before, after }) => {
  const plain = ["status", "matricule", "type"].filter((name) => before[name] !== after[name])
    .map((name) => [t(`history.${name}`), shown(name, before[name]), shown(name, after[name])]);
  const [old, now] = [before.fields || {}, after.fields || {}];
  const fields = Object.keys({ ...old, ...now }).filter((name) => old[name] !== now[name])
    .map((name) => [either(`field.${name}`, name), shown(name, old[name]), shown(name, now[name])]);
  return [...plain, ...fields];
};

const Change = ({ each }) => html`<li><time datetime=${each.at}>${moment(each.at)}</time>
  <div><p><b>${visible(each.by)}</b> ${t(`decision.${each.decision}`)}${each.note && html` <span class="soft">« ${visible(each.note)} »</span>`}</p>
  ${differences(each).map(([name, before, after]) => html`<p class="soft">${name}${t("colon")}${before} → ${after}</p>`)}</div></li>`;

export const History = ({ history }) => history && history.length > 0 && html`<details class="history"><summary>${t("history.title", { n: history.length })}</summary>
  <ol class="events">${history.map((each) => html`<${Change} each=${each} />`)}</ol></details>`;
