/**
 * A first guess at what this device is called; its owner may change it.
 */

/**
 * @param {string} userAgent
 * @param {string} [model] as Chromium's client hints say it
 * @returns {string}
 */
export function guessName(userAgent, model = "") {
  if (model && model !== "K") return model;
  const android = /Android [^;)]*; ([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(userAgent)?.[1] ?? "";
  if (android && android !== "K") return android.trim();
  const known = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(userAgent)?.[0] ?? "";
  return { Macintosh: "Mac", Windows: "Windows PC", Linux: "Linux PC", Android: "Android phone" }[known] ?? known;
}

/** @returns {Promise<string>} */
export async function deviceName() {
  const hints = /** @type {any} */ (navigator).userAgentData;
  const values = await hints?.getHighEntropyValues?.(["model"]).catch(() => null);
  return guessName(navigator.userAgent, values?.model ?? "");
}
