/**
 * What readers said and how far they agree: counts, the two-by-two table, kappa with its interval, and where they differ.
 */

import { call } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { fitnessTable } from "../shared/fitness-table.js";
import { count, signed } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { REASONS } from "./panel.js";

/** @typedef {import("../types/api").AgreementView} Agreement */
/** @typedef {import("../types/api").PairAgreement} Pair */
/** @typedef {import("../types/api").Difference} Difference */
/** @typedef {import("../types/api").ReaderCounts} ReaderCounts */

/**
 * @param {Element} main
 * @param {import("./selection.js").Selection} selection
 */
export async function showResults(main, selection) {
  const [found, { samples }] = await Promise.all([
    call(`/reviews/agreement?${selection.query()}`),
    call("/review-samples"),
  ]);
  const chosen = samples.filter(({ id }) => selection.sessions.includes(id));
  const ofSamples = new Set(chosen.map(({ id }) => id));
  const judged = await Promise.all(chosen.map(({ id }) => call(`/review-samples/${id}`)));
  const nameOf = (/** @type {string} */ reader) => found.readers.find((each) => each.reader === reader)?.name ?? reader;
  document.title = `${t("results-heading")} · ${t("app")}`;
  fill(
    main,
    h(
      "div",
      { class: "review-results" },
      h(
        "div",
        { class: "page-head" },
        h(
          "div",
          {},
          h("h1", {}, t("results-heading")),
          h("p", { class: "caption" }, t("results-photos", { n: found.photos })),
        ),
        h(
          "div",
          { class: "review-begin" },
          h("a", { class: "button", href: selection.address() }, t("review-to-photos")),
          h("a", { class: "button quiet", href: "/review" }, t("review-to-sessions")),
        ),
      ),
      found.readers.length
        ? readersTable(found)
        : h("div", { class: "empty" }, h("h2", {}, t("results-none")), h("p", {}, t("results-none-words"))),
      ...judged.map(sampleResults),
      ...found.pairs.map((pair) =>
        section(pair, /** @type {[string, string]} */ (pair.readers.map(nameOf)), ofSamples),
      ),
    ),
  );
}

/** @param {import("../types/api").SampleOfImages} sample @returns {HTMLElement} */
function sampleResults({ id, name, fitness }) {
  return h(
    "section",
    { class: "pair" },
    h("h2", {}, name),
    fitnessTable(fitness),
    h("p", { class: "caption" }, t("fitness-words")),
    h("a", { class: "button", href: `/api/v1/review-samples/${id}/fitness.csv`, download: true }, t("fitness-csv")),
  );
}

/** @param {Agreement} found @returns {HTMLElement} */
function readersTable({ readers, photos }) {
  const head = ["results-reader", "results-read", "results-usable", "results-unusable", "results-reasons"];
  return scrolling(
    h(
      "table",
      { class: "results-table" },
      h(
        "thead",
        {},
        h("tr", {}, ...head.map((key) => h("th", { scope: "col" }, t(/** @type {"results-reader"} */ (key))))),
      ),
      h(
        "tbody",
        {},
        ...readers.map((reader) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, reader.name),
            h("td", {}, `${count(reader.read)} / ${count(photos)}`),
            h("td", {}, share(reader.usable, reader.read)),
            h("td", {}, share(reader.unusable, reader.read)),
            h("td", { class: "wraps" }, reasons(reader)),
          ),
        ),
      ),
    ),
  );
}

/** @param {ReaderCounts} reader @returns {string} */
function reasons(reader) {
  return (
    REASONS.filter((reason) => reader.reasons[reason])
      .map((reason) => `${t(`review-reason-${reason}`)} ${count(reader.reasons[reason])}`)
      .join(", ") || "–"
  );
}

