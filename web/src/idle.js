// Sign-out after idle time. Timers stop while a phone sleeps, so the clock decides.

export const IDLE = 15 * 60;
const WARNING = 2 * 60;
/** Scrolling is no activity: the warning itself moves the page. */
const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove"];
let last = 0;
let warned = false;
let timer = 0;
let hear = null;

const look = () => {
  const left = IDLE - (Date.now() - last) / 1000;
  if (left <= 0) {
    const { leave } = hear;
    stop();
    leave();
  } else if (left <= WARNING || warned) {
    warned = left <= WARNING;
    // What changes is read aloud again.
    hear.warn(warned ? Math.ceil(left / 30) * 30 : null);
  }
};

const touch = () => {
  look();
  last = Date.now();
  if (warned) look();
};

/** Watch for activity. `warn` gets the seconds left, or null after new activity; `leave` is called at the end. */
export const watch = (listener) => {
  stop();
  hear = listener;
  last = Date.now();
  for (const name of SIGNS) addEventListener(name, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  timer = setInterval(look, 5000);
};

export const stop = () => {
  warned = false;
  clearInterval(timer);
  for (const name of SIGNS) removeEventListener(name, touch, { capture: true });
  document.removeEventListener("visibilitychange", look);
  removeEventListener("pageshow", look);
};
