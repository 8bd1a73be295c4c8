// The piece that is in the archivist's hand on its way from one screen to the next, and the decision that may still be undone at a key.

let held = null;
let last = null;
let reason = null;

/** Nothing of it is the next reader's. */
export const forget = () => { held = last = reason = null; };

/** Open a piece that the service has just put into our hand: it need not be asked for twice. */
export const take = (found, only = null) => {
  held = found;
  reason = only;
  location.hash = `#/check/${found.piece}`;
};

/** Have the piece that was taken, once. */
export const taken = (name) => {
  const found = held && held.piece === name ? held : null;
  held = null;
  return found;
};

/** Of which reason alone pieces are gone through. */
export const only = () => reason;

export const remember = (deed) => { last = deed; };

export const remembered = () => last;
