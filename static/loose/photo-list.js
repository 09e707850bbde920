/**
 * Every photo of a pile by what became of it: those to decide first.
 */

import { fill, h, keyed, setText } from "../shared/dom.js";
import { stateWords } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { STATES } from "./summary.js";

/** @typedef {import("../types/api").LooseView} LoosePhoto */
/** @typedef {import("../types/page").LooseState} LooseState */

const SHOWN = 60;
/** @type {LooseState[]} */
const ORDER = ["doubtful", "unknown", "refused", "waiting", "left_out", "assigned"];

/** @type {Set<LooseState>} */
const DECIDABLE = new Set(["doubtful", "unknown", "left_out"]);

export class PhotoList {
  #open;
  /** @type {Map<string, Group>} */
  #groups = new Map();
  element = h("div", { class: "photo-lists" });

  /** @param {(photo: LoosePhoto) => void} open */
  constructor(open) {
    this.#open = open;
  }

  /** @param {LoosePhoto[]} photos */
  update(photos) {
    const groups = ORDER.map((state) => ({ state, photos: photos.filter((photo) => photo.state === state) })).filter(
      (group) => group.photos.length,
    );
    keyed(
      this.element,
      this.#groups,
      groups,
      ({ state }) => state,
      ({ state }) => new Group(state, this.#open),
    );
  }
}

/** The photos in one state; a long list shows its newest and says how many more there are. */
class Group {
  #heading = h("h2", {});
  #rows = h("ul", { class: "photos" });
  #more = h("p", { class: "caption" });
  /** @type {Map<string, Row>} */
  #shown = new Map();
  #state;
  #open;
  element = h("section", {}, this.#heading, this.#rows, this.#more);

  /** @param {LooseState} state @param {(photo: LoosePhoto) => void} open */
  constructor(state, open) {
    this.#state = state;
    this.#open = open;
  }

  /** @param {{ photos: LoosePhoto[] }} group */
  update({ photos }) {
    setText(this.#heading, t(`loose-count-${this.#state}`, { n: photos.length }));
    const newest = photos.slice(-SHOWN).reverse();
    keyed(
      this.#rows,
      this.#shown,
      newest,
      ({ id }) => String(id),
      (photo) => new Row(photo, this.#open),
    );
    setText(this.#more, photos.length > SHOWN ? t("loose-more", { n: photos.length - SHOWN }) : "");
  }
}

class Row {
  #words = h("span", { class: "caption" });
  element;

  /** @param {LoosePhoto} photo @param {(photo: LoosePhoto) => void} open */
  constructor(photo, open) {
    const [, sign, tone] = /** @type {[LooseState, import("../shared/icons.js").IconName, string]} */ (
      STATES.find(([state]) => state === photo.state)
    );
    const name = h("span", { class: "mono" }, photo.file);
    const image = h("img", { src: photo.picture, alt: "", loading: "lazy", width: "88", height: "66" });
    const inside = [
      photo.state === "refused" ? h("span", { class: "no-picture" }) : image,
      h("span", { class: "row-words" }, name, this.#words),
      photo.index === null
        ? stateWords(sign, "", tone)
        : h("b", { class: "number" }, t("loose-index", { index: photo.index })),
    ];
    this.element = h(
      "li",
      {},
      DECIDABLE.has(photo.state)
        ? h("button", { type: "button", class: "photo-row", on: { click: () => open(photo) } }, ...inside)
        : h("div", { class: "photo-row" }, ...inside),
    );
    fill(this.#words, photo.sentence);
  }

  /** @param {LoosePhoto} photo */
  update(photo) {
    setText(this.#words, photo.sentence);
  }
}
