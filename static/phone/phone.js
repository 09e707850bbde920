/**
 * The phone's page: joins camera, store, connection and uploads to each other, and shows how they are.
 */

import { byId } from "../shared/dom.js";
import { t, tRich } from "../shared/messages.js";
import { isRevoked } from "../shared/refusal.js";
import { ByHand } from "./by-hand.js";
import { Camera } from "./camera.js";
import { PhoneCondition } from "./condition.js";
import { keyOf } from "./photographer.js";
import { lenses } from "./lens.js";
import { MovingOn } from "./moving-on.js";
import { partFrom } from "./parting.js";
import { PhoneSession } from "./phone-session.js";
import { Presence } from "./presence.js";
import { PhoneRecord } from "./record.js";
import { Reports } from "./reports.js";
import { Rest } from "./rest.js";
import { wait } from "./shutter.js";
import { blank, hasOtherCamera, moved, outgoing, restsLater, situation } from "./situation.js";
import { Store, StoreError } from "./store.js";
import { UNABLE, unable } from "./unable.js";
import { View, stageSigns } from "./view.js";

/** @typedef {import("../types/api").PhoneWelcome} PhoneWelcome */

const SEEN_MS = 800;

/** @param {EventTarget} target @param {string} event @param {(detail: any) => unknown} listener */
function on(target, event, listener) {
  target.addEventListener(event, (heard) => void listener(/** @type {CustomEvent} */ (heard).detail));
}

