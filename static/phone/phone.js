/**
 * The phone's page: joins camera, store, connection and uploads to each other, and shows how they are.
 */

import { byId } from "../shared/dom.js";
import { takeLease } from "../shared/lease.js";
import { Link } from "../shared/link.js";
import { t, tRich } from "../shared/messages.js";
import { WakeLock } from "../shared/wake-lock.js";
import { Aim } from "./aim.js";
import { ByHand } from "./by-hand.js";
import { Camera } from "./camera.js";
import { PhoneCondition } from "./condition.js";
import { Photographer, keyOf } from "./photographer.js";
import { lenses } from "./lens.js";
import { Presence } from "./presence.js";
import { PhoneRecord } from "./record.js";
import { Reports } from "./reports.js";
import { wait } from "./shutter.js";
import { blank, hasOtherCamera, needsCamera, situation } from "./situation.js";
import { Store, StoreError } from "./store.js";
import { UNABLE, unable } from "./unable.js";
import { Uploads } from "./uploads.js";
import { View, stageSigns } from "./view.js";

/** @typedef {import("../types/api").PhoneWelcome} PhoneWelcome */

const SEEN_MS = 800;
const { session = "", device = "" } = document.body.dataset;

/** @param {EventTarget} target @param {string} event @param {(detail: any) => unknown} listener */
function on(target, event, listener) {
  target.addEventListener(event, (heard) => void listener(/** @type {CustomEvent} */ (heard).detail));
}

/** Everything this phone is doing. */
class Phone {
  #model = blank(device);
  #camera;
  #store;
  #photographer;
  #byHand;
  #uploads;
  #aim;
  /** @type {Link<PhoneWelcome>} */
  #link;
  #view;
  #reports;
  #presence = new Presence();
  #condition = new PhoneCondition();
  #wakeLock = new WakeLock();
  #resting = false;
  /** @type {(() => unknown)[]} changes of the page that wait until no photo is being taken */
  #later = [];

