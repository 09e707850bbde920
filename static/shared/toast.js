/**
 * A line for things that are done ("Copied"), gone after four seconds. Never for errors.
 */

import { h } from "./dom.js";

/** @param {string} words */
export function toast(words) {
  const line = h("div", { class: "toast", role: "status" }, words);
  document.body.append(line);
  setTimeout(() => line.remove(), 4000);
}