/** Everything this phone is doing. */
class Phone {
  #model;
  #camera;
  #video;
  /** @type {PhoneSession} */
  #at;
  #byHand;
  #view;
  #reports;
  #presence = new Presence();
  #condition = new PhoneCondition();
  #rest;
  #movingOn = new MovingOn({
    at: () => this.#at,
    outgoing: (held = this.#model.held) => outgoing({ ...this.#model, held }),
    enter: (here) => this.#enter(here),
    failed: (error) => this.#unstored(error),
  });
  /** @type {(() => unknown)[]} changes of the page that wait until no photo is being taken */
  #later = [];

  /**
   * @param {import("../shared/moving.js").Enrolment} here
   * @param {Store} store
   * @param {PhoneRecord} record
   * @param {HTMLVideoElement} video
   */
  constructor(here, store, record, video) {
    this.#model = blank(here.device);
    this.#video = video;
    this.#camera = new Camera(video);
    this.#rest = new Rest(this.#camera, () => this.#openCamera(() => this.#camera.revive()));
    this.#at = this.#session(here, store, record);
    const line = {
      ask: (/** @type {string} */ event, /** @type {object} */ message) => this.#at.link.ask(event, message),
    };
    this.#byHand = new ByHand(line, this.#at.photographer);
    this.#reports = new Reports(line, () => this.#report());
    this.#view = new View(
      {
        pause: () => this.#at.link.ask("pause", {}),
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
    this.#listenToSession();
    this.#listenToPage();
  }

  /**
   * @param {import("../shared/moving.js").Enrolment} here
   * @param {Store} store
   * @param {PhoneRecord} record
   * @returns {PhoneSession}
   */
  #session(here, store, record) {
    return new PhoneSession(here, store, record, this.#camera, this.#video, {
      welcome: (welcome, hello) => this.#welcome(welcome, hello),
      giveUp: (photo, error) => this.#giveUp(photo, error),
    });
  }

  #listenToSession() {
    on(this.#at.aim, "aimed", (aimed) => this.#view.aimed(aimed));
    this.#listenToLink();
    this.#listenToPhotographer();
    this.#listenToUploads();
  }

  /** @param {import("../shared/moving.js").Enrolment} here */
  async #enter(here) {
    const store = await Store.open(here.session, here.device);
    const record = await store.record();
    this.#at.leave();
    this.#at = this.#session(here, store, record);
    this.#byHand.attend(this.#at.photographer);
    this.#listenToSession();
    localStorage.setItem("chexphoto-last-page", location.pathname);
    this.#change(moved(this.#model, here.device));
    this.#at.open();
  }

  async start() {
    this.#at.open();
    void this.#condition.watch();
    void this.#refreshHeld();
    await this.#openCamera();
  }

  /** @param {PhoneWelcome} welcome @param {{ held: { index: number, attempt: number }[] }} hello */
  async #welcome(welcome, hello) {
    const { name, set, resume_point, settings, state } = welcome;
    const { photographer, store, uploads } = this.#at;
    Object.assign(this.#model, { name, set, state, refusal: null, storage: "" });
    photographer.byHand = Boolean(state.by_hand);
    photographer.settings = settings;
    if (resume_point && photographer.record.empty) await photographer.adopt(PhoneRecord.from(resume_point));
    photographer.known(hello.held);
    for (const photo of await store.held()) {
      if (hello.held.some(({ index, attempt }) => index === photo.index && attempt === photo.attempt))
        uploads.add(photo);
    }
    uploads.kick();
    this.#movingOn.welcomed(welcome.moved);
  }

  #listenToLink() {
    const link = this.#at.link;
    on(link, "online", () => {
      this.#change({ link: "online", retryAt: null });
      this.#reports.send();
    });
    on(link, "offline", () => this.#change({ link: "offline" }));
    on(link, "retry", (retryAt) => this.#change({ retryAt }));
    on(link, "over", () => {
      this.#at.store.close();
      this.#at.uploads.stop();
      this.#change({ link: "elsewhere" });
    });
    on(link, "refused", (refusal) => this.#change({ refusal }));
    on(link, "speechless", (error) => {
      link.excuse(...UNABLE);
      this.#unstored(error);
    });
    link.on("capture", (command) => this.#at.photographer.handle(command));
    link.on("state", (state) => this.#change({ state }));
    link.on("stored", (stored) => void this.#at.uploads.stored(stored));
    link.on("judged", (judged) => this.#whenCalm(() => this.#byHand.judged(judged, this.#view.running.judged(judged))));
    link.on("press", (pressed) => this.#byHand.pressed(pressed));
    link.on("moved", ({ session }) => void this.#movingOn.asked(session));
    on(link, "dismissed", ({ code }) => void partFrom(this.#at, code, (change) => this.#change(change)));
    on(this.#at.store, "reopened", () => link.introduce());
  }

  #listenToPhotographer() {
    const photographer = this.#at.photographer;
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
    on(photographer, "confirmed", (photo) => this.#at.uploads.add(photo));
    on(photographer, "failed", (detail) => this.#log("cross", t("log-failed", { detail })));
    on(photographer, "mismatch", ({ index }) => this.#log("warning", tRich("log-mismatch", { index })));
    on(photographer, "storage-failed", (error) => this.#unstored(error));
  }

  #listenToUploads() {
    const uploads = this.#at.uploads;
    on(uploads, "change", () => {
      void this.#condition.look();
      void this.#refreshHeld();
      this.#reports.sendSeldom();
    });
    on(uploads, "stored", (stored) => {
      this.#whenCalm(() => this.#view.running.stored(stored));
      void this.#refreshHeld();
    });
    on(uploads, "refused", (refusal) => {
      if (isRevoked(refusal, this.#at.here.session))
        void partFrom(this.#at, "revoked", (change) => this.#change(change));
      else this.#change({ refusal });
    });
    on(uploads, "conflict", ({ photo, error }) => {
      this.#log("warning", error.message);
      this.#change({ notice: error.message, conflicts: [...this.#model.conflicts, keyOf(photo)] });
    });
    on(uploads, "not-expected", ({ photo }) => {
      if (this.#movingOn.handsIn) this.#change({ conflicts: [...this.#model.conflicts, keyOf(photo)] });
      else this.#at.link.reconnect();
    });
  }

  /** @param {import("../types/page").KeptPhoto} photo @param {import("../types/api").ErrorShape} error @returns {Promise<boolean>} */
  async #giveUp({ index, attempt }, error) {
    const answer = await this.#at.link.ask("spoiled", { index, attempt });
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
    on(this.#presence, "hidden", () => {
      this.#model.wasHidden = true;
      this.#reports.send();
    });
    on(this.#presence, "shown", () => {
      if (!this.#rest.resting) void this.#camera.revive().then(() => this.#reports.send());
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
    this.#at.link.reconnect();
    return wait(SEEN_MS);
  }

  async #goOn() {
    if (this.#camera.code) await this.#openCamera();
    const answer = await this.#at.link.ask("go_on", {});
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
        waiting: this.#at.uploads.waiting,
        user_agent: navigator.userAgent,
      },
    };
  }

  async #refreshHeld() {
    const held = await this.#at.store.held().catch(() => null);
    if (held) this.#change({ held });
  }

  /** @param {"cross" | "warning"} sign @param {Node | string} words */
  #log(sign, words) {
    this.#whenCalm(() => this.#view.running.log(sign, "stop", words));
  }

  /** @param {() => unknown} change of the page: now, or once no photo is being taken */
  #whenCalm(change) {
    if (this.#at.photographer.busy) this.#later.push(change);
    else change();
  }

  /** @param {Partial<import("./situation.js").Model>} changes */
  #change(changes) {
    Object.assign(this.#model, changes);
    this.#at.photographer.byHand = Boolean(this.#model.state?.by_hand);
    this.#byHand.update(this.#model.state, !this.#model.camera);
    const now = situation(this.#model);
    this.#at.aim.going = now === "aiming";
    if (restsLater(now)) void this.#at.store.tidy();
    this.#rest.update(now, this.#model.camera === "camera_starting");
    this.#draw();
  }

  /** @param {boolean} [now] also while a photo is being taken */
  #draw(now = false) {
    if (this.#at.photographer.busy && !now) return;
    const { begin, last } = this.#at.photographer.record;
    this.#view.update(this.#model, last === null || begin === null ? 0 : last - begin + 1);
  }
}

async function main() {
  const { session = "", device = "" } = document.body.dataset;
  byId("stage").append(...stageSigns());
  if (!device) return location.replace(`/join?session=${session}`);
  localStorage.setItem("chexphoto-last-page", location.pathname);
  const video = /** @type {HTMLVideoElement} */ (byId("camera-picture"));
  try {
    const store = await Store.open(session, device);
    await new Phone({ session, device }, store, await store.record(), video).start();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    unable(session, device, error);
  }
}

void main();
