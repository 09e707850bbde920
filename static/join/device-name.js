/**
 * A first guess at what this device is called; its owner may change it.
 */

/** @type {[string, string][]} what a browser says of its system, the more telling first, and a name for it */
const KINDS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android phone"],
  ["Windows", "Windows PC"],
  ["Macintosh", "Mac"],
  ["Linux", "Linux PC"],
];

/**
 * @param {string} userAgent
 * @param {string} [model] as Chromium's client hints say it
 * @returns {string}
 */
export function guessName(userAgent, model = "") {
  if (model && model !== "K") return model;
  const android = /Android [^;)]*; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1] ?? "";
  if (android && android !== "K") return android.trim();
  return KINDS.find(([sign]) => userAgent.includes(sign))?.[1] ?? "";
}

/** @returns {Promise<string>} */
export async function deviceName() {
  const hints = /** @type {any} */ (navigator).userAgentData;
  const values = await hints?.getHighEntropyValues?.(["model"]).catch(() => null);
  return guessName(navigator.userAgent, values?.model ?? "");
}
