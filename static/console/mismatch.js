/**
 * A session that paused because a photo does not show its x-ray: what was expected, what was photographed, and
 * what that is, side by side, so that a person sees in a second who is right.
 */

import { call } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { count, path } from "../shared/format.js";
import { reasonWords, scoreWords } from "../shared/findings.js";
import { stateWords } from "../shared/controls.js";
import { known, t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").PhotoView} Photo */

/**
 * Whether a pause is about what a photo shows: such codes, and only they, are said of a pause and of a photo.
 *
 * @param {string} code
 * @returns {boolean}
 */
export function isMismatch(code) {
  return known(`code-${code}.pause`) && known(`code-${code}.rejected`);
}

const LOOKED_THROUGH = 20;

/**
 * @param {string} heading
 * @param {string} what
 * @param {HTMLElement | null} verdict
 * @param {{ src: string, alt: string, class?: string }} picture
 * @param {...(Node | null)} below
 * @returns {HTMLElement}
 */
function figure(heading, what, verdict, picture, ...below) {
  return h(
    "figure",
    { class: "shown-picture" },
    h("figcaption", {}, h("b", {}, heading), " ", h("span", {}, what), h("span", { class: "verdict" }, verdict)),
    h("div", { class: `picture ${picture.class ?? ""}` }, h("img", { src: picture.src, alt: picture.alt })),
    ...below,
  );
}

/** Two or three pictures; empty when the session is not paused for such a reason. */
export class Mismatch {
  #session;
  #shown = "";
  element = h("div", { class: "mismatch" });

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
  }

  /** @param {Snapshot} snapshot @returns {boolean} whether this is such a pause */
  static is({ phase, reason }) {
    return phase === "paused" && isMismatch(reason?.code ?? "") && typeof reason?.index === "number";
  }

  /** @param {Snapshot} snapshot */
  async update(snapshot) {
    const key = Mismatch.is(snapshot) ? JSON.stringify(snapshot.reason) : "";
    if (key === this.#shown) return;
    this.#shown = key;
    fill(this.element);
    if (!key) return;
    const photo = await this.#photo(snapshot).catch(() => null);
    if (photo && key === this.#shown) this.#show(photo, snapshot);
  }

  /** @param {Snapshot} snapshot @returns {Promise<Photo | null>} the newest refused photo of that x-ray */
  async #photo({ reason }) {
    const { photos } = /** @type {{ photos: Photo[] }} */ (
      await call(`/sessions/${this.#session}/photos?state=rejected&limit=${LOOKED_THROUGH}`)
    );
    const ofIt = photos.filter(({ index }) => index === reason?.index);
    return ofIt.find(({ device }) => device === reason?.device) ?? ofIt[0] ?? null;
  }

  /** @param {Photo} photo @param {Snapshot} snapshot */
  #show(photo, { phones }) {
    const { index, attempt, device, measures, xray_path, thumbnail, code } = photo;
    const name = phones.find((phone) => phone.device === device)?.name ?? device;
    const shows = measures?.match?.shows;
    const score = scoreWords(measures);
    const xray = (/** @type {number} */ wanted) => ({
      src: `/api/v1/sessions/${this.#session}/xrays/${wanted}/thumbnail`,
      alt: t("mismatch-xray-alt", { index: wanted }),
    });
    fill(
      this.element,
      figure(
        t("mismatch-expected"),
        t("picture-xray", { index }),
        null,
        xray(index),
        h("p", { class: "mono" }, path(xray_path)),
      ),
      figure(
        t("mismatch-photo"),
        t("mismatch-by", { attempt, name }),
        stateWords("warning", t("mismatch-not", { index }), "wait"),
        { src: thumbnail, alt: t("photo-alt-rejected", { index }), class: "doubted" },
        h("p", { class: "caption" }, score ? tRich("mismatch-score", { index, score }) : reasonWords(code)),
      ),
      typeof shows === "number" ? figure(t("mismatch-closest"), closest(index, shows), null, xray(shows)) : null,
    );
    this.element.dataset.pictures = String(this.element.children.length);
  }
}

/** @param {number} index @param {number} shows @returns {string} */
function closest(index, shows) {
  if (shows === index - 1) return t("mismatch-previous", { shows: count(shows) });
  if (shows === index + 1) return t("mismatch-next", { shows: count(shows) });
  return t("picture-xray", { index: shows });
}
