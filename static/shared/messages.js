/**
 * What pages say, in the language of the page. The server puts the catalogue (`messages/<language>/pages`, in Fluent's
 * syntax) into the page itself: it is there before anything is painted, and needs no request that could fail.
 */

import { FluentBundle, FluentResource } from "/static/vendor/fluent/index.js";

import { LANGUAGE } from "./language.js";

/** @typedef {import("../types/messages").MessageId} MessageId */
/** @typedef {string | number | null | undefined} Value */

// Private characters of Unicode, which nobody's names contain: two asterisks in a value, and the ends of a node's name.
const ASTERISKS = "\uE000";
const NODE = "\uE001";

const bundle = new FluentBundle(LANGUAGE, { useIsolating: false });
const handed = /** @type {HTMLTemplateElement | null | undefined} */ (globalThis.document?.getElementById("messages"));
addMessages(handed?.content.textContent ?? "");

/** @param {string} source more messages, in Fluent's syntax */
export function addMessages(source) {
  bundle.addResource(new FluentResource(source));
}

/**
 * @param {string} id
 * @returns {id is MessageId}
 */
export function known(id) {
  return pattern(id) !== null;
}

/**
 * The message `id`, with numbers grouped ("5,347") and names filled in.
 *
 * @param {MessageId} id with a dot before the attribute, if it is one
 * @param {Record<string, Value>} [values]
 * @returns {string}
 */
export function t(id, values = {}) {
  return parts(id, values).join("");
}

/**
 * The same with its **bold** parts bold; a bold part that is nothing but a value may be a node, an address that may break, say.
 *
 * @param {MessageId} id
 * @param {Record<string, Value | Node>} [values]
 * @returns {DocumentFragment}
 */
export function tRich(id, values = {}) {
  const fragment = document.createDocumentFragment();
  parts(id, values).forEach((part, position) => {
    if (position % 2 === 0) return fragment.append(part);
    const bold = document.createElement("b");
    const node = part.startsWith(NODE) ? values[part.slice(1, -1)] : part;
    bold.append(node instanceof Node ? node : part);
    return fragment.append(bold);
  });
  return fragment;
}

/**
 * @param {string} id
 * @returns {import("/static/vendor/fluent/index.js").Message["value"]}
 */
function pattern(id) {
  const [name, attribute] = id.split(".");
  const message = bundle.getMessage(name);
  return (attribute ? message?.attributes[attribute] : message?.value) ?? null;
}

/**
 * @param {MessageId} id
 * @param {Record<string, Value | Node>} values
 * @returns {string[]} plain and bold parts in turn
 */
function parts(id, values) {
  const found = pattern(id);
  if (found === null) return [id];
  const filled = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, safe(name, value)]));
  return bundle
    .formatPattern(found, filled, [])
    .split("**")
    .map((part) => part.replaceAll(ASTERISKS, "**"));
}

/**
 * @param {string} name
 * @param {Value | Node} value
 * @returns {string | number}
 */
function safe(name, value) {
  if (typeof value === "number") return value;
  if (typeof value === "string") return value.replaceAll("**", ASTERISKS);
  return value ? `${NODE}${name}${NODE}` : "";
}
