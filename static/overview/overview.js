/**
 * All stations of today on one page, for a screen that a whole room reads. Every station keeps its place and number.
 */

import { Announcer } from "../shared/announcer.js";
import { byId, fill, h, setAttribute, setText } from "../shared/dom.js";
import { clock, count } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { listen } from "../shared/keys.js";
import { failed } from "../shared/navbar.js";
import { Button } from "../shared/controls.js";
import { t, tRich } from "../shared/messages.js";
import { WakeLock } from "../shared/wake-lock.js";
import { Board } from "./board.js";
import { Stations } from "./stations.js";

const CLOCK_MS = 1000;

/** @param {number[]} numbers "3", or "3, 5 and 8" @returns {string} */
function listed(numbers) {
  const words = numbers.map(count);
  const last = words.pop() ?? "";
  return words.length ? t("overview-which", { others: words.join(", "), last }) : last;
}

/** The page. */
class Overview {
  #stations = new Stations();
  #announcer = new Announcer();
  #wakeLock = new WakeLock();
  #pictures = false;
  #board = new Board();
  #empty = h(
    "section",
    { class: "empty" },
    h("h2", {}, t("overview-none")),
    h("p", {}, t("overview-none-words")),
    h("p", {}, h("a", { class: "button", href: "/sessions/new" }, icon("plus"), t("overview-none-new"))),
  );
  #call = h("p", { class: "overview-call" });
  #today = h("span", {});
  #rate = h("span", {});
  #time = h("span", { class: "overview-clock" });
  #toggle = new Button(t("overview-hidden"), () => this.#showPictures(), { kind: "quiet" });
  #full = new Button(t("overview-fullscreen"), () => this.#fullScreen(), { kind: "quiet", icon: "frame", key: "F" });
  #called = "";

  constructor() {
    fill(
      byId("head"),
      h(
        "a",
        { class: "brand", href: "/", "aria-label": t("overview-back") },
        h("img", { src: "/static/shared/icon.svg", alt: "", width: "32", height: "32" }),
      ),
      h("h1", {}, t("overview-heading")),
      this.#call,
    );
    fill(byId("main"), this.#board.element, this.#empty);
    fill(
      byId("foot"),
      this.#today,
      this.#rate,
      h("span", { class: "overview-controls" }, this.#full.element, this.#toggle.element, this.#time),
    );
    this.#empty.hidden = true;
    this.#drawToggle();
    listen([
      { key: "f", label: "F", words: t("overview-fullscreen-key"), action: () => this.#fullScreen() },
      { key: "p", label: "P", words: t("overview-pictures-key"), action: () => this.#showPictures() },
    ]);
    for (const event of ["changed", "offline"]) this.#stations.addEventListener(event, () => this.#draw());
    this.#stations.addEventListener("refused", (event) => this.#refused(/** @type {CustomEvent} */ (event).detail));
    setInterval(() => this.#drawTime(), CLOCK_MS);
  }

  open() {
    this.#drawTime();
    this.#stations.open();
    void this.#wakeLock.request();
  }

  /** @param {{ message: string }} error */
  #refused(error) {
    const unknown = /** @type {{ code?: string }} */ (error).code?.startsWith("credential");
    failed(byId("main"), Object.assign(new Error(error.message), { status: unknown ? 401 : 0 }));
  }

  #draw() {
    const { all, online } = this.#stations;
    document.body.classList.toggle("stale", !online);
    this.#board.update(all, this.#pictures);
    this.#empty.hidden = all.length > 0 || !online;
    this.#drawCall(all);
    this.#drawToday();
  }

  /** @param {import("../types/api").Station[]} stations */
  #drawCall(stations) {
    const needing = stations.flatMap(({ need }, place) => (need ? [place + 1] : []));
    const { online, heardAt } = this.#stations;
    const needs = t("overview-needs", { n: needing.length, which: listed(needing) });
    const [sign, words, tone] = !online
      ? /** @type {const} */ ([
          "offline",
          heardAt ? t("overview-last-seen", { time: clock(heardAt, true) }) : "",
          "stop",
        ])
      : needing.length
        ? /** @type {const} */ (["warning", needs, "wait"])
        : /** @type {const} */ (["check", t("overview-calm", { n: stations.length }), "calm"]);
    if (this.#call.textContent === words) return;
    this.#call.className = `overview-call ${tone}`;
    fill(this.#call, words ? icon(sign, 24) : null, words);
    if (tone !== "calm" && words !== this.#called) this.#announcer.urgent(words);
    this.#called = words;
    document.title = [tone === "calm" ? "" : words, t("overview-heading")].filter(Boolean).join(" · ");
  }

  #drawToday() {
    const { today } = this.#stations;
    if (!today) return;
    fill(this.#today, tRich("overview-today", { n: today.photos }));
    fill(this.#rate, tRich("overview-rate", { n: today.a_minute }));
  }

  #drawTime() {
    setText(this.#time, clock(Date.now() / 1000));
  }

  #showPictures() {
    this.#pictures = !this.#pictures;
    this.#drawToggle();
    this.#draw();
  }

  #drawToggle() {
    this.#toggle.label = t(this.#pictures ? "overview-shown" : "overview-hidden");
    setAttribute(this.#toggle.element, "aria-pressed", String(this.#pictures));
  }

  async #fullScreen() {
    void this.#wakeLock.request();
    if (document.fullscreenElement) return document.exitFullscreen();
    return document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => undefined);
  }
}

new Overview().open();
