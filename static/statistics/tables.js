/**
 * The counts as tables: sizes, labels, then who and what is on the images.
 */

import { countTable } from "../shared/count-table.js";
import { fitnessTable } from "../shared/fitness-table.js";
import { known, t } from "../shared/messages.js";

/** @typedef {import("../types/api").DatasetStatistics} Statistics */
/** @typedef {import("../types/api").PartStatistics} Part */
/** @typedef {import("../shared/messages.js").MessageId} MessageId */

const ALL_SETS = "all sets";
const NOT_GIVEN = "not given";

/** @param {Statistics} found @returns {HTMLElement[]} */
export function allTables(found) {
  const parts = found.parts.filter(({ set }) => set !== ALL_SETS);
  const facts = [...new Set(parts.flatMap((part) => Object.keys(part.facts)))];
  return [
    sizes(found.parts),
    ...alike(parts).map((group) => labels(found, group)),
    ...["sex", "age", "view"].map((name) =>
      byValue(t(/** @type {MessageId} */ (`statistics-${name}`)), parts, (part) => part[/** @type {"sex"} */ (name)]),
    ),
    ...facts.map((name) =>
      byValue(t("statistics-by-fact", { fact: factName(name) }), parts, (part) => part.facts[name]),
    ),
    found.fitness.length ? fitnessTable(found.fitness) : null,
  ].filter((table) => table !== null);
}

/** @param {Part[]} parts @returns {HTMLElement} */
function sizes(parts) {
  return countTable(
    t("statistics-sizes"),
    ["split", "set", "patients", "studies", "images"].map((name) =>
      t(/** @type {MessageId} */ (`statistics-column-${name}`)),
    ),
    parts.map(({ split, set, patients, studies, images }) => [
      split || "–",
      set === ALL_SETS ? t("statistics-all-sets") : set || "–",
      ...[patients, studies, images].map(String),
    ]),
    2,
  );
}

/**
 * Sets of a split with the same labels, which one table tells.
 *
 * @param {Part[]} parts
 * @returns {Part[][]}
 */
function alike(parts) {
  /** @type {Map<string, Part[]>} */
  const groups = new Map();
  for (const part of parts.filter(({ observations }) => observations.length)) {
    const key = JSON.stringify([part.split, part.observations]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()];
}

/** @param {Statistics} found @param {Part[]} group @returns {HTMLElement} */
function labels({ unit }, group) {
  const [part] = group;
  const names = [
    part.split,
    group
      .map(({ set }) => set)
      .filter(Boolean)
      .join(", "),
  ]
    .filter(Boolean)
    .join(": ");
  return countTable(
    t("statistics-labels", {
      of: names || "–",
      n: unit === "studies" ? part.studies : part.images,
      unit: t(`statistics-unit-${unit}`),
    }),
    [
      t("statistics-observation"),
      ...part.observations[0].labels.map(({ label }) => t(/** @type {MessageId} */ (`statistics-label-${label}`))),
    ],
    part.observations.map(({ observation, labels: said }) => [
      observation,
      ...said.map(({ count, percent }) => `${count} (${asInPaper(percent)})`),
    ]),
  );
}

/**
 * @param {string} title
 * @param {Part[]} parts
 * @param {(part: Part) => Record<string, number> | undefined} counts
 * @returns {HTMLElement | null} null where nothing is known
 */
function byValue(title, parts, counts) {
  const shown = parts.filter((part) => counts(part));
  const values = [...new Set(shown.flatMap((part) => Object.keys(counts(part) ?? {})))].sort(
    (one, other) => Number(one === NOT_GIVEN) - Number(other === NOT_GIVEN) || (one < other ? -1 : 1),
  );
  if (values.every((value) => value === NOT_GIVEN)) return null;
  return countTable(
    title,
    [t("statistics-value"), ...shown.map(({ split, set }) => [split, set].filter(Boolean).join(" ") || "–")],
    values.map((value) => [
      value === NOT_GIVEN ? t("statistics-not-given") : value,
      ...shown.map((part) => String(counts(part)?.[value] ?? 0)),
    ]),
  );
}

/** @param {string} name @returns {string} */
function factName(name) {
  const id = [`condition-${name}`, `statistics-fact-${name}`].find(known);
  return id ? t(/** @type {MessageId} */ (id)) : name;
}

/** @param {number} percent @returns {string} with a decimal even where it is zero, as CheXpert's paper writes it */
function asInPaper(percent) {
  return Number.isInteger(percent) ? percent.toFixed(1) : String(percent);
}
