/**
 * The cameras of this phone, to choose from, with zoom and what can be held still where the chosen one has them. It
 * stands wherever nothing is photographed right now, also while the session is paused.
 */

import { fill, h, setText } from "../shared/dom.js";
import { decimals } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { holdable } from "./holding.js";
import { remembered } from "./lens.js";

/** @typedef {import("./holding.js").Part} Part */
/** @typedef {{ choose(deviceId: string, label: string): unknown, zoom(zoom: number): unknown, hold(part: Part, still: boolean): unknown }} Actions */

const EXPOSURE_UNITS_A_SECOND = 10_000;

/**
 * The shutter's time as photographers write it: 1/50 s, 0.5 s.
 *
 * @param {unknown} exposureTime as tracks give it, in units of 100 µs
 * @returns {string} empty where it is not known
 */
export function shutterTime(exposureTime) {
  if (typeof exposureTime !== "number" || !(exposureTime > 0)) return "";
  const seconds = exposureTime / EXPOSURE_UNITS_A_SECOND;
  return t("camera-shutter", { time: seconds < 0.3 ? `1/${Math.round(1 / seconds)}` : decimals(seconds, 1) });
}

/** A list and two controls; empty where there is nothing to choose. */
export class LensPanel {
  element = h("div", { class: "lens-panel" });
  /** The camera in use, over its picture. */
  name = h("p", { class: "lens-name", hidden: true });
  #actions;
  #refused = h("p", { class: "caption wait", role: "status" });

  /** @param {Actions} actions */
  constructor(actions) {
    this.#actions = actions;
    this.element.hidden = true;
  }

  /** @param {import("./situation.js").Model["lens"]} lens */
  update(lens) {
    const size = lens?.width ? t("camera-size", { width: String(lens.width), height: String(lens.height) }) : "";
    const { exposureTime, iso } = lens?.settings ?? {};
    const film = typeof iso === "number" && iso > 0 ? t("camera-iso", { iso: String(Math.round(iso)) }) : "";
    setText(this.name, [lens?.label ?? "", size, shutterTime(exposureTime), film].filter(Boolean).join(", "));
    this.name.hidden = !this.name.textContent;
    this.#tellRefused(lens?.held ?? []);
  }

  /**
   * @param {MediaDeviceInfo[]} cameras
   * @param {Pick<import("./camera.js").Camera, "chosen" | "can">} camera
   */
  offer(cameras, { chosen, can }) {
    const parts = [
      cameras.length > 1 ? this.#list(cameras, chosen) : null,
      can.zoom ? this.#zoom(can.zoom) : null,
      this.#holding(holdable(can)),
    ];
    fill(this.element, ...parts);
    this.element.hidden = !parts.some(Boolean);
  }

  /** @param {MediaDeviceInfo[]} cameras @param {string} chosen @returns {HTMLElement} */
  #list(cameras, chosen) {
    const list = h(
      "select",
      { id: "camera", on: { change: () => this.#actions.choose(list.value, cameras[list.selectedIndex].label) } },
      ...cameras.map(({ deviceId, label }, position) =>
        h(
          "option",
          { value: deviceId, selected: deviceId === chosen },
          label || t("camera-number", { n: position + 1 }),
        ),
      ),
    );
    return h("div", { class: "field" }, h("label", { for: "camera" }, t("camera-choose")), list);
  }

  /** @param {{ min: number, max: number, step?: number }} range @returns {HTMLElement} */
  #zoom({ min, max, step = 0.1 }) {
    const words = h("label", { for: "zoom" });
    const slider = h("input", { type: "range", id: "zoom", min, max, step, value: remembered().zoom ?? min });
    const tell = () => setText(words, t("camera-zoom", { zoom: String(Number(slider.value)) }));
    slider.addEventListener("input", tell);
    slider.addEventListener("change", () => this.#actions.zoom(Number(slider.value)));
    tell();
    return h("div", { class: "field" }, words, slider);
  }

  /** @param {Part[]} parts @returns {HTMLElement | null} */
  #holding(parts) {
    if (!parts.length) return null;
    const { held } = remembered();
    return h(
      "fieldset",
      { class: "holding" },
      h("legend", {}, t("camera-hold")),
      ...parts.map((part) => {
        const box = h("input", {
          type: "checkbox",
          checked: Boolean(held[part]),
          on: { change: () => this.#actions.hold(part, box.checked) },
        });
        return h("label", { class: "check-row" }, box, t(`camera-hold-${part}`));
      }),
      h("p", { class: "caption" }, t("camera-hold-words")),
      this.#refused,
    );
  }

  /** @param {string[]} held what the camera says that it holds */
  #tellRefused(held) {
    const asked = /** @type {Part[]} */ (Object.keys(remembered().held));
    const refused = asked.filter((part) => !held.includes(part)).map((part) => t(`camera-hold-${part}`));
    setText(this.#refused, refused.length ? t("camera-hold-refused", { parts: refused.join(", ") }) : "");
    this.#refused.hidden = !refused.length;
  }
}
