// Order of a scan's pages: fronts and backs that were scanned in two passes are proposed in order, with the printed numbers that count on.
import { html } from "../view.js";
import { count, number, t } from "../words.js";

/** Numbers of the pages that are in a piece, in the order in which they stand. */
const sequence = ({ pages }) => pages.filter((each) => each.role !== "separator").map((each) => each.page);

/** Whether the pages stand otherwise than proposed. */
const isOther = (cuts) => (cuts.proposed_order || []).length > 0 && sequence(cuts).join() !== cuts.proposed_order.join();

/** The cuts with their pages in the order proposed, or as they are; places are measured in the order proposed alone. */
export const arranged = (cuts, ordered) => {
  if (!isOther(cuts)) return cuts;
  if (!ordered) return { ...cuts, boundaries: [] };
  const places = new Map(cuts.proposed_order.map((page, at) => [page, at]));
  const placeOf = ({ page }) => (places.has(page) ? places.get(page) : places.size);
  return { ...cuts, pages: [...cuts.pages].sort((one, other) => placeOf(one) - placeOf(other)) };
};

/** Pages with a printed number in the order proposed, each with whether its number counts on from the one before. */
const printedOf = ({ pages, proposed_order: order }) => {
  const known = new Map(pages.map((each) => [each.page, each.printed]));
  return order.map((page, at) => ({ page, printed: known.get(page), follows: at > 0 && Boolean(known.get(page)) && known.get(order[at - 1]) === known.get(page) - 1 }));
};

/** Take the order proposed, or go back to that of the file. */
export const reorder = (page, arrange, keep) => {
  if (!isOther(page.data.cuts)) return;
  const past = [...page.past, page.shown];
  arrange(page, !page.ordered);
  keep(page, page.proposed, past);
};

/** The order proposed and its evidence, with the button that takes it or leaves it. */
export const Proposal = ({ page: { ordered, data: { cuts, mine } }, turn }) => {
  if (!isOther(cuts)) return null;
  const printed = printedOf(cuts);
  return html`<section class="note order" aria-labelledby="order"><h2 id="order">${t("cuts.order.title")}</h2>
    <p>${count("cuts.order.text", printed.filter((each) => each.follows).length)}</p>
    <ol>${printed.map((each) => html`<li class=${each.follows ? "follows" : ""}>${t("cuts.range", { range: number(each.page) })}<b>${each.printed ? t("cuts.order.printed", { n: each.printed }) : "–"}</b></li>`)}</ol>
    ${mine && html`<p class="buttons"><button type="button" class="second" aria-pressed=${Boolean(ordered)} onClick=${turn}>${t(ordered ? "cuts.order.leave" : "cuts.order.take")} <kbd>O</kbd></button></p>`}</section>`;
};
