// Places of a scan where a piece may begin, what is proposed of them, and the pieces that come of it.

/** Places between two pages where a piece may begin, by the page behind: a separator sheet belongs to the place. */
export const placesOf = ({ pages, boundaries }) => {
  const known = new Map(boundaries.map((each) => [each.page, each]));
  const places = new Map();
  let before = null;
  for (const page of pages.filter((each) => each.role !== "separator")) {
    const boundary = known.get(page.page);
    if (before) {
      places.set(page.page, {
        page: page.page, before: before.page, boundary, fixed: before.closed || page.closed,
        doubtful: Boolean(boundary && boundary.doubtful) && !before.closed && !page.closed, likely: boundary && Math.round(100 * boundary.probability),
      });
    }
    before = page;
  }
  return places;
};

/** First pages: as proposed while a piece of the scan waits for its cuts, else as they are. */
export const startsOf = ({ starts, boundaries, confirmed, pieces }, places) => {
  const asked = !confirmed && pieces.some((each) => each.reason === "cuts");
  const proposed = asked ? boundaries.filter((each) => each.cut && places.has(each.page) && !places.get(each.page).fixed).map((each) => each.page) : [];
  return new Set([...starts, ...proposed].filter((each) => places.has(each)));
};

/** Pages by piece as they are cut now; separator sheets stand before the page that they announce. */
export const groupsOf = (cuts, places, starts) => {
  const groups = [];
  let sheets = [];
  for (const page of cuts.pages) {
    const place = places.get(page.page);
    if (page.role === "separator") {
      sheets.push(page);
    } else {
      const begins = !groups.length || starts.has(page.page);
      if (begins) groups.push({ place, pages: [] });
      const [first, ...others] = [...sheets, page];
      groups[groups.length - 1].pages.push({ ...first, place: begins ? null : place }, ...others);
      sheets = [];
    }
  }
  if (groups.length) groups[groups.length - 1].pages.push(...sheets);
  return groups;
};

/** Numbers of pages in short, as the service writes them. */
export const rangeOf = (numbers) => {
  const runs = [];
  numbers.forEach((each) => {
    const run = runs[runs.length - 1];
    if (run && each === run[1] + 1) run[1] = each;
    else runs.push([each, each]);
  });
  return runs.map(([one, other]) => (one === other ? one : `${one}-${other}`)).join(", ");
};

/** Numbers of the pages of a group; a separator sheet is in no piece. */
export const numbersOf = (group) => group.pages.filter((each) => each.role !== "separator").map((each) => each.page);
