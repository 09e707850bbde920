/**
 * The last photos with their file names, newest first.
 */

import { call } from "../shared/api.js";
import { fill, h, keyed, setAttribute, setText } from "../shared/dom.js";
import { count, fileName } from "../shared/format.js";
import { remark, verdictWords } from "../shared/findings.js";
import { Button } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").PhotoView} Photo */

const AT_FIRST = 10;

/** @param {Photo} photo @returns {string} */
const keyOf = ({ set, index, attempt }) => `${set}/${index}/${attempt}`;

/** One photo. */
class Tile {
  #img = h("img", { alt: "", loading: "lazy" });
  #link = h("a", { class: "picture", target: "_blank", rel: "noopener" }, this.#img);
  #index = h("b", {});
  #verdict = h("span", {});
  #name = h("p", { class: "mono" });
  #detail = h("p", { class: "caption" });
  #note = h("p", { class: "tile-note" });
  /** @type {Photo | null} */
  #photo = null;
  #write;
  element = h(
    "li",
    { class: "tile" },
    this.#link,
    h("div", { class: "spread" }, this.#index, this.#verdict),
    this.#name,
    this.#detail,
    this.#note,
  );

  /** @param {(photo: Photo) => void} note what the button does */
  constructor(note) {
    this.#write = new Button(t("photos-note"), () => this.#photo && note(this.#photo), { kind: "quiet" });
    this.element.append(this.#write.element);
  }

  /** @param {Photo} photo */
  update(photo) {
    const { index, state, name, thumbnail, url, set, measures, flag } = photo;
    this.#photo = photo;
    setText(this.#note, photo.note);
    this.#note.hidden = !photo.note;
    this.#write.element.setAttribute("aria-label", t("photos-note-on", { index }));
    setAttribute(this.#img, "src", state === "lost" ? null : thumbnail);
    setAttribute(this.#link, "href", url);
    this.#img.alt = t(`photo-alt-${state}`, { index });
    setText(this.#index, count(index));
    const verdict = verdictWords(state, measures, flag);
    if (this.#verdict.textContent !== verdict.textContent) fill(this.#verdict, verdict);
    if (this.#name.textContent !== name) fill(this.#name, fileName(name));
    const { text, tone } = remark({ ...photo, warnings: measures.warnings ?? [], sentence: measures.sentence ?? "" });
    setText(this.#detail, text || set);
    this.#detail.className = `caption ${tone}`;
  }
}

/** The tiles, a button for older ones, and an offer for photos that may as well show a copy of their x-ray. */
export class Photos {
  #session;
  #list = h("ul", { class: "tiles" });
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  /** @type {Map<string, Photo>} */
  #photos = new Map();
  #limit = AT_FIRST;
  /** @type {Set<number>} */
  #treated = new Set();
  #ended = false;
  #note;
  #asOne;
  #copies;
  #review = h("a", { class: "button quiet" }, t("review-open"));
  #more = new Button(t("photos-more"), () => this.#older(), { kind: "quiet" });
  element = h(
    "section",
    { class: "photos" },
    h("div", { class: "spread" }, h("h2", {}, t("photos-heading")), h("div", {}, this.#review, this.#more.element)),
    this.#list,
  );

  /**
   * @param {string} session
   * @param {() => unknown} treatAsOne what the offer does
   * @param {(photo: Photo) => void} note what the button at a photo does
   */
  constructor(session, treatAsOne, note) {
    this.#session = session;
    this.#note = note;
    this.#asOne = new Button(t("photos-copies-one"), treatAsOne, { busy: t("photos-copies-looking") });
    this.#copies = h("div", { class: "spread" }, h("p", { class: "wait" }, t("photos-copies")), this.#asOne.element);
    this.#list.before(this.#copies);
    this.#review.href = `/review?session=${session}`;
    this.element.hidden = true;
  }

  /** Read what is there, also after a break. */
  async read() {
    const { photos } = /** @type {{ photos: Photo[] }} */ (
      await call(`/sessions/${this.#session}/photos?limit=${this.#limit}`)
    );
    for (const photo of photos) this.#photos.set(keyOf(photo), photo);
    this.#draw();
    this.#more.element.hidden = photos.length < this.#limit;
  }

  async #older() {
    this.#limit = Math.min(500, this.#limit + 20);
    await this.read();
  }

  /** @param {import("../types/api").SessionSnapshot} snapshot */
  update({ copies, phase }) {
    this.#treated = new Set(copies.flat());
    this.#ended = ["finished", "aborted"].includes(phase);
    this.#offer();
  }

  #offer() {
    const flagged = [...this.#photos.values()].filter(({ flag }) => flag === "ambiguous");
    this.#copies.hidden = this.#ended || flagged.every(({ index }) => this.#treated.has(index));
  }

  /** @returns {Photo | null} the photo that was stored last */
  get newest() {
    return this.#photos.values().next().value ?? null;
  }

  /** @param {Photo} photo */
  add(photo) {
    this.#photos.set(keyOf(photo), photo);
    this.#draw();
  }

  #draw() {
    const newest = [...this.#photos.values()]
      .sort((a, b) => (b.kept_at ?? 0) - (a.kept_at ?? 0) || b.index - a.index)
      .slice(0, this.#limit);
    this.#photos = new Map(newest.map((photo) => [keyOf(photo), photo]));
    keyed(this.#list, this.#tiles, newest, keyOf, () => new Tile(this.#note));
    this.element.hidden = newest.length === 0;
    this.#offer();
  }
}
