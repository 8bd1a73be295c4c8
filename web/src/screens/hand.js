// Leased piece handed from one screen to the next, and the last decision that can be undone.

let held = null;
let last = null;
let reason = null;

/** Cleared at sign-out. */
export const forget = () => { held = last = reason = null; };

/** Open a piece that was just leased, without a second request. */
export const take = (found, only = null) => {
  held = found;
  reason = only;
  location.hash = `#/check/${found.piece}`;
};

/** The leased piece, once. */
export const taken = (name) => {
  const found = held && held.piece === name ? held : null;
  held = null;
  return found;
};

/** Reason filter of the queue. */
export const only = () => reason;

export const remember = (deed) => { last = deed; };

export const remembered = () => last;
