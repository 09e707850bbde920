/**
 * The display beside each phone's last photo: whether they show the same thing is seen at a glance. Never cropped.
 */

import { fill, h, keyed, setAttribute, setText } from "../shared/dom.js";
import { stateWords } from "../shared/parts.js";
import { say } from "../shared/words.js";

/** @typedef {import("../types/wire").Snapshot} Snapshot */
/** @typedef {import("../types/wire").PhoneView} PhoneView */

/** A picture with a caption above. */
class Picture {
  #name = h("b", {});
  #what = h("span", {});
  #verdict = h("span", { class: "verdict" });
  #img = h("img", { alt: "" });
  element = h("figure", { class: "shown-picture" }, h("figcaption", {}, this.#name, " ", this.#what, this.#verdict), h("div", { class: "picture" }, this.#img));

  /** @param {{ name: string, what: string, src: string | null, alt: string, verdict?: HTMLElement | null }} picture */
  show({ name, what, src, alt, verdict = null }) {
    setText(this.#name, name);
    setText(this.#what, what);
    setAttribute(this.#img, "src", src);
    this.#img.alt = alt;
    this.#img.hidden = !src;
    if (this.#verdict.textContent !== (verdict?.textContent ?? "")) fill(this.#verdict, verdict);
  }
}

/** The photo a phone took last. */
class LastPhoto {
  #picture = new Picture();
  element = this.#picture.element;

  /** @param {PhoneView} phone */
  update({ name, last_photo }) {
    if (!last_photo) return this.#picture.show({ name, what: say("picture.none"), src: null, alt: "" });
    const { index, attempt, thumbnail, state } = last_photo;
    if (!thumbnail && this.element.querySelector("img[src]")) return;
    this.#picture.show({
      name, what: say(attempt > 1 ? "picture.photo.attempt" : "picture.photo", { index, attempt }), src: thumbnail,
      alt: say(`photo.alt.${/** @type {"pending"} */ (state)}`, { index }), verdict: verdictWords(state),
    });
  }
}

/** @param {string} state @returns {HTMLElement} */
export function verdictWords(state) {
  if (state === "accepted") return stateWords("check", say("photo.accepted"), "ok");
  if (state === "rejected") return stateWords("cross", say("photo.rejected"), "stop");
  if (state === "lost") return stateWords("warning", say("photo.lost"), "stop");
  return stateWords("clock", say("photo.stored"), "accent");
}

/** The row of pictures. */
export class Pictures {
  #session;
  #display = new Picture();
  #phones = h("div", { class: "phones" });
  /** @type {Map<string, LastPhoto>} */
  #rows = new Map();
  element = h("div", { class: "pictures" }, this.#display.element, this.#phones);

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
  }

  /** @param {Snapshot} snapshot */
  update({ display, index, phones }) {
    const name = say("display.title");
    const visible = display?.connected && index !== null;
    this.#display.show({
      name, what: visible ? say("picture.xray", { index }) : say(display?.connected ? "picture.black" : "picture.no-display"),
      src: visible ? `/api/v1/sessions/${this.#session}/xrays/${index}/thumbnail` : null, alt: visible ? say("picture.xray.alt", { index }) : "",
    });
    const active = phones.filter(({ state, last_photo }) => state === "active" || (state === "dropped" && last_photo)).slice(0, 4);
    keyed(this.#phones, this.#rows, active, ({ device }) => device, () => new LastPhoto());
    this.#phones.style.gridTemplateColumns = `repeat(${Math.max(1, active.length)}, minmax(0, 1fr))`;
  }
}