  /**
   * @param {Store} store
   * @param {PhoneRecord} record
   * @param {HTMLVideoElement} video
   */
  constructor(store, record, video) {
    this.#store = store;
    this.#camera = new Camera(video);
    this.#link = new Link(
      "/phone",
      session,
      () => store.hello(),
      (welcome, hello) => this.#welcome(welcome, hello),
    );
    this.#photographer = new Photographer(this.#link, store, this.#camera, video, record);
    this.#byHand = new ByHand(this.#link, this.#photographer);
    this.#uploads = new Uploads(session, device, store, (photo, error) => this.#giveUp(photo, error));
    this.#reports = new Reports(this.#link, () => this.#report());
    this.#aim = new Aim(video, session, device);
    this.#view = new View(
      {
        pause: () => this.#link.ask("pause", {}),
        goOn: () => this.#goOn(),
        tryCamera: () => this.#openCamera(),
        reconnect: () => this.#reconnect(),
        choose: (id, label) => this.#openCamera(() => this.#camera.choose(id, label)),
        zoom: (zoom) => this.#camera.zoom(zoom),
        hold: (part, still) => this.#camera.hold(part, still),
      },
      video,
      this.#byHand.element,
    );
    on(this.#aim, "aimed", (aimed) => this.#view.aimed(aimed));
    this.#listenToLink();
    this.#listenToPhotographer();
    this.#listenToUploads();
    this.#listenToPage();
  }

  async start() {
    takeLease(`chexphoto-phone-${session}`, () => this.#link.close());
    this.#link.open();
    void this.#condition.watch();
    void this.#refreshHeld();
    await this.#openCamera();
  }

  /** @param {PhoneWelcome} welcome @param {{ held: { index: number, attempt: number }[] }} hello */
  async #welcome(welcome, hello) {
    const { name, set, resume_point, settings, state } = welcome;
    Object.assign(this.#model, { name, set, state, refusal: null, storage: "" });
    this.#photographer.byHand = Boolean(state.by_hand);
    this.#photographer.settings = settings;
    if (resume_point && this.#photographer.record.empty) await this.#photographer.adopt(PhoneRecord.from(resume_point));
    this.#photographer.known(hello.held);
    for (const photo of await this.#store.held()) {
      if (hello.held.some(({ index, attempt }) => index === photo.index && attempt === photo.attempt))
        this.#uploads.add(photo);
    }
    this.#uploads.kick();
  }

  #listenToLink() {
    const link = this.#link;
    on(link, "online", () => {
      this.#change({ link: "online", retryAt: null });
      this.#reports.send();
    });
    on(link, "offline", () => this.#change({ link: "offline" }));
    on(link, "retry", (retryAt) => this.#change({ retryAt }));
    on(link, "over", () => {
      this.#store.close();
      this.#uploads.stop();
      this.#change({ link: "elsewhere" });
    });
    on(link, "refused", (refusal) => this.#change({ refusal }));
    on(link, "speechless", (error) => {
      link.excuse(...UNABLE);
      this.#unstored(error);
    });
    link.on("capture", (command) => this.#photographer.handle(command));
    link.on("state", (state) => this.#change({ state }));
    link.on("stored", (stored) => void this.#uploads.stored(stored));
    link.on("judged", (judged) => this.#whenCalm(() => this.#byHand.judged(judged, this.#view.running.judged(judged))));
    link.on("press", (pressed) => this.#byHand.pressed(pressed));
    link.on("dropped", ({ code }) => this.#change({ dropped: code || "dropped" }));
    on(this.#store, "reopened", () => link.introduce());
  }

  #listenToPhotographer() {
    const photographer = this.#photographer;
    on(photographer, "asked", ({ thumbnail }) => this.#view.running.expect(thumbnail));
    on(photographer, "taking", ({ index, attempt, thumbnail }) => {
      this.#view.running.expect(thumbnail);
      this.#model.taking = { index, attempt };
      this.#draw(true);
    });
    on(photographer, "done", () => {
      if (photographer.busy) return;
      for (const change of this.#later.splice(0)) change();
      this.#change({ taking: null });
    });
    on(photographer, "kept", ({ photo, bytes }) => {
      this.#view.signals.photo();
      this.#change({ wasHidden: false, lens: this.#camera.granted });
      this.#whenCalm(() => void this.#view.running.taken(photo, bytes).catch(() => undefined));
      void this.#refreshHeld();
    });
    on(photographer, "confirmed", (photo) => this.#uploads.add(photo));
    on(photographer, "failed", (detail) => this.#log("cross", t("log-failed", { detail })));
    on(photographer, "mismatch", ({ index }) => this.#log("warning", tRich("log-mismatch", { index })));
    on(photographer, "storage-failed", (error) => this.#unstored(error));
  }

  #listenToUploads() {
    const uploads = this.#uploads;
    on(uploads, "change", () => {
      void this.#condition.look();
      void this.#refreshHeld();
      this.#reports.sendSeldom();
    });
    on(uploads, "stored", (stored) => {
      this.#whenCalm(() => this.#view.running.stored(stored));
      void this.#refreshHeld();
    });
    on(uploads, "refused", (refusal) => this.#change({ refusal }));
    on(uploads, "conflict", ({ photo, error }) => {
      this.#log("warning", error.message);
      this.#change({ notice: error.message, conflicts: [...this.#model.conflicts, keyOf(photo)] });
    });
    on(uploads, "not-expected", () => this.#link.reconnect());
  }

  /** @param {import("../types/page").KeptPhoto} photo @param {import("../types/api").ErrorShape} error @returns {Promise<boolean>} */
  async #giveUp({ index, attempt }, error) {
    const answer = await this.#link.ask("spoiled", { index, attempt });
    if (answer?.ok) this.#log("cross", error.message);
    return answer?.ok ?? false;
  }

  #listenToPage() {
    on(this.#camera, "change", () => {
      this.#change({ camera: this.#camera.code, lens: this.#camera.granted });
      this.#reports.send();
    });
    on(this.#condition, "change", (change) => {
      this.#change(change);
      this.#reports.sendSeldom();
    });
    void this.#wakeLock.request();
    document.addEventListener("click", () => {
      if (!this.#resting) void this.#wakeLock.request();
    });
    on(this.#presence, "hidden", () => {
      this.#model.wasHidden = true;
      this.#reports.send();
    });
    on(this.#presence, "shown", () => {
      if (!this.#resting) void this.#camera.revive().then(() => this.#reports.send());
    });
  }

  async #openCamera(open = () => this.#camera.open()) {
    void navigator.storage?.persist?.();
    await open();
    this.#change({ camera: this.#camera.code, lens: this.#camera.granted });
    if (!this.#camera.code) this.#view.lens.offer(await lenses(), this.#camera);
    this.#reports.send();
  }

  /** A try that fails at once is still seen to be one. */
  #reconnect() {
    this.#link.reconnect();
    return wait(SEEN_MS);
  }

  async #goOn() {
    if (this.#camera.code) await this.#openCamera();
    const answer = await this.#link.ask("go_on", {});
    this.#change({
      wasHidden: !answer?.ok && this.#model.wasHidden,
      notice: answer && !answer.ok ? answer.error.message : "",
    });
  }

  /** @param {unknown} error */
  #unstored(error) {
    this.#change({ storage: error instanceof StoreError ? error.trouble : "lost" });
    this.#reports.send();
  }

  /** @returns {import("./reports.js").Report | null} */
  #report() {
    const { storage } = this.#model;
    const camera = hasOtherCamera(this.#model) ? "" : this.#model.camera;
    if (camera === "camera_starting" && !storage && !this.#presence.hidden) return null;
    return {
      code: this.#presence.hidden ? "page_hidden" : storage ? "storage_failed" : camera,
      status: {
        camera: this.#camera.granted,
        ...this.#condition.now,
        waiting: this.#uploads.waiting,
        user_agent: navigator.userAgent,
      },
    };
  }

  async #refreshHeld() {
    const held = await this.#store.held().catch(() => null);
    if (held) this.#change({ held });
  }

  /** @param {"cross" | "warning"} sign @param {Node | string} words */
  #log(sign, words) {
    this.#whenCalm(() => this.#view.running.log(sign, "stop", words));
  }

  /** @param {() => unknown} change of the page: now, or once no photo is being taken */
  #whenCalm(change) {
    if (this.#photographer.busy) this.#later.push(change);
    else change();
  }

  /** @param {Partial<import("./situation.js").Model>} changes */
  #change(changes) {
    Object.assign(this.#model, changes);
    this.#photographer.byHand = Boolean(this.#model.state?.by_hand);
    this.#byHand.update(this.#model.state, !this.#model.camera);
    const now = situation(this.#model);
    this.#aim.going = now === "aiming";
    this.#rest(!needsCamera(now));
    this.#draw();
  }

  /**
   * Camera and screen are given back once nothing more is photographed here, and taken again when the session goes on.
   * The server counts on a phone that said it is ready, so a camera that still starts is not interrupted.
   *
   * @param {boolean} resting
   */
  #rest(resting) {
    if (
      resting === this.#resting ||
      (resting && this.#model.camera === "camera_starting" && this.#model.link !== "elsewhere")
    )
      return;
    this.#resting = resting;
    if (resting) {
      this.#camera.close();
      this.#wakeLock.release();
    } else {
      void this.#wakeLock.request();
      void this.#openCamera();
    }
  }

  /** @param {boolean} [now] also while a photo is being taken */
  #draw(now = false) {
    if (this.#photographer.busy && !now) return;
    const { begin, last } = this.#photographer.record;
    this.#view.update(this.#model, last === null || begin === null ? 0 : last - begin + 1);
  }
}

async function main() {
  byId("stage").append(...stageSigns());
  if (!device) return location.replace(`/join?session=${session}`);
  localStorage.setItem("chexphoto-last-page", location.pathname);
  const video = /** @type {HTMLVideoElement} */ (byId("camera-picture"));
  try {
    const store = await Store.open(session, device);
    await new Phone(store, await store.record(), video).start();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    unable(session, device, error);
  }
}

void main();
