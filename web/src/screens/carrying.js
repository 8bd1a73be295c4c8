// How the bytes of an original come: as a stream that gives up when nothing comes, is held against a digest, and ends as a file.
import { visible } from "../words.js";

/** Milliseconds without a byte after which a line counts as broken. */
const SILENCE = 20000;

/** SHA-256, as the archive writes it. */
export const digestOf = async (whole) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** One reader of a stream, which gives up when nothing comes. */
export const pouring = async (address, from, take) => {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(), SILENCE);
  try {
    const answer = await fetch(address, { headers: from ? { Range: `bytes=${from}-` } : {}, signal: control.signal, referrerPolicy: "no-referrer" });
    if (answer.status !== (from ? 206 : 200)) throw new Error(`status ${answer.status}`);
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => control.abort(), SILENCE);
      take(value);
    }
  } finally {
    clearTimeout(timer);
  }
};

/** Give what came to the browser, as a file. */
export const hand = (whole, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([whole], { type: "application/octet-stream" }));
  link.download = visible(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
