// Upload of one file into a signed slot, and what is computed of its bytes.
import { Failure } from "../api.js";

/** Milliseconds without data after which the transfer stops. */
const SILENCE = 120000;

export const bytesOf = async (blob) => new Uint8Array(await new Response(blob).arrayBuffer());

export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** SHA-256 of a file; null where the browser computes none. */
export const digestOf = async (blob) => (crypto.subtle ? hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", await bytesOf(blob)))) : null);

/** Send a file by the form of its slot; `heard` gets the bytes that have left, `held` the request, which can be aborted. */
export const posted = (slot, file, { heard = () => {}, held = () => {} } = {}) => {
  const form = new FormData();
  for (const name of Object.keys(slot.fields)) form.append(name, slot.fields[name]);
  form.append("file", file, "file");
  const line = new XMLHttpRequest();
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => line.abort(), SILENCE);
  };
  return new Promise((done, fail) => {
    line.upload.onprogress = ({ loaded }) => {
      alive();
      heard(Math.min(file.size, loaded));
    };
    line.onload = () => (line.status < 300 ? done() : fail(new Failure(line.status < 500 ? "unwanted" : "busy")));
    line.onerror = line.onabort = () => fail(new Failure("offline"));
    line.onloadend = () => clearTimeout(timer);
    line.open("POST", slot.url);
    held(line);
    alive();
    line.send(form);
  });
};
