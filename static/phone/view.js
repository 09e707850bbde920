/**
 * The phone's page: set and state at the top, the camera's picture, the sheet, and one action where the thumb is.
 * While a photo is being taken nothing on it changes; what happened meanwhile is shown right after.
 */

import { byId, fill, h, setText } from "../shared/dom.js";
import { count, range } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button } from "../shared/parts.js";
import { say } from "../shared/words.js";
import { AimingSheet } from "./aiming-sheet.js";
import { Corners } from "./corners.js";
import { RunningSheet } from "./running-sheet.js";
import { sheet, stateChip } from "./sheets.js";
import { situation } from "./situation.js";

/** @typedef {import("./situation.js").Model} Model */
/** @typedef {import("./situation.js").Situation} Situation */
/** @typedef {{ pause(): unknown, goOn(): unknown, tryCamera(): unknown, reconnect(): unknown, choose(deviceId: string): unknown }} Actions */

/** The whole page; `update` as often as one likes. */
export class View {
  running = new RunningSheet();
  #aiming = new AimingSheet(() => this.#mark(null, false));
  #corners;
  #actions;
  #heading = h("h1", {});
  #sub = h("p", { class: "caption" });
  #chip = h("div", { class: "chip-place" });
  #sheet = byId("sheet");
  #action = byId("action");
  #stage = byId("stage");
  #announced = h("p", { class: "visually-hidden", "aria-live": "assertive" });
  #choices = h("div", { class: "field" });
  #shown = "";
  #buttons;

  /** @param {Actions} actions @param {HTMLVideoElement} video */
  constructor(actions, video) {
    this.#actions = actions;
    this.#corners = new Corners(video);
    const big = { large: true };
    this.#buttons = {
      pause: new Button(say("action.pause"), actions.pause, { icon: "pause", busy: say("action.pausing"), ...big }),
      goOn: new Button(say("action.go-on"), actions.goOn, { kind: "filled", icon: "play", busy: say("action.going-on"), ...big }),
      camera: new Button(say("action.camera"), actions.tryCamera, { kind: "filled", icon: "camera", busy: say("action.opening"), ...big }),
      now: new Button(say("action.try-now"), actions.reconnect, { kind: "filled", icon: "retake", ...big }),
      here: new Button(say("action.use-here"), () => location.reload(), { kind: "filled", ...big }),
    };
    fill(byId("phone-head"), h("div", {}, this.#heading, this.#sub), this.#chip);
    document.body.append(this.#announced);
    this.#choices.hidden = true;
  }

  /** @param {Model} model @param {number} taken */
  update(model, taken) {
    const now = situation(model);
    setText(this.#heading, model.set ?? say("phone.title"));
    setText(this.#sub, this.#line(model));
    this.#chip.replaceChildren(stateChip(model, now));
    this.#stage.dataset.situation = now;
    if (now !== "aiming") this.#aiming.stop();
    this.#title(model, now);
    if (now === "running") this.running.update(model);
    this.#showSheet(now, model, taken);
    this.#showAction(now, model);
  }

  /** @param {import("../types/wire").Aimed} aimed the brackets stay where they were seen last when aiming ends */
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
  #line({ name, battery, state, set }) {
    const charge = battery === null ? "" : say("phone.battery", { percent: Math.round(battery * 100) });
    if (!state || !set) return name;
    return state.phase === "waiting" ? say("phone.range", { range: range(state.first, state.last) }) : [name, charge].filter(Boolean).join(", ");
  }

  /** @param {Model} model @param {Situation} now */
  #title({ taking, state, set }, now) {
    const index = taking?.index ?? state?.index;
    const words = [index && now === "running" ? count(index) : "", say(/** @type {import("../shared/words.js").Key} */ (`situation.${now}`)), set ?? ""];
    document.title = words.filter(Boolean).join(" · ");
  }

  /** @param {Situation} now @param {Model} model @param {number} taken */
  #showSheet(now, model, taken) {
    const key = JSON.stringify([now, model.camera, model.refusal, model.dropped, model.notice, model.state?.reason, model.state?.waits_for,
      now === "offline" || now === "finishing" ? [model.held, model.state?.index] : model.held.length]);
    if (key === this.#shown) return;
    this.#shown = key;
    if (now === "running") {
      if (this.#sheet.firstElementChild !== this.running.element) fill(this.#sheet, this.running.element);
      return;
    }
    if (now === "aiming") {
      if (this.#sheet.firstElementChild === this.#aiming.element) return;
      this.#aiming.waiting();
      fill(this.#sheet, this.#aiming.element, this.#choices);
      return;
    }
    fill(this.#sheet, ...sheet(now, model, taken), now === "ready" || now === "spare" ? this.#choices : null);
    const heading = this.#sheet.querySelector("h2")?.textContent ?? "";
    if (!["ready", "connecting", "finishing"].includes(now)) setText(this.#announced, heading);
  }

  /** @param {Situation} now @param {Model} model */
  #showAction(now, model) {
    const { pause, goOn, camera, now: tryNow, here } = this.#buttons;
    const index = model.state?.index ?? model.state?.reason?.index;
    goOn.label = index ? say("action.go-on-at", { index }) : say("action.go-on");
    const secure = model.camera === "insecure_page";
    const again = h("a", { class: "button large", href: "/join" }, say("action.join-again"));
    const open = h("a", { class: "button large filled", href: `https://${location.host}${location.pathname}` }, say("action.open-secure"));
    /** @type {Partial<Record<Situation, Element>>} */
    const actions = {
      running: pause.element, "go-on": goOn.element, camera: secure ? open : camera.element, offline: tryNow.element,
      elsewhere: here.element, refused: again, dropped: again, finished: again, mismatch: undefined,
    };
    const wanted = actions[now];
    if (wanted && this.#action.firstElementChild?.outerHTML === wanted.outerHTML) return;
    fill(this.#action, wanted);
  }

  /**
   * Offer the cameras, where there are several.
   *
   * @param {MediaDeviceInfo[]} cameras
   * @param {string} chosen
   */
  offer(cameras, chosen) {
    this.#choices.hidden = cameras.length < 2;
    const list = h("select", { id: "camera", on: { change: () => this.#actions.choose(list.value) } },
      ...cameras.map(({ deviceId, label }, position) =>
        h("option", { value: deviceId, selected: deviceId === chosen }, label || say("camera.number", { n: position + 1 }))));
    fill(this.#choices, h("label", { for: "camera" }, say("camera.choose")), list);
  }
}

/** @returns {Node[]} what stands on the stage while there is no picture: brackets and a sign */
export function stageSigns() {
  return [h("div", { class: "guide", "aria-hidden": "true" }, ...["tl", "tr", "bl", "br"].map((corner) => h("span", { class: corner }))),
    h("div", { class: "no-camera", "aria-hidden": "true" }, icon("camera-off", 64))];
}
