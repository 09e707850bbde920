/**
 * The phone's page: set and state at the top, the camera's picture, the sheet, and one action where the thumb is.
 * While a photo is being taken nothing on it changes; what happened meanwhile is shown right after.
 */

import { byId, fill, h, setText } from "../shared/dom.js";
import { count, range } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button } from "../shared/controls.js";
import { charge, shortOf } from "../shared/shortages.js";
import { t } from "../shared/messages.js";
import { AimingSheet } from "./aiming-sheet.js";
import { Corners } from "./corners.js";
import { LensPanel } from "./lens-panel.js";
import { Level } from "./level.js";
import { PhoneOptions } from "./phone-options.js";
import { RunningSheet } from "./running-sheet.js";
import { sheet, stateChip } from "./phone-screens.js";
import { Signals, needsPerson } from "./signals.js";
import { outgoing, situation } from "./situation.js";

/** @typedef {import("./situation.js").Model} Model */
/** @typedef {import("./situation.js").Situation} Situation */
/** @typedef {{ pause(): unknown, goOn(): unknown, tryCamera(): unknown, reconnect(): unknown } &
 *   import("./lens-panel.js").Actions} Actions */

const LENS_FREE = new Set(["ready", "spare", "held", "aiming", "paused", "go-on"]);

/** The whole page; `update` as often as one likes. */
export class View {
  running = new RunningSheet();
  /** @type {LensPanel} */
  lens;
  signals = new Signals();
  #options = new PhoneOptions(this.signals);
  #level = new Level(() => this.#options.levelled());
  #aiming = new AimingSheet(() => this.#mark(null, false));
  #corners;
  #heading = h("h1", {});
  #sub = h("p", { class: "caption" });
  #chip = h("div", { class: "chip-place" });
  #sheet = byId("sheet");
  #action = byId("action");
  #stage = byId("stage");
  #announced = h("p", { class: "visually-hidden", "aria-live": "assertive" });
  #short = h("p", { class: "caption wait" });
  #retry = h("p", { class: "caption", role: "status" });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
  #shown = "";
  #buttons;

  #byHand;

