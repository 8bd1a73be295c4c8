// Upload queue of a deposit: three files at a time, retried until they have arrived or are removed. The queue outlives its
// screen, not the session.
import { ask } from "../api.js";
import { t } from "../words.js";
import { bytesOf, digestOf, hexOf, posted } from "./posting.js";

const AT_ONCE = 3;
/** Slots per request. */
const GROUP = 20;
/** Bytes up to which a digest is computed: larger files exceed a phone's memory. */
const DIGESTED = 30e6;
/** Milliseconds for which a slot is used; it is valid somewhat longer. */
const FRESH = 12 * 60000;
const MANIFEST = "_manifest.csv";
const LITTER = /(^|\/)(\.|~\$|thumbs\.db$|desktop\.ini$|__macosx\/|_complete(\.txt)?$|_?manifest(-sha256)?\.(csv|txt)$)/i;

/** File kind by its first bytes, as in the archive; a PDF's header may come later. */
const isPiece = async (file) => {
  const head = await bytesOf(file.slice(0, 1029));
  return /^(ffd8ff|89504e47|49492a00|4d4d002a)/.test(hexOf(head)) || String.fromCharCode(...head).includes("%PDF-");
};

const cleaned = (path) => path.normalize("NFC").replace(/[\u00a0\u202f]/g, " ").split("/").map((step) => step.trim()).filter(Boolean).join("/");

const numbered = (path, n) => path.replace(/(\.[^./]*)?$/, (ending) => ` (${n})${ending}`);

const PASSING = ["offline", "slow", "busy", "broken"];

class Deposit {
  constructor(reader) {
    Object.assign(this, { reader, batch: "", folder: "", files: [], going: false, stalled: 0, wait: 0, arrived: 0, hear: () => {} });
  }

  is(...states) {
    return this.files.filter((each) => states.includes(each.state));
  }

  get left() {
    return this.is("waiting", "sending").length;
  }

  /** Files but those refused or failed. */
  get meant() {
    return this.files.filter((each) => each.state !== "refused" && each.state !== "failed");
  }

  /** Bytes sent and to send. */
  get bytes() {
    return ["sent", "size"].map((what) => this.meant.reduce((sum, each) => sum + each[what], 0));
  }

  /** Whether the batch name is fixed, since files were sent. */
  get begun() {
    return this.files.some((each) => each.name);
  }

  tell() {
    this.telling = this.telling || setTimeout(() => { this.telling = 0; this.hear(); }, 250);
  }

  /** Seconds left by the current speed; null with too little data. */
  get seconds() {
    const [sent, all] = this.bytes;
    const pace = (sent - this.from) / (Date.now() - this.since);
    return this.going && !this.stalled && sent > this.from ? (all - sent) / pace / 1000 : 0;
  }

  /** Add files; an existing one is retried. */
  add(found) {
    const known = new Map(this.files.map((each) => [each.path, each]));
    for (const { file, path } of found) {
      let clean = cleaned(path);
      if (LITTER.test(clean)) continue;
      const alike = (each) => each && each.size === file.size && each.file.lastModified === file.lastModified;
      for (let n = 2; known.has(clean) && !alike(known.get(clean)); n += 1) clean = numbered(cleaned(path), n);
      const same = known.get(clean);
      if (same) {
        same.file = file;
        if (same.state === "failed") this.again(same);
      } else {
        const fresh = { file, path: clean, size: file.size, state: "waiting", sent: 0, tries: 0 };
        known.set(clean, fresh);
        this.files.push(fresh);
      }
    }
    this.finished = false;
    this.pump();
  }

  /** Path below the batch; loose files go into the chosen folder. */
  nameOf(each) {
    return each.name || (this.folder && !each.path.includes("/") ? `${cleaned(this.folder)}/${each.path}` : each.path);
  }

  again(each) {
    Object.assign(each, { state: "waiting", why: "", tries: 0, slot: null, checked: false });
    this.pump();
  }

  takeOut(each) {
    this.files = this.files.filter((other) => other !== each);
    this.tell();
  }

  start() {
    Object.assign(this, { going: true, error: null });
    this.resume();
  }

  /** Continue after a broken line. */
  resume() {
    clearTimeout(this.stalled);
    Object.assign(this, { stalled: 0, since: Date.now(), from: this.bytes[0] });
    this.pump();
  }

  pause() {
    this.going = false;
    clearTimeout(this.stalled);
    this.stalled = 0;
    for (const each of this.is("sending")) {
      Object.assign(each, { state: "waiting", sent: 0 });
      if (each.line) each.line.abort();
    }
    this.tell();
  }

  pump() {
    while (this.going && !this.stalled && this.is("sending").length < AT_ONCE) {
      const next = this.files.find((each) => each.state === "waiting");
      if (!next) break;
      next.state = "sending";
      this.move(next);
    }
    if (!this.left) this.going = false;
    this.tell();
  }

