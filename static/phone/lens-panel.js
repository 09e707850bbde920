/**
 * The cameras of this phone, to choose from, with zoom and light where the chosen one has them. It stands wherever
 * nothing is photographed right now, also while the session is paused.
 */

import { fill, h, setText } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { remembered } from "./lens.js";

/** @typedef {{ choose(deviceId: string, label: string): unknown, adjust(wish: { zoom: number } | { torch: boolean }): unknown }} Actions */

/** A list and two controls; empty where there is nothing to choose. */
export class LensPanel {
  element = h("div", { class: "lens-panel" });
  /** The camera in use, over its picture. */
  name = h("p", { class: "lens-name", hidden: true });
  #actions;

  /** @param {Actions} actions */
  constructor(actions) {
    this.#actions = actions;
    this.element.hidden = true;
  }

  /** @param {import("./situation.js").Model["lens"]} lens */
  update(lens) {
    const size = lens?.width ? t("camera-size", { width: String(lens.width), height: String(lens.height) }) : "";
    setText(this.name, [lens?.label ?? "", size].filter(Boolean).join(", "));
    this.name.hidden = !this.name.textContent;
  }

  /**
   * @param {MediaDeviceInfo[]} cameras
   * @param {Pick<import("./camera.js").Camera, "chosen" | "can">} camera
   */
  offer(cameras, { chosen, can }) {
    const parts = [
      cameras.length > 1 ? this.#list(cameras, chosen) : null,
      can.zoom ? this.#zoom(can.zoom) : null,
      can.torch ? this.#torch() : null,
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
    slider.addEventListener("change", () => this.#actions.adjust({ zoom: Number(slider.value) }));
    tell();
    return h("div", { class: "field" }, words, slider);
  }

  /** @returns {HTMLElement} */
  #torch() {
    const box = h("input", {
      type: "checkbox",
      checked: remembered().torch,
      on: { change: () => this.#actions.adjust({ torch: box.checked }) },
    });
    return h("label", { class: "check-row" }, box, t("camera-light"));
  }
}
