/**
 * The phone's page: joins camera, store, connection and uploads to each other, and shows how they are.
 */

import { byId, fill } from "../shared/dom.js";
import { takeLease } from "../shared/lease.js";
import { Link } from "../shared/link.js";
import { rich, say } from "../shared/words.js";
import { WakeLock } from "../shared/wake-lock.js";
import { advice } from "./advice.js";
import { Aim } from "./aim.js";
import { Camera } from "./camera.js";
import { Photographer } from "./capture.js";
import { Record } from "./record.js";
import { situation } from "./situation.js";
import { Store, StoreError } from "./store.js";
import { Uploads } from "./uploads.js";
import { View, stageSigns } from "./view.js";

/** @typedef {import("../types/wire").PhoneWelcome} PhoneWelcome */

const REPORT_MS = 5000;
const { session = "", device = "" } = document.body.dataset;

/** Everything this phone is doing. */
class Phone {
  /** @type {import("./situation.js").Model} */
  #model = {
    link: "connecting", refusal: null, dropped: "", camera: "camera_starting", device, name: "", set: null, state: null,
    taking: null, held: [], battery: null, notice: "", wasHidden: false,
  };
  #camera;
  #store;
  #photographer;
  #uploads;
  #aim;
  /** @type {Link<PhoneWelcome>} */
  #link;
  #view;
  #hidden = document.visibilityState !== "visible";
  #reportDue = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #reportTimer;
  /** @type {(() => unknown)[]} changes of the page that wait until no photo is being taken */
  #later = [];

  /**
   * @param {Store} store
   * @param {Record} record
   * @param {HTMLVideoElement} video
   */
  constructor(store, record, video) {
    this.#store = store;
    this.#camera = new Camera(video);
    this.#link = new Link("/phone", session, () => store.hello(), (welcome, hello) => this.#welcome(welcome, hello));
    this.#photographer = new Photographer(this.#link, store, this.#camera, video, record);
    this.#uploads = new Uploads(session, device, store);
    this.#aim = new Aim(video, session, device);
    this.#view = new View({
      pause: () => this.#link.ask("pause", {}), goOn: () => this.#goOn(), tryCamera: () => this.#openCamera(),
      reconnect: () => this.#link.reconnect(), choose: (id) => this.#openCamera(id),
    }, video);
    this.#aim.addEventListener("aimed", (event) => this.#view.aimed(/** @type {CustomEvent} */ (event).detail));
    this.#listenToLink();
    this.#listenToPhotographer();
    this.#listenToUploads();
    this.#listenToPage();
  }

  async start() {
    takeLease(`chexphoto-phone-${session}`, () => this.#link.close());
    this.#link.open();
    void this.#watchBattery();
    void this.#refreshHeld();
    await this.#openCamera();
  }

  /** @param {PhoneWelcome} welcome @param {{ held: { index: number, attempt: number }[] }} hello */
  async #welcome(welcome, hello) {
    const { name, set, resume_point, settings, state } = welcome;
    Object.assign(this.#model, { name, set, state, refusal: null });
    this.#photographer.settings = settings;
    if (resume_point && this.#photographer.record.empty) await this.#photographer.adopt(Record.from(resume_point));
    this.#photographer.known(hello.held);
    for (const photo of await this.#store.held()) {
      if (hello.held.some(({ index, attempt }) => index === photo.index && attempt === photo.attempt)) this.#uploads.add(photo);
    }
    this.#uploads.kick();
  }

  #listenToLink() {
    const link = this.#link;
    link.addEventListener("online", () => { this.#change({ link: "online" }); void this.#report(); });
    link.addEventListener("offline", () => this.#change({ link: "offline" }));
    link.addEventListener("over", () => { this.#camera.close(); this.#change({ link: "elsewhere" }); });
    link.addEventListener("refused", (event) => this.#change({ refusal: /** @type {CustomEvent} */ (event).detail }));
    link.on("capture", (command) => this.#photographer.handle(command));
    link.on("state", (state) => this.#change({ state }));
    link.on("stored", (stored) => void this.#uploads.stored(stored));
    link.on("judged", (judged) => this.#whenCalm(() => this.#view.running.judged(judged)));
    link.on("dropped", ({ code }) => { this.#camera.close(); this.#change({ dropped: code || "dropped" }); });
  }

  #listenToPhotographer() {
    const photographer = this.#photographer;
    /** @param {string} name @param {(detail: any) => void} listener */
    const on = (name, listener) => photographer.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail));
    on("taking", ({ index, attempt, thumbnail }) => {
      this.#view.running.expect(thumbnail);
      this.#model.taking = { index, attempt };
      this.#draw(true);
    });
    on("done", () => {
      if (photographer.busy) return;
      for (const change of this.#later.splice(0)) change();
      this.#change({ taking: null });
    });
    on("kept", ({ photo, bytes }) => {
      this.#whenCalm(() => void this.#view.running.taken(photo, bytes).catch(() => undefined));
      void this.#refreshHeld();
    });
    on("confirmed", (photo) => this.#uploads.add(photo));
    on("failed", (detail) => this.#log("cross", say("log.failed", { detail })));
    on("mismatch", ({ index }) => this.#log("warning", rich("log.mismatch", { index })));
    on("storage-failed", () => { this.#change({ camera: "storage_failed" }); void this.#report(); });
  }

  #listenToUploads() {
    const uploads = this.#uploads;
    /** @param {string} name @param {(detail: any) => void} listener */
    const on = (name, listener) => uploads.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail));
    on("change", () => { void this.#refreshHeld(); void this.#report(true); });
    on("stored", (stored) => { this.#whenCalm(() => this.#view.running.stored(stored)); void this.#refreshHeld(); });
    on("refused", (error) => this.#change({ refusal: error }));
    on("conflict", (error) => { this.#log("warning", error.message); this.#change({ notice: error.message }); });
    on("not-expected", () => this.#link.reconnect());
    on("spoiled", ({ photo, error }) => void this.#spoiled(photo, error));
  }

  /** @param {import("../types/wire").KeptPhoto} photo @param {import("../types/wire").ErrorShape} error */
  async #spoiled(photo, error) {
    this.#log("cross", error.message);
    this.#link.tell("spoiled", { index: photo.index, attempt: photo.attempt });
    await this.#uploads.discard(photo);
  }

  #listenToPage() {
    this.#camera.addEventListener("change", () => { this.#change({ camera: this.#camera.code }); void this.#report(); });
    const wakeLock = new WakeLock();
    void wakeLock.request();
    document.addEventListener("click", () => void wakeLock.request());
    document.addEventListener("visibilitychange", () => {
      this.#hidden = document.visibilityState !== "visible";
      if (this.#hidden) {
        this.#model.wasHidden = true;
        void this.#report();
      }
      else if (this.#model.link !== "elsewhere" && !this.#model.dropped) void this.#camera.revive();
    });
  }

  /** @param {string} [deviceId] */
  async #openCamera(deviceId = "") {
    void navigator.storage?.persist?.();
    await this.#camera.open(deviceId);
    this.#change({ camera: this.#camera.code });
    if (!this.#camera.code) this.#view.offer(await this.#camera.choices(), this.#camera.chosen);
    void this.#report();
  }

  async #goOn() {
    if (this.#camera.code) await this.#openCamera();
    const answer = await this.#link.ask("go_on", {});
    this.#change({ wasHidden: !answer?.ok && this.#model.wasHidden, notice: answer && !answer.ok ? answer.error.message : "" });
  }

  /** @param {boolean} [seldom] at most every five seconds: only a count changed */
  async #report(seldom = false) {
    clearTimeout(this.#reportTimer);
    const early = this.#reportDue - performance.now();
    if (seldom && early > 0) {
      this.#reportTimer = setTimeout(() => void this.#report(), early);
      return;
    }
    this.#reportDue = performance.now() + REPORT_MS;
    const code = this.#hidden ? "page_hidden" : this.#model.camera;
    const known = code === "camera_starting" ? "camera_lost" : code;
    if (code === "camera_starting") return;
    await this.#link.ask("ready", {
      ready: !known, code: known,
      status: { camera: this.#camera.granted, battery: this.#model.battery, waiting: this.#uploads.waiting, user_agent: navigator.userAgent },
    });
  }

  async #watchBattery() {
    const manager = /** @type {any} */ (await (/** @type {any} */ (navigator)).getBattery?.());
    if (!manager) return;
    const read = () => { this.#change({ battery: manager.level }); void this.#report(true); };
    manager.addEventListener("levelchange", read);
    read();
  }

  async #refreshHeld() {
    this.#change({ held: await this.#store.held() });
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
    this.#aim.going = situation(this.#model) === "aiming";
    this.#draw();
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
    fill(byId("sheet"), ...advice("storage_failed", 0));
  }
}

void main();