  async move(each) {
    const turn = (each.turn = {});
    const ours = () => each.turn === turn && each.state === "sending";
    try {
      if (!(each.slot && Date.now() < each.until)) await this.slotFor(each);
      if (!ours()) return this.pump();
      await this.put(each.slot, each.file, each);
      if (ours()) this.come(each, "sent");
    } catch (error) {
      if (ours()) await this.broke(each, error);
    }
    return this.pump();
  }

  come(each, state) {
    Object.assign(each, { state, sent: each.size, slot: null });
    this.arrived += 1;
    this.wait = 0;
  }

  /** Request slots for this and the next files. */
  slotFor(each) {
    if (!each.asking) {
      const next = this.files.filter((other) => other.state === "waiting" && !other.slot && !other.asking);
      let bytes = each.size;
      const group = [each, ...next.filter((other) => (bytes += other.size) < DIGESTED)].slice(0, GROUP); // all of it is read first
      const asking = this.askFor(group).finally(() => { for (const other of group) other.asking = null; });
      for (const other of group) other.asking = asking;
    }
    return each.asking;
  }

  async askFor(group) {
    for (const each of group) await this.check(each);
    const asked = group.filter((each) => each.checked);
    if (!asked.length) return;
    for (const each of asked) each.name = this.named(each);
    const files = asked.map(({ name, size, digest }) => ({ name, size, digest }));
    const told = await ask("POST", "/deposits", { batch: this.batch, files });
    asked.forEach((each, place) => this.take(each, told.files[place]));
  }

  take(each, told) {
    if (told.status === "send") Object.assign(each, { slot: told, until: Date.now() + FRESH });
    else if (told.status === "already") {
      this.from += each.size; // no measure of the line
      this.come(each, "already");
    } else Object.assign(each, { state: "refused", why: told.message });
  }

  /** Check the kind of a file once; other kinds are not sent. */
  async check(each) {
    if (each.checked) return;
    try {
      if (each.size && !(await isPiece(each.file))) Object.assign(each, { state: "refused", why: t("deposit.why.type") });
      else Object.assign(each, { digest: each.size <= DIGESTED ? await digestOf(each.file) : null, checked: true });
    } catch (error) {
      Object.assign(each, { state: "failed", why: t("deposit.why.unreadable") });
    }
  }

  /** Whether another file has the same path. */
  named(each) {
    const first = this.nameOf(each);
    const others = new Set(this.files.filter((other) => other !== each).map((other) => other.name));
    let name = first;
    for (let n = 2; others.has(name); n += 1) name = numbered(first, n);
    return name;
  }

  put(slot, file, each) {
    const heard = (loaded) => {
      if (each.state === "sending") each.sent = loaded;
      this.tell();
    };
    return posted(slot, file, { heard, held: (line) => { each.line = line; } });
  }

  /** Requeue a failed file unless the file itself is refused; a broken line pauses the queue. */
  async broke(each, error) {
    const readable = await bytesOf(each.file.slice(0, 1)).then(() => true, () => false);
    if (each.state !== "sending") return each;
    Object.assign(each, { state: "waiting", sent: 0, line: null, slot: null }); // it may have arrived, and the answer been lost: asking tells
    if (!readable) return Object.assign(each, { state: "failed", why: t("deposit.why.unreadable") });
    if (error.code === "unwanted" || each.met !== this.arrived) {
      Object.assign(each, { met: this.arrived, tries: each.tries + 1 });
      if (each.tries > 3) return Object.assign(each, { state: "failed", why: t("deposit.why.failed") });
    }
    if (error.code === "unwanted" || !this.going) return each;
    if (PASSING.includes(error.code)) return this.stall();
    this.pause();
    this.error = error;
    if (!this.arrived) for (const other of this.files) other.name = ""; // the batch may be called otherwise
    return each;
  }

  stall() {
    clearTimeout(this.stalled);
    this.wait = Math.min(60000, 2 * this.wait || 2000);
    this.stalled = setTimeout(() => this.resume(), this.wait);
  }

  /** Send the manifest, so that the batch closes at once; unsent files are then reported as missing. */
  async finish() {
    const lines = this.is("sent", "already", "failed").map((each) => [this.nameOf(each), each.state === "failed" ? "" : each.digest || ""]);
    const rows = lines.map(([name, digest]) => `"${name.replace(/"/g, '""')}";${digest}\n`);
    const list = new Blob(["fichier;sha256\n", ...rows]);
    const { files: [slot] } = await ask("POST", "/deposits", { batch: this.batch, files: [{ name: MANIFEST, size: list.size }] });
    await this.put(slot, list, {});
    this.finished = true;
    this.tell();
  }

  stop() {
    this.pause();
    this.files = [];
    this.hear = () => {};
  }
}

let current = null;

export const forget = () => {
  if (current) current.stop();
  current = null;
};

/** The reader's deposit, the same for each visit of the screen. */
export const depositOf = ({ name }) => {
  if (!current || current.reader !== name) {
    forget();
    current = new Deposit(name);
  }
  return current;
};

addEventListener("online", () => current && current.stalled && current.resume());
addEventListener("beforeunload", (event) => {
  if (!current || !current.files.length || current.finished) return;
  event.preventDefault();
  event.returnValue = "";
});
