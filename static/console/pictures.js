/**
 * The display beside each phone's last photo: whether they show the same thing is seen at a glance. Never cropped.
 */

import { fill, h, keyed, setAttribute, setText } from "../shared/dom.js";
import { verdictWords } from "../shared/findings.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").PhoneView} PhoneView */

/** A picture with a caption above. */
class Picture {
  #name = h("b", {});
  #what = h("span", {});
  #verdict = h("span", { class: "verdict" });
  #img = h("img", { alt: "" });
  element = h(
    "figure",
    { class: "shown-picture" },
    h("figcaption", {}, this.#name, " ", this.#what, this.#verdict),
    h("div", { class: "picture" }, this.#img),
  );

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
  /** @type {import("../types/api").PhotoView | null} */
  #judged = null;
  /** @type {PhoneView | null} */
  #phone = null;
  element = this.#picture.element;

  /** @param {import("../types/api").PhotoView} photo as judged */
  judged(photo) {
    this.#judged = photo;
    if (this.#phone) this.update(this.#phone);
  }

  /** @param {PhoneView} phone */
  update(phone) {
    this.#phone = phone;
    const { name, last_photo } = phone;
    if (!last_photo) return this.#picture.show({ name, what: t("picture-none"), src: null, alt: "" });
    const { index, attempt, thumbnail, state } = last_photo;
    const judged = this.#judged?.index === index && this.#judged.attempt === attempt ? this.#judged : null;
    if (!thumbnail && this.element.querySelector("img[src]")) return;
    this.#picture.show({
      name,
      what: t(attempt > 1 ? "picture-photo-attempt" : "picture-photo", { index, attempt }),
      src: thumbnail,
      alt: t(`photo-alt-${/** @type {"pending"} */ (state)}`, { index }),
      verdict: verdictWords(state, judged?.measures, judged?.flag),
    });
  }
}

/** The row of pictures. */
export class Pictures {
  #session;
  #aiming;
  #display = new Picture();
  #phones = h("div", { class: "phones" });
  /** @type {Map<string, LastPhoto>} */
  #rows = new Map();
  element = h("div", { class: "pictures" }, this.#display.element, this.#phones);

  /** @param {string} session @param {Element} aiming what stands beside the display while aiming */
  constructor(session, aiming) {
    this.#session = session;
    this.#aiming = aiming;
  }

  /** @param {import("../types/api").PhotoView} photo */
  photo(photo) {
    this.#rows.get(photo.device)?.judged(photo);
  }

  /** @param {Snapshot} snapshot */
  update({ display, index, phones, phase }) {
    const name = t("display-title");
    const visible = display?.connected && index !== null;
    this.#display.show({
      name,
      what: visible ? t("picture-xray", { index }) : t(display?.connected ? "picture-black" : "picture-no-display"),
      src: visible ? `/api/v1/sessions/${this.#session}/xrays/${index}/thumbnail` : null,
      alt: visible ? t("picture-xray-alt", { index }) : "",
    });
    if (phase === "aiming") return fill(this.element, this.#display.element, this.#aiming);
    if (!this.#phones.isConnected) fill(this.element, this.#display.element, this.#phones);
    const active = phones
      .filter(({ state, last_photo }) => state === "active" || (state === "dropped" && last_photo))
      .slice(0, 4);
    keyed(
      this.#phones,
      this.#rows,
      active,
      ({ device }) => device,
      () => new LastPhoto(),
    );
    this.#phones.style.gridTemplateColumns = `repeat(${Math.max(1, active.length)}, minmax(0, 1fr))`;
  }
}