/** @param {Pair} pair @param {[string, string]} names @param {Set<string>} ofSamples @returns {HTMLElement} */
function section(pair, [first, second], ofSamples) {
  const agreed = t("results-agreed", {
    agreed: pair.agreed,
    n: pair.both,
    percent: pair.both ? Math.round((100 * pair.agreed) / pair.both) : 0,
  });
  return h(
    "section",
    { class: "pair" },
    h("h2", {}, t("results-pair", { first, second })),
    h("div", { class: "pair-figures" }, kappa(pair, agreed), table(pair, first, second)),
    differences(pair, [first, second], ofSamples),
  );
}

/** @param {Pair} pair @param {string} agreed @returns {HTMLElement} */
function kappa({ kappa: value, interval, both }, agreed) {
  const words =
    value !== null && interval
      ? t("results-interval", { low: signed(interval[0]), high: signed(interval[1]) })
      : t(
          value !== null ? "results-interval-none" : both ? "results-kappa-undefined-words" : "results-kappa-no-photos",
        );
  return h(
    "div",
    { class: "kappa" },
    h("p", { class: "caption" }, t("results-kappa")),
    h(
      "p",
      { class: value === null ? "kappa-none" : "number kappa-value" },
      value === null ? t("results-kappa-undefined") : signed(value),
    ),
    h("p", { class: "caption" }, words),
    both ? h("p", { class: "caption" }, agreed) : null,
  );
}

/** @param {Pair} pair @param {string} first @param {string} second @returns {HTMLElement} */
function table(pair, first, second) {
  const [usable, unusable] = [t("results-usable"), t("results-unusable")];
  const row = (/** @type {string} */ name, /** @type {number[]} */ cells) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      ...cells.map((cell, column) =>
        h("td", { class: name === [usable, unusable][column] ? "same" : null }, count(cell)),
      ),
    );
  return scrolling(
    h(
      "table",
      { class: "results-table two-by-two" },
      h("caption", {}, t("results-table", { first, second })),
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, usable), h("th", { scope: "col" }, unusable))),
      h("tbody", {}, row(usable, [pair.usable, pair.first_only]), row(unusable, [pair.second_only, pair.unusable])),
    ),
  );
}

/** @param {Pair} pair @param {[string, string]} names @param {Set<string>} ofSamples @returns {HTMLElement} */
function differences({ disagreements }, names, ofSamples) {
  const words =
    disagreements === null ? t("results-differ-later") : disagreements.length ? "" : t("results-differ-none");
  return h(
    "div",
    { class: "differ" },
    h("h3", {}, t("results-differ")),
    words ? h("p", { class: "caption" }, words) : null,
    disagreements?.length ? h("ul", {}, ...disagreements.map((photo) => difference(photo, names, ofSamples))) : null,
  );
}

/** @param {Difference} photo @param {[string, string]} names @param {Set<string>} ofSamples @returns {HTMLElement} */
function difference(photo, names, ofSamples) {
  const said = photo.choices.map(
    (choice, reader) =>
      `${names[reader]}: ${
        choice === "usable"
          ? t("review-usable").toLowerCase()
          : photo.reasons[reader].map((reason) => t(`review-reason-${reason}`).toLowerCase()).join(", ")
      }`,
  );
  const image = ofSamples.has(photo.session);
  const url = image
    ? `/api/v1/review-samples/${photo.session}/images/${photo.index}/picture`
    : `/api/v1/sessions/${photo.session}/photos/${photo.set}/${photo.index}/${photo.attempt}`;
  const words = image
    ? t("review-image", { index: photo.index })
    : t("results-differ-row", { set: photo.set, index: photo.index, attempt: photo.attempt });
  return h(
    "li",
    {},
    h("a", { href: url, target: "_blank", rel: "noopener" }, words),
    h("span", { class: "caption" }, said.join("; ")),
  );
}

/** @param {number} part @param {number} whole @returns {string} */
function share(part, whole) {
  return whole ? `${count(part)}, ${t("results-share", { n: Math.round((100 * part) / whole) })}` : count(part);
}

/** @param {HTMLElement} inner wider than a phone, perhaps @returns {HTMLElement} */
function scrolling(inner) {
  return h("div", { class: "scrolling" }, inner);
}
