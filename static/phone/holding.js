/**
 * What a camera may be asked to hold still: focus, exposure, white balance. Automatic ones follow each x-ray, so that a
 * bright one is photographed otherwise than a dark one; held, all photos of a session are taken alike.
 */

/** @typedef {"focus" | "exposure" | "white"} Part */
/** @typedef {Record<string, unknown>} Values settings of a track by name, as `applyConstraints` takes them */
/** @typedef {Partial<Record<Part, Values>>} Held */
/** @typedef {{ focusMode?: string[], exposureMode?: string[], whiteBalanceMode?: string[], zoom?: { min: number, max: number, step?: number },
 *   torch?: boolean, [name: string]: any }} Capabilities */

/** @type {Record<Part, { mode: string, values: string[] }>} a part's mode, and what fixes it in the mode "manual" */
const PARTS = {
  focus: { mode: "focusMode", values: ["focusDistance"] },
  exposure: { mode: "exposureMode", values: ["exposureTime", "iso"] },
  white: { mode: "whiteBalanceMode", values: ["colorTemperature"] },
};
export const ALL_PARTS = /** @type {Part[]} */ (Object.keys(PARTS));

/**
 * @param {Capabilities} can
 * @returns {Part[]} what this camera can hold
 */
export function holdable(can) {
  return ALL_PARTS.filter((part) => can[PARTS[part].mode]?.includes("manual"));
}

/**
 * What holds a part as it is at this moment.
 *
 * @param {Part} part
 * @param {Values} settings the track's, now
 * @param {Capabilities} can
 * @returns {Values}
 */
export function asItIs(part, settings, can) {
  const { mode, values } = PARTS[part];
  const known = values.filter((name) => name in can && typeof settings[name] === "number");
  return { [mode]: "manual", ...Object.fromEntries(known.map((name) => [name, settings[name]])) };
}

/**
 * @param {Values} settings the track's, after it was asked
 * @returns {Part[]} what it does hold
 */
export function heldBy(settings) {
  return ALL_PARTS.filter((part) => settings[PARTS[part].mode] === "manual");
}

/**
 * What to ask of a camera, one constraint set for each thing: a browser that cannot meet one still meets the others.
 * The light stays off: it would be reflected in the monitor.
 *
 * @param {Capabilities} can
 * @param {{ zoom: number | null, held: Held }} choice
 * @returns {Values[]}
 */
export function wishes(can, { zoom, held }) {
  const able = holdable(can);
  const wanted = ALL_PARTS.map((part) => {
    const { mode } = PARTS[part];
    if (able.includes(part) && held[part]) return held[part];
    return can[mode]?.includes("continuous") ? { [mode]: "continuous" } : null;
  });
  return /** @type {Values[]} */ (
    [
      ...wanted,
      can.zoom && zoom !== null ? { zoom: Math.min(can.zoom.max, Math.max(can.zoom.min, zoom)) } : null,
      can.torch ? { torch: false } : null,
    ].filter(Boolean)
  );
}
