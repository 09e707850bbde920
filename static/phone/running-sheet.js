/**
 * The sheet of a running session: the index being taken, how far it is, the last photo with its file name, and
 * the log. It is made once and only its words change, so that nothing on the page moves.
 */

import { fill, h, setText } from "../shared/dom.js";
import { clock, count, duration, fileName, size } from "../shared/format.js";
import { remark } from "../shared/findings.js";
import { t, tRich } from "../shared/messages.js";
import { stateWords } from "../shared/controls.js";

/** @typedef {import("../types/page").KeptPhoto} KeptPhoto */

const LOG_LINES = 30;
const THUMBNAIL_PX = 176;

/** Counter, bar, last photo, log. */
export class RunningSheet {
  #doing = h("p", { class: "caption" });
  #counter = h("p", { class: "counter number" });
  #stored = h("p", {});
  #left = h("p", {});
  #bar = h("div", { class: "bar" }, h("div", {}));
  #expected = h("img", { class: "expected", alt: "" });
  /** The last photo with its file name: it stays on the screen whatever happens to the session. */
  last = h("div", { class: "last-photo" });
  #picture = h("canvas", { class: "thumb", width: "4", height: "3" });
  #lastIndex = h("b", {});
  #verdict = h("span", {});
  #name = h("p", { class: "mono" });
  #why = h("p", { class: "caption" });
  #lines = h("ul", {});
  #log = h(
    "div",
    { class: "log", role: "log", "aria-live": "off", "aria-label": t("phone-log"), tabindex: "0" },
    this.#lines,
  );
  element;
  /** @type {{ index: number, attempt: number } | null} */
  #shown = null;
  #judged = false;

  constructor() {
    this.#expected.hidden = true;
    this.last.hidden = true;
    this.#bar.setAttribute("role", "progressbar");
    this.#bar.setAttribute("aria-label", t("progress-label"));
    this.#picture.setAttribute("role", "img");
    this.last.append(
      this.#picture,
      h("div", {}, h("div", { class: "spread" }, this.#lastIndex, this.#verdict), this.#why, this.#name),
    );
    this.element = h(
      "div",
      { class: "running-sheet" },
      this.#doing,
      h(
        "div",
        { class: "hero" },
        this.#counter,
        this.#expected,
        h("div", { class: "hero-words" }, this.#stored, this.#left),
      ),
      this.#bar,
      this.last,
      this.#log,
    );
  }

  /** @returns {HTMLElement} the sheet, with the last photo back in its place from another sheet */
  whole() {
    this.#log.before(this.last);
    return this.element;
  }

  /** @param {import("./situation.js").Model} model */
  update(model) {
    const { state, taking } = model;
    if (!state) return;
    const index = taking?.index ?? state.index;
    const shows = state.capture === "film" ? "phone-film" : "phone-showing";
    setText(
      this.#doing,
      taking ? t(taking.attempt > 1 ? "phone-retaking" : "phone-taking") : t(index ? shows : "phone-next"),
    );
    setText(this.#counter, index ? count(index) : "–");
    fill(this.#stored, tRich("progress-stored", { stored: state.stored, total: state.total }));
    setText(this.#left, state.seconds_left === null ? "" : t("phone-left", { time: duration(state.seconds_left) }));
    this.#progress(state.stored, state.total);
  }

  /**
   * @param {number} stored
   * @param {number} total
   */
  #progress(stored, total) {
    /** @type {HTMLElement} */ (this.#bar.firstElementChild).style.width = `${total ? (100 * stored) / total : 0}%`;
    this.#bar.setAttribute("aria-valuemax", String(total));
    this.#bar.setAttribute("aria-valuenow", String(stored));
    this.#bar.setAttribute("aria-valuetext", t("progress-spoken", { stored, total }));
  }

  /** @param {ArrayBuffer | null | undefined} thumbnail the x-ray that should now be on the display */
  expect(thumbnail) {
    if (this.#expected.src) URL.revokeObjectURL(this.#expected.src);
    this.#expected.hidden = !thumbnail;
    if (!thumbnail) return;
    this.#expected.src = URL.createObjectURL(new Blob([thumbnail], { type: "image/jpeg" }));
    this.#expected.alt = t("phone-expected");
  }

  /**
   * @param {KeptPhoto} photo just taken
   * @param {ArrayBuffer} bytes
   */
  async taken(photo, bytes) {
    this.#shown = photo;
    this.#judged = false;
    setText(this.#lastIndex, count(photo.index));
    fill(this.#verdict, stateWords("clock", t("photo-sending"), "wait"));
    setText(this.#name, size(photo.size));
    setText(this.#why, "");
    this.last.hidden = false;
    const picture = await createImageBitmap(new Blob([bytes], { type: photo.type }), { resizeWidth: THUMBNAIL_PX });
    if (this.#shown === photo) this.#paint(picture, photo);
    picture.close();
  }

  /** @param {ImageBitmap} picture @param {KeptPhoto} photo */
  #paint(picture, photo) {
    this.#picture.width = picture.width;
    this.#picture.height = picture.height;
    this.#picture.getContext("2d")?.drawImage(picture, 0, 0);
    this.#picture.setAttribute("aria-label", t("photo-alt", { index: photo.index }));
  }

  /** @param {import("../types/api").StoredMessage} stored */
  stored(stored) {
    const { index, attempt, name, size: bytes } = stored;
    this.log(
      "check",
      "ok",
      tRich(attempt > 1 ? "log-stored-attempt" : "log-stored", { index, attempt, size: size(bytes) }),
    );
    if (this.#shown?.index !== index || this.#shown.attempt !== attempt) return;
    // The answer to an upload may come after the verdict, which says more.
    if (!this.#judged) fill(this.#verdict, stateWords("check", t("photo-stored"), "ok"));
    if (name) fill(this.#name, fileName(name));
  }

  /** @param {import("../types/api").JudgedMessage} judged @returns {string} why it was rejected, or what could be better */
  judged(judged) {
    const { index, attempt, verdict } = judged;
    const why = remark({ state: verdict, ...judged }).text;
    if (verdict === "rejected")
      this.log("cross", "stop", tRich(why ? "log-rejected-why" : "log-rejected", { index, attempt, why }));
    else if (why) this.log("warning", "wait", tRich("log-warned", { index, why }));
    if (this.#shown?.index !== index || this.#shown.attempt !== attempt) return why;
    this.#judged = true;
    setText(this.#why, why);
    this.#why.className = `caption ${verdict === "rejected" ? "stop" : "wait"}`;
    fill(this.#verdict, verdictOf(judged));
    return why;
  }

  /**
   * @param {import("../shared/icons.js").IconName} sign
   * @param {string} tone
   * @param {Node | string} words
   */
  log(sign, tone, words) {
    this.#lines.prepend(
      h("li", {}, stateWords(sign, "", tone), h("span", {}, words), h("time", {}, clock(Date.now() / 1000, true))),
    );
    while (this.#lines.children.length > LOG_LINES) this.#lines.lastElementChild?.remove();
  }
}

/** @param {import("../types/api").JudgedMessage} judged @returns {HTMLElement} */
function verdictOf({ verdict, flag }) {
  if (verdict !== "accepted") return stateWords("cross", t("photo-rejected"), "stop");
  return flag ? stateWords("warning", t("photo-not-verified"), "wait") : stateWords("check", t("photo-accepted"), "ok");
}
