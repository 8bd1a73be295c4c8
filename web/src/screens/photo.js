// Photo or PDF beside a report: made smaller on the device, shown, removable, and sent into a signed slot before the report.
import { find, html } from "../view.js";
import { ask } from "../api.js";
import { size, t } from "../words.js";
import { bytesOf, digestOf, posted } from "./posting.js";

/** Bytes, as the service takes them. */
const MOST_PHOTO = 300 * 1024;
const MOST_PDF = 2 * 1024 * 1024;
/** Bytes of a file that a phone can open. */
const MOST_OPENED = 40e6;
/** Longest sides and qualities, tried in this order until the photo is small enough. */
const TRIES = [[1800, 0.8], [1800, 0.65], [1400, 0.65], [1400, 0.5], [1000, 0.5], [700, 0.4]];

const isPdf = async (file) => String.fromCharCode(...await bytesOf(file.slice(0, 1029))).includes("%PDF-");

/** The picture of a file, upright; a data address, since the site's policy has no others. */
const pictureOf = (file) => new Promise((done, fail) => {
  const reader = new FileReader();
  reader.onerror = fail;
  reader.onload = () => {
    const picture = new Image();
    picture.onerror = fail;
    picture.onload = () => done(picture);
    picture.src = reader.result.replace(/^data:[^;,]*/, file.type.startsWith("image/") ? `data:${file.type}` : "data:image/jpeg");
  };
  reader.readAsDataURL(file);
});

const canvasOf = ({ naturalWidth: width, naturalHeight: height }, picture, longest) => {
  const part = Math.min(1, longest / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.round(width * part)), height: Math.max(1, Math.round(height * part)) });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what is transparent
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
};

/** Draw a photo anew, small: what the camera wrote beside it, its place too, stays on the device. */
const reduced = async (file) => {
  const picture = await pictureOf(file);
  for (const [longest, quality] of TRIES) {
    const canvas = canvasOf(picture, picture, longest);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob && blob.size <= MOST_PHOTO) return { kind: "jpeg", blob, shown: canvasOf(picture, picture, 480) };
  }
  throw new Error("too large");
};

const taken = async (file) => {
  const pdf = await isPdf(file);
  if (pdf && file.size > MOST_PDF) return { why: "large" };
  if (!file.size || file.size > MOST_OPENED) return { why: "unreadable" };
  const photo = pdf ? { kind: "pdf", blob: file } : await reduced(file);
  return { photo: { ...photo, digest: await digestOf(photo.blob) } };
};

const choose = (page) => async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file || page.reducing) return;
  page.change({ reducing: true, why: null });
  const { photo, why } = await taken(file).catch(() => ({ why: "unreadable" }));
  page.change({ reducing: false, why, ...(photo ? { photo } : {}) });
};

const remove = (page) => () => {
  page.change({ photo: null, why: null });
  find("photo").focus(); // the button is gone
};

/** Send the photo, unless it has arrived; returns its digest. */
export const sendPhoto = async (page) => {
  const { photo } = page;
  if (!photo) return null;
  if (photo.arrived) return photo.digest;
  page.change({ part: 0 });
  try {
    const slot = await ask("POST", "/casefiles/me/reports/photo", { kind: photo.kind, size: photo.blob.size });
    await posted(slot, photo.blob, { heard: (loaded) => page.change({ part: loaded / photo.blob.size }) });
    photo.arrived = true;
  } catch (error) {
    if (error.code === "unwanted") error.code = "photo_missing"; // the form was too old, or the file changed
    throw error;
  } finally {
    page.change({ part: null });
  }
  return photo.digest;
};

/** Draw the preview when its place has come. */
const show = (shown) => (place) => place && place.getContext("2d").drawImage(shown, 0, 0);

const Chosen = ({ page }) => {
  const { blob, kind, shown } = page.photo;
  return html`<figure class="photo">${shown && html`<canvas width=${shown.width} height=${shown.height} role="img" aria-label=${t("photo.preview")} key=${page.photo.digest} ref=${show(shown)}></canvas>`}
    <figcaption><span role="status">${t(`photo.ready.${kind}`, { size: size(blob.size) })}</span>
      ${page.part === null && html` <button type="button" class="plain" onClick=${remove(page)}>${t("photo.remove")}</button>`}</figcaption></figure>`;
};

/** Progress, announced at quarters only. */
const Sending = ({ part }) => html`<progress max="1" value=${part} aria-label=${t("photo.sending", { percent: "" })}></progress>
  <p class="unseen" role="status">${t("photo.sending", { percent: Math.floor(part * 4) * 25 })}</p>`;

/** The field of a form; `problem` is what its service says of the photo. */
export const Photo = ({ page, problem }) => {
  const wrong = problem || (page.why && t(`photo.${page.why}`));
  return html`<div class="field" role="group" aria-labelledby="photo-title"><b id="photo-title">${t("photo.title")}</b>
    <span class="hint" id="photo-hint">${t("photo.hint")}</span>
    ${wrong && html`<span class="error" id="photo-error" role="alert">${wrong}</span>`}
    ${page.photo && html`<${Chosen} page=${page} />`}
    ${page.reducing && html`<p role="status">${t("photo.reducing")}</p>`}
    ${page.part === null ? html`<input type="file" id="photo" class="unseen" accept="image/*,application/pdf,.pdf" aria-describedby="photo-hint ${wrong ? "photo-error" : ""}" onChange=${choose(page)} />
      <label for="photo" class="button second">${t(page.photo ? "photo.other" : "photo.add")}</label>` : html`<${Sending} part=${page.part} />`}
  </div>`;
};
