// Strip of a scan's pages, by piece, with a button at each place between two pages and why it is cut; images come as they are looked at.
import { Component } from "../vendor/preact.js";
import { html } from "../view.js";
import { get } from "../api.js";
import { Tag } from "../parts.js";
import { either, percent, t } from "../words.js";

/** Images fetched at the same time: on a slow line the first ones come sooner so. */
const AT_ONCE = 2;

/** Images of the pages by number: those in sight, the nearest to the place that is looked at first; at a button where data are dear. */
export class Images {
  constructor(changed) {
    const dear = Boolean(navigator.connection && navigator.connection.saveData);
    Object.assign(this, { changed, known: new Map(), seen: new Set(), going: new Set(), retried: new Set(), at: 1, waits: dear || !window.IntersectionObserver });
    this.watch = window.IntersectionObserver && new IntersectionObserver((entries) => this.look(entries), { rootMargin: "200px" });
    this.pages = new Map();
  }

  /** Ask for the images of what is in sight, and leave what has gone out of it. */
  look(entries) {
    entries.forEach(({ target, isIntersecting }) => this.seen[isIntersecting ? "add" : "delete"](Number(target.dataset.page)));
    this.go();
  }

  begin() {
    this.waits = false;
    if (!this.watch) this.pages.forEach((page, number) => this.seen.add(number));
    this.changed();
    this.go();
  }

  go() {
    const next = () => Array.from(this.seen).filter((each) => this.pages.get(each).piece && !this.known.has(each) && !this.going.has(each))
      .sort((one, other) => Math.abs(one - this.at) - Math.abs(other - this.at))[0];
    while (!this.waits && this.going.size < AT_ONCE && next()) this.bring(this.pages.get(next()));
  }

  async bring({ page, piece, number }) {
    this.going.add(page);
    try {
      this.known.set(page, await get(`/pieces/${encodeURIComponent(piece)}/pages/${number}`));
    } catch (error) {
      this.came(page, true);
    }
    this.changed();
  }

  /** An image has come, or has not: the next one is asked for. A link may have ended: it is asked for once more. */
  came(page, broken) {
    this.going.delete(page);
    if (broken && !this.retried.has(page)) {
      this.retried.add(page);
      this.known.delete(page);
    } else if (broken) {
      this.known.set(page, null);
    }
    if (broken) this.changed();
    this.go();
  }

  again(page) {
    this.known.delete(page);
    this.seen.add(page);
    this.changed();
    this.go();
  }

  close() {
    if (this.watch) this.watch.disconnect();
    this.waits = true;
  }
}

export const Picture = ({ page, images }) => {
  const image = images.known.get(page.page);
  return image && html`<img src=${image.url} width=${image.width} height=${image.height} alt=${t("cuts.image", { n: page.page })}
    onLoad=${() => images.came(page.page)} onError=${() => images.came(page.page, true)} />`;
};

const markOf = (page) => (page.closed ? "cuts.closed" : page.role === "content" ? "" : `cuts.${page.role}`);

/** One page: its image or what is known without it. */
class Sheet extends Component {
  componentDidMount() {
    if (this.props.images.watch) this.props.images.watch.observe(this.place);
  }

  componentWillUnmount() {
    if (this.props.images.watch) this.props.images.watch.unobserve(this.place);
  }

  render({ page, images, enlarge }) {
    const image = images.known.get(page.page);
    const mark = markOf(page);
    return html`<figure class="page-of ${mark ? "marked" : ""}" data-page=${page.page} ref=${(place) => { this.place = place; }}>
      ${image ? html`<button type="button" class="thumb" tabindex="-1" aria-label=${t("cuts.enlarge_page", { n: page.page })} onClick=${() => enlarge(page)}><${Picture} page=${page} images=${images} /></button>`
      : image === null ? html`<button type="button" class="thumb plain" onClick=${() => images.again(page.page)}>${t("cuts.image_again")}<span class="unseen"> (${page.page})</span></button>`
      : html`<span class="thumb"></span>`}
      <figcaption><b>${page.page}</b>${mark && html` ${t(mark)}`}</figcaption></figure>`;
  }
}

const Place = ({ place, page, act }) => {
  const { at, starts } = page;
  const cut = starts.has(place.page);
  const { page: n, before, doubtful, fixed, likely } = place;
  const name = [t("cuts.place", { before, after: n }), t(`cuts.state.${cut ? "cut" : "joined"}`), doubtful && t("cuts.doubtful")].filter(Boolean).join(", ");
  return html`<button type="button" id="at-${n}" class="place ${cut ? "cut" : ""} ${doubtful ? "doubtful" : ""} ${n === at ? "on" : ""}" tabindex=${n === at || doubtful ? 0 : -1}
    aria-label=${name} aria-pressed=${cut} aria-disabled=${fixed} aria-describedby=${n === at ? "why" : null} onFocus=${() => act.look(n)} onClick=${() => act.turn(place)}>
    <span aria-hidden="true">${fixed ? "▪" : "✂"}</span>${doubtful && html`<span class="doubt">${cut ? `${t("cuts.doubtful")} · ${percent(likely)}` : "?"}</span>`}</button>`;
};

/** Flat, so that a page and its place stay what they are wherever the scan is cut. */
export const Strip = ({ page, groups, act }) => {
  const enlarge = (each) => act.enlarge(each.page);
  const parts = [];
  groups.forEach((group, at) => {
    if (group.place) parts.push(html`<${Place} key="at-${group.place.page}" place=${group.place} page=${page} act=${act} />`);
    parts.push(html`<h2 key="piece-${group.pages[0].page}">${t("cuts.piece", { n: at + 1 })} <span class="light">${act.wordsOf(group)}</span></h2>`);
    group.pages.forEach((each) => {
      if (each.place) parts.push(html`<${Place} key="at-${each.place.page}" place=${each.place} page=${page} act=${act} />`);
      parts.push(html`<${Sheet} key="page-${each.page}" page=${each} images=${page.images} enlarge=${enlarge} />`);
    });
  });
  return html`<div class="strip-of" role="group" aria-label=${t("cuts.strip")}>${parts}</div>`;
};

const Reason = ({ each }) => html`<li class=${each.weight > 0 ? "speaks-for" : "speaks-against"}><span class="unseen">${t(each.weight > 0 ? "cuts.for" : "cuts.against")} </span>${either(`why.${each.rule}`, each.rule)}</li>`;

/** Why a place is cut or not, and how likely a piece begins there. */
export const Why = ({ page }) => {
  const place = page.places.get(page.at);
  if (!place) return null;
  const { boundary, fixed } = place;
  const cut = page.starts.has(page.at);
  const reasons = boundary ? boundary.reasons.filter((each) => each.weight) : [];
  return html`<h2>${t("cuts.place", { before: place.before, after: place.page })} ${place.doubtful && html`<${Tag} status="to_review" word=${t("cuts.doubtful")} />`}</h2>
    <div id="why" class="why">
      <p><b>${t(`cuts.says.${cut ? "cut" : "joined"}`, { n: place.page })}</b>
        ${fixed ? html` ${t("cuts.fixed")}` : boundary ? html` ${t("cuts.likely", { percent: place.likely })}` : html` ${t("cuts.unmeasured")}`}
        ${!fixed && boundary && boundary.cut !== cut && html` ${t(`cuts.otherwise.${cut ? "joined" : "cut"}`)}`}</p>
      ${!fixed && reasons.length > 0 && html`<ul>${reasons.map((each) => html`<${Reason} each=${each} key=${each.rule} />`)}</ul>`}
    </div>`;
};
