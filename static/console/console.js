/**
 * The operator's console: one session, live.
 */

import { call, post } from "../shared/api.js";
import { Announcer } from "../shared/announcer.js";
import { byId, fill, h, setText } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { ask } from "../shared/dialog.js";
import { listen } from "../shared/keys.js";
import { standing } from "../shared/controls.js";
import { Progress, spoken } from "../shared/progress.js";
import { failed, navbar } from "../shared/navbar.js";
import { t } from "../shared/messages.js";
import { Aiming } from "./aiming.js";
import { ByHand } from "./by-hand.js";
import { Connect } from "./connect.js";
import { Devices } from "./devices.js";
import * as dialogs from "./dialogs.js";
import { Ended } from "./ended.js";
import { Events } from "./events.js";
import { askForExport } from "../shared/export-dialog.js";
import { Head } from "./head.js";
import { Live } from "./live.js";
import { Mismatch } from "./mismatch.js";
import { NextSubset } from "./next.js";
import { Notice } from "./notice.js";
import { Photos } from "./photos.js";
import { Pictures } from "./pictures.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").PhotoView} Photo */

const STRIP_MS = 1000;
const session = document.body.dataset.session ?? "";

/** The page. */
class Console {
  /** @type {Snapshot | null} */
  #snapshot = null;
  #online = false;
  #live = new Live(session);
  #announcer = new Announcer();
  #progress = new Progress();
  #connect = new Connect(session);
  #aiming = new Aiming();
  #byHand = new ByHand(session);
  #pictures = new Pictures(session, this.#aiming.element);
  #mismatch = new Mismatch(session);
  #photos = new Photos(
    session,
    () => this.#do("copies-as-one"),
    (photo) => this.#note(photo),
  );
  #events = new Events(session);
  #ended = new Ended();
  #next = new NextSubset(session);
  #problem = h("p", { class: "stop", role: "alert" });
  #label = h("p", { class: "caption" });
  #counter = h("p", { class: "console-counter number" });
  #hero = h("div", { class: "console-hero" }, h("div", {}, this.#label, this.#counter), this.#progress.element);
  #head;
  #notice;
  #devices;
  #stripWaits = false;
  #stripWanted = false;

  constructor() {
    const snapshot = () => /** @type {Snapshot} */ (this.#snapshot);
    const skip = (/** @type {number | null} */ index) => dialogs.skip(snapshot(), index);
    const exportPhotos = () => askForExport({ session: snapshot().session });
    this.#head = new Head({
      aim: () => this.#do("aim"),
      start: () => this.#agreed("start"),
      pause: () => this.#do("pause"),
      abort: () => dialogs.abort(snapshot()),
      resume: () => this.#agreed("resume"),
      retake: () => this.#retake(),
      skip: () => skip(snapshot().index),
      exportPhotos,
      next: () => this.#guard(() => this.#next.go()),
    });
    this.#next.addEventListener("change", () => this.#draw());
    this.#notice = new Notice({
      resume: () => this.#agreed("resume"),
      skip,
      exportPhotos,
      retake: (index) => dialogs.retake(snapshot(), index),
      drop: (device) => dialogs.drop(snapshot(), this.#device(device)),
    });
    this.#devices = new Devices(
      {
        pause: () => this.#do("pause"),
        pausePhone: ({ device }) => this.#ofPhone(device, "pause"),
        resumePhone: ({ device }) => this.#ofPhone(device, "resume"),
        drop: (device) => dialogs.drop(snapshot(), device),
        revoke: (device) => dialogs.revoke(snapshot(), device),
        replace: (phone, spare) => dialogs.replace(snapshot(), phone, spare),
        swap: (phone, other) => dialogs.swap(snapshot(), phone, other),
      },
      () => this.#showCodes(),
    );
    this.#connect.onCode = (code) => {
      this.#devices.code = code;
    };
    this.#listen();
  }

  open() {
    this.#live.open();
  }

  #listen() {
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ listener) =>
      this.#live.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail));
    on("online", () => {
      this.#online = true;
      void this.#photos.read().catch(() => undefined);
      this.#strip();
    });
    on("offline", () => {
      this.#online = false;
      this.#draw();
    });
    on("refused", (error) =>
      failed(
        byId("main"),
        Object.assign(new Error(error.message), { status: error.code?.startsWith("credential") ? 401 : 0 }),
      ),
    );
    on("snapshot", (snapshot) => this.#take(snapshot));
    on("rows", (rows) => this.#events.add(rows));
    on("photo", (photo) => {
      this.#photos.add(photo);
      this.#pictures.photo(photo);
      this.#strip();
    });
    on("aimed", (aimed) => this.#aiming.aimed(aimed));
    listen([
      {
        key: " ",
        label: t("key-space"),
        words: t("keys-space"),
        action: () => void (this.#notice.primary ?? this.#head.primary)?.run(),
      },
      { key: "PageDown", label: t("key-page-down"), words: t("keys-shutter"), action: () => void this.#byHand.press() },
      { key: "r", label: "R", words: t("keys-retake"), action: () => this.#retake() },
      { key: "n", label: "N", words: t("keys-note"), action: () => this.#note(this.#photos.newest) },
    ]);
  }

  /** @param {string} device @returns {{ device: string, name: string }} */
  #device(device) {
    return this.#snapshot?.phones.find((phone) => phone.device === device) ?? { device, name: device };
  }

  #retake() {
    if (!this.#snapshot || ["waiting", "aiming", "aborted"].includes(this.#snapshot.phase)) return;
    const last = this.#snapshot.phones.map(({ last_photo }) => last_photo?.index ?? 0);
    dialogs.retake(this.#snapshot, Math.max(...last, 0) || this.#snapshot.index);
  }

  /** @param {Photo | null} photo */
  #note(photo) {
    if (photo) dialogs.note(photo, (noted) => this.#photos.add(noted));
  }

  #showCodes() {
    if (this.#connect.element.isConnected) return this.#connect.element.scrollIntoView();
    void this.#connect.invite();
    ask({
      heading: t("devices-add"),
      content: this.#connect.element,
      confirm: t("close"),
      action: () => undefined,
    }).classList.add("wide");
  }

  /** @param {"start" | "resume"} action which may leave sets empty: that is asked first */
  #agreed(action) {
    const sets = this.#snapshot?.sets_without_phone ?? [];
    if (sets.length) dialogs.without(sets, action, (without) => this.#do(action, { without }));
    else return this.#do(action);
    return undefined;
  }

  /** @param {"aim" | "start" | "pause" | "resume" | "copies-as-one"} action @param {import("../types/api").Agreed} [body] */
  #do(action, body = {}) {
    return this.#guard(async () => this.#take(await post(`/sessions/${session}/${action}`, body)));
  }

  /** @param {string} device @param {"pause" | "resume"} action */
  #ofPhone(device, action) {
    return this.#guard(async () => this.#take(await post(`/sessions/${session}/devices/${device}/${action}`)));
  }

  /** @param {() => Promise<unknown>} act what it fails of is said */
  async #guard(act) {
    setText(this.#problem, "");
    try {
      await act();
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Snapshot} snapshot */
  #take(snapshot) {
    const before = this.#snapshot?.phase;
    this.#snapshot = snapshot;
    if (before !== snapshot.phase) {
      this.#layOut();
      this.#strip();
    }
    this.#draw();
    this.#announce(before, snapshot);
  }

  #layOut() {
    const { phase } = /** @type {Snapshot} */ (this.#snapshot);
    const parts =
      phase === "waiting"
        ? [this.#connect.element, this.#progress.element]
        : ["finished", "aborted", "finishing"].includes(phase)
          ? [this.#hero, this.#ended.element, this.#photos.element]
          : [this.#hero, this.#byHand.element, this.#mismatch.element, this.#pictures.element, this.#photos.element];
    if (phase !== "waiting") this.#hero.append(this.#progress.element);
    fill(byId("main"), this.#head.element, this.#notice.element, this.#problem, ...parts);
    const side = byId("side");
    if (!side.firstElementChild) fill(side, this.#devices.element, this.#events.element);
  }

  #draw() {
    const snapshot = this.#snapshot;
    if (!snapshot) return;
    document.body.classList.toggle("stale", !this.#online);
    void this.#next.look(snapshot);
    this.#head.update(snapshot, this.#online, this.#next.offer);
    this.#notice.update(snapshot, this.#online);
    this.#progress.update(snapshot);
    this.#devices.update(snapshot);
    this.#events.update(snapshot);
    this.#connect.update(snapshot);
    this.#aiming.update(snapshot);
    this.#byHand.update(snapshot);
    this.#pictures.update(snapshot);
    this.#photos.update(snapshot);
    this.#pictures.element.hidden = Mismatch.is(snapshot);
    void this.#mismatch.update(snapshot);
    this.#ended.update(snapshot, (index, set) => dialogs.retake(snapshot, index, set));
    this.#count(snapshot);
  }

  /** @param {Snapshot} snapshot */
  #count(snapshot) {
    const { phase, index, next_index, progress, title } = snapshot;
    const ended = ["finished", "finishing", "aborted"].includes(phase);
    const at = index ?? next_index;
    setText(this.#label, ended ? t("console-stored") : t(index ? "console-on-display" : "console-next"));
    setText(this.#counter, ended ? count(progress.stored) : at ? count(at) : "–");
    const words = t(`phase-${standing(snapshot)}`);
    document.title = [ended || !at ? "" : count(at), this.#online ? words : t("chip-reconnecting"), title]
      .filter(Boolean)
      .join(" · ");
  }

  /** @param {string | undefined} before @param {Snapshot} snapshot */
  #announce(before, { phase, reason, progress }) {
    if (before && before !== phase && (phase === "paused" || phase === "aborted"))
      this.#announcer.urgent(reason?.message ?? t(`phase-${phase}`));
    else if (phase === "running") this.#announcer.progress(spoken(progress));
  }

  /** Read the strip: now, and when more happens within the second, once more after it. */
  #strip() {
    this.#stripWanted = true;
    if (this.#stripWaits) return;
    this.#stripWanted = false;
    this.#stripWaits = true;
    setTimeout(() => {
      this.#stripWaits = false;
      if (this.#stripWanted) this.#strip();
    }, STRIP_MS);
    call(`/sessions/${session}/strip`).then(
      (strip) => this.#progress.strip.update(strip, { now: this.#now() }),
      () => undefined,
    );
  }

  /** @returns {number | null} where the white mark stands */
  #now() {
    if (!this.#snapshot) return null;
    const { phase, index, next_index } = this.#snapshot;
    return phase === "running" || phase === "paused" ? (index ?? next_index) : null;
  }
}

navbar("/");
new Console().open();
