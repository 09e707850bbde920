/**
 * What readers found fit for diagnosis: of each set, and so of each transform and level.
 */

import { countTable } from "./count-table.js";
import { count } from "./format.js";
import { t } from "./messages.js";

/** @typedef {import("../types/api").FitnessShare} Fitness */

/** @param {Fitness[]} fitness @returns {HTMLElement} */
export function fitnessTable(fitness) {
  return countTable(
    t("fitness-heading"),
    ["set", "level", "images", "read", "fit", "share", "interval"].map((name) =>
      t(/** @type {import("./messages.js").MessageId} */ (`fitness-${name}`)),
    ),
    fitness.map(({ set, level, images, read, fit, share, interval }) => [
      set,
      level === null ? "–" : count(level),
      count(images),
      count(read),
      count(fit),
      share === null ? "–" : hundredths(share),
      interval === null ? "–" : t("fitness-from-to", { low: hundredths(interval[0]), high: hundredths(interval[1]) }),
    ]),
  );
}

/** @param {number} share @returns {string} */
function hundredths(share) {
  return t("fitness-percent", { n: (100 * share).toFixed(1) });
}
