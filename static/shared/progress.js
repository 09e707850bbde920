/**
 * Progress in words and as the strip: how many are stored, how fast, how long it still takes.
 */

import { fill, h, setText } from "./dom.js";
import { clock, duration } from "./format.js";
import { Strip } from "./strip.js";
import { tell } from "./dialog.js";
import { t, tRich } from "./messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */

/** Words above, strip below. */
export class Progress {
  strip = new Strip({ height: 24 });
  #stored = h("span", {});
  #rate = h("span", {});
  #left = h("span", {});
  #retaken = h("span", {});
  #rejected = h("span", {});
  #bar = h("div", {
    role: "progressbar",
    "aria-label": t("progress-label"),
    "aria-valuemin": "0",
    class: "visually-hidden",
  });
  #table = h(
    "button",
    { type: "button", class: "link-button", on: { click: () => tell(t("strip-heading"), this.strip.table()) } },
    t("strip-table"),
  );
  element = h(
    "div",
    { class: "progress" },
    h(
      "div",
      { class: "progress-words" },
      this.#stored,
      this.#rate,
      this.#left,
      h("span", { class: "end" }, this.#retaken, this.#rejected, this.#table),
    ),
    this.#bar,
    this.strip.element,
  );

  /** @param {Snapshot} snapshot */
  update({ progress, phase }) {
    const { stored, total, rate, seconds_left, until, retaken, rejected } = progress;
    fill(this.#stored, tRich("progress-stored", { stored, total }));
    const moving = phase === "running" && rate !== null;
    fill(this.#rate, moving ? tRich("progress-rate", { n: Math.round(rate) }) : "");
    fill(
      this.#left,
      moving && seconds_left !== null && until !== null
        ? tRich("progress-left", { time: duration(seconds_left), until: clock(until) })
        : "",
    );
    fill(this.#retaken, retaken ? tRich("progress-retaken", { n: retaken }) : "");
    fill(this.#rejected, rejected ? tRich("progress-rejected", { n: rejected }) : "");
    this.#bar.setAttribute("aria-valuemax", String(total));
    this.#bar.setAttribute("aria-valuenow", String(stored));
    this.#bar.setAttribute("aria-valuetext", spoken(progress));
    setText(this.#bar, "");
  }
}

/**
 * "346 of 500 photos stored, 4 min left".
 *
 * @param {Snapshot["progress"]} progress
 * @returns {string}
 */
export function spoken({ stored, total, seconds_left }) {
  return seconds_left === null
    ? t("progress-spoken", { stored, total })
    : t("progress-spoken-left", { stored, total, time: duration(seconds_left) });
}