  /** @param {Actions} actions @param {HTMLVideoElement} video @param {Element} [byHand] what a person takes photos with */
  constructor(actions, video, byHand) {
    this.#byHand = byHand;
    this.lens = new LensPanel(actions);
    this.#corners = new Corners(video);
    const big = { large: true };
    this.#buttons = {
      pause: new Button(t("action-pause"), actions.pause, { icon: "pause", busy: t("action-pausing"), ...big }),
      goOn: new Button(t("action-go-on"), actions.goOn, {
        kind: "filled",
        icon: "play",
        busy: t("action-going-on"),
        ...big,
      }),
      camera: new Button(t("action-camera"), actions.tryCamera, {
        kind: "filled",
        icon: "camera",
        busy: t("action-opening"),
        ...big,
      }),
      now: new Button(t("action-try-now"), actions.reconnect, {
        kind: "filled",
        icon: "retake",
        busy: t("action-trying"),
        ...big,
      }),
      here: new Button(t("action-use-here"), () => location.reload(), { kind: "filled", ...big }),
      reload: new Button(t("action-reload"), () => location.reload(), { kind: "filled", icon: "retake", ...big }),
    };
    fill(byId("phone-head"), h("div", {}, this.#heading, this.#sub, this.#short), this.#chip);
    this.#stage.append(this.lens.name, this.#level.element);
    document.body.append(this.#announced);
  }

  /** @param {Model} model @param {number} taken */
  update(model, taken) {
    const now = situation(model);
    setText(this.#heading, model.set ?? t("phone-title"));
    setText(this.#sub, this.#line(model));
    this.#chip.replaceChildren(stateChip(model, now));
    this.#stage.dataset.situation = byId("main").dataset.situation = now;
    byId("main").dataset.capture = model.state?.capture ?? "";
    this.#stage.dataset.lens = String(!model.camera);
    this.lens.update(model.lens);
    this.#warn(model);
    this.#options.update(model);
    this.#level.on = LENS_FREE.has(now);
    this.signals.needed = needsPerson(now, model.state?.reason?.code);
    this.#count(now, model.retryAt);
    if (now !== "aiming") this.#aiming.stop();
    this.#title(model, now);
    if (now === "running") this.running.update(model);
    this.#showSheet(now, model, taken);
    this.#showAction(now, model);
  }

  /** @param {import("../types/api").Aimed} aimed the brackets stay where they were seen last when aiming ends */
  aimed(aimed) {
    this.#aiming.update(aimed);
    this.#mark(aimed.corners, aimed.good);
  }

  /** @param {[number, number][] | null} corners @param {boolean} good */
  #mark(corners, good) {
    this.#corners.show(corners, good);
    this.#stage.dataset.found = String(corners !== null);
  }

  /** @param {Model} model @returns {string} */
  #line({ name, battery, charging, state, set }) {
    if (!state || !set) return name;
    return state.phase === "waiting"
      ? t("phone-range", { range: range(state.first, state.last) })
      : [name, charge(battery, charging)].filter(Boolean).join(", ");
  }

  /** @param {Model} model */
  #warn(model) {
    const words = shortOf(model);
    this.#short.hidden = !words;
    setText(this.#short, words);
  }

  /** @param {Situation} now @param {number | null} at when the connection is tried next */
  #count(now, at) {
    clearInterval(this.#ticking);
    const tell = () => {
      const n = at === null ? 0 : Math.ceil((at - performance.now()) / 1000);
      setText(this.#retry, n > 0 ? t("offline-again", { n }) : t("offline-trying"));
    };
    if (now !== "offline") return;
    tell();
    if (at !== null) this.#ticking = setInterval(tell, 1000);
  }

  /** @param {Model} model @param {Situation} now */
  #title({ taking, state, set }, now) {
    const index = taking?.index ?? state?.index;
    const words = [
      index && now === "running" ? count(index) : "",
      t(/** @type {import("../shared/messages.js").MessageId} */ (`situation-${now}`)),
      set ?? "",
    ];
    document.title = words.filter(Boolean).join(" · ");
  }

  /** @param {Situation} now @param {Model} model @param {number} taken */
  #showSheet(now, model, taken) {
    const key = JSON.stringify([
      now,
      model.camera,
      model.storage,
      model.wasHidden,
      model.conflicts,
      model.refusal,
      model.dropped,
      model.erased,
      model.notice,
      model.state?.reason,
      model.state?.waits_for,
      now === "offline" || now === "finishing" ? [model.held, model.state?.index] : model.held.length,
    ]);
    if (key === this.#shown) return;
    this.#shown = key;
    if (now === "running") {
      if (this.#sheet.firstElementChild !== this.running.element) fill(this.#sheet, this.running.whole());
      return;
    }
    if (now === "aiming") {
      if (this.#sheet.firstElementChild === this.#aiming.element) return;
      this.#aiming.waiting();
      fill(this.#sheet, this.#aiming.element, this.lens.element, this.#options.element);
      return;
    }
    fill(
      this.#sheet,
      ...sheet(now, model, taken),
      now === "offline" ? this.#retry : null,
      this.running.last,
      ...(LENS_FREE.has(now) ? [this.lens.element, this.#options.element] : []),
    );
    const heading = this.#sheet.querySelector("h2")?.textContent ?? "";
    if (!["ready", "connecting", "finishing"].includes(now)) setText(this.#announced, heading);
  }

  /** @param {Situation} now @param {Model} model */
  #showAction(now, model) {
    const { pause, goOn, camera, now: tryNow, here, reload } = this.#buttons;
    const running = (model.state?.by_hand && this.#byHand) || pause.element;
    const index = model.state?.next_index;
    goOn.label = index ? t("action-go-on-at", { index }) : t("action-go-on");
    const secure = model.camera === "insecure_page";
    const next = outgoing(model).length
      ? undefined
      : h("a", { class: "button large", href: "/join" }, t("action-join-next"));
    const again = h("a", { class: "button large", href: "/join" }, t("action-join-again"));
    const open = h(
      "a",
      { class: "button large filled", href: `https://${location.host}${location.pathname}` },
      t("action-open-secure"),
    );
    /** @type {Partial<Record<Situation, Element>>} */
    const actions = {
      running,
      "go-on": goOn.element,
      camera: secure ? open : camera.element,
      offline: tryNow.element,
      elsewhere: here.element,
      storage: reload.element,
      refused: again,
      dropped: again,
      mismatch: undefined,
      aborted: next,
      finished: next,
    };
    const wanted = actions[now];
    const shown = this.#action.firstElementChild;
    if (wanted && (shown === wanted || shown?.outerHTML === wanted.outerHTML)) return;
    fill(this.#action, wanted);
  }
}

/** @returns {Node[]} what stands on the stage while there is no picture: brackets and a sign */
export function stageSigns() {
  return [
    h(
      "div",
      { class: "guide", "aria-hidden": "true" },
      ...["tl", "tr", "bl", "br"].map((corner) => h("span", { class: corner })),
    ),
    h("div", { class: "no-camera", "aria-hidden": "true" }, icon("camera-off", 64)),
  ];
}
