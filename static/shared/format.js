/**
 * Numbers, sizes, times and file names as people read them.
 */

import { LANGUAGE } from "./language.js";

const GROUPED = new Intl.NumberFormat(LANGUAGE);
const GROUP_MARK = GROUPED.formatToParts(1000).find(({ type }) => type === "group")?.value ?? ",";
const WHOLE = new RegExp(`^(\\d+|\\d{1,3}(\\${GROUP_MARK}\\d{3})+)$`);
// Days come before months: Britain's way of writing English ones.
const DAYS = LANGUAGE === "en" ? "en-GB" : LANGUAGE;

/**
 * @param {number} value
 * @param {number} digits
 * @returns {string}
 */
export function decimals(value, digits) {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(LANGUAGE, options).format(value);
}

/**
 * 5347 -> "5,347".
 *
 * @param {number} value
 * @returns {string}
 */
export function count(value) {
  return GROUPED.format(value);
}

/**
 * "5,347" -> 5347. Anything but a whole number, grouped or not, is NaN: an empty text is not 0, and "1,5" is not 15.
 *
 * @param {string} text
 * @returns {number}
 */
export function wholeNumber(text) {
  return WHOLE.test(text) ? Number(text.replaceAll(GROUP_MARK, "")) : Number.NaN;
}

/**
 * 0.92 -> "92 %".
 *
 * @param {number} share 0..1
 * @returns {string}
 */
export function percent(share) {
  return `${Math.round(share * 100)}\u00a0%`;
}

/**
 * 1.84 -> "1.8°", whichever way.
 *
 * @param {number} degrees
 * @returns {string}
 */
export function angle(degrees) {
  return `${decimals(Math.abs(degrees), 1)}°`;
}

/**
 * A figure with two decimals and a true minus: 0.81, −0.14.
 *
 * @param {number} value
 * @returns {string}
 */
export function signed(value) {
  return decimals(value, 2).replace("-", "\u2212");
}

/**
 * Bytes in the decimal units of a disk's label: "3.9 MB", "412 GB".
 *
 * @param {number} bytes
 * @returns {string}
 */
export function size(bytes) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit >= 2 && value < 10 ? 1 : 0;
  return `${decimals(value, digits)}\u00a0${units[unit]}`;
}

/**
 * A duration to read at a glance: "40 s", "4 min", "2 h 20 min".
 *
 * @param {number} seconds
 * @returns {string}
 */
export function duration(seconds) {
  if (seconds < 55) return `${Math.max(1, Math.round(seconds))}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
}

/**
 * The time of day, "14:48" or with seconds "14:48:09".
 *
 * @param {number} at Unix seconds
 * @param {boolean} [withSeconds]
 * @returns {string}
 */
export function clock(at, withSeconds = false) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const date = new Date(at * 1000);
  const short = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return withSeconds ? `${short}:${two(date.getSeconds())}` : short;
}

/**
 * A day and time: "18 Nov, 10:12".
 *
 * @param {number} at Unix seconds
 * @returns {string}
 */
export function dayAndTime(at) {
  const day = new Date(at * 1000).toLocaleDateString(DAYS, { day: "numeric", month: "short" });
  return `${day}, ${clock(at)}`;
}

/**
 * When something will be: "14:52" today, "19 Nov, 11:09" on another day.
 *
 * @param {number} at Unix seconds
 * @returns {string}
 */
export function moment(at) {
  return new Date(at * 1000).toDateString() === new Date().toDateString() ? clock(at) : dayAndTime(at);
}

/**
 * A range of indices: "5,001–5,500".
 *
 * @param {number} first
 * @param {number} last
 * @returns {string}
 */
export function range(first, last) {
  return first === last ? count(first) : `${count(first)}–${count(last)}`;
}

/**
 * A code as it is read aloud and typed: "K7M-42Q".
 *
 * @param {string} code
 * @returns {string}
 */
export function spokenCode(code) {
  return code.length === 6 ? `${code.slice(0, 3)}-${code.slice(3)}` : code;
}

/**
 * The whole of a photo's file name, index and attempt bright, allowed to break after every `__`.
 *
 * @param {string} name
 * @returns {DocumentFragment}
 */
export function fileName(name) {
  const fragment = document.createDocumentFragment();
  const parts = name.split("__");
  const head = document.createElement("b");
  head.textContent = parts.slice(0, 2).join("__");
  fragment.append(head);
  for (const part of parts.slice(2)) fragment.append("__", document.createElement("wbr"), part);
  return fragment;
}

/**
 * A path that may break after every slash, or another text after every `mark`.
 *
 * @param {string} text
 * @param {string} [mark]
 * @returns {DocumentFragment}
 */
export function path(text, mark = "/") {
  const fragment = document.createDocumentFragment();
  text.split(mark).forEach((part, position) => {
    if (position) fragment.append(mark, document.createElement("wbr"));
    fragment.append(part);
  });
  return fragment;
}

/**
 * The first sentence of a message and the rest: a heading and what to do.
 *
 * @param {string} message
 * @returns {{ heading: string, rest: string }}
 */
export function sentences(message) {
  const end = message.search(/[.!?]\s/);
  if (end < 0) return { heading: message.replace(/\.$/, ""), rest: "" };
  return { heading: message.slice(0, end).replace(/\.$/, ""), rest: message.slice(end + 1).trim() };
}
