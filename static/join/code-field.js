/**
 * The code as it is typed: six letters and figures, shown 3-3.
 */

const LENGTH = 6;

/**
 * What was typed or scanned, without what does not belong to a code.
 *
 * @param {string} typed
 * @returns {string}
 */
export function cleanCode(typed) {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, LENGTH);
}

/**
 * @param {string} code
 * @returns {boolean}
 */
export function isWhole(code) {
  return code.length === LENGTH;
}

/**
 * Tell a session's code, typed as K7M-42Q or k7m42q, from anything longer, a token for one.
 *
 * @param {string} typed
 * @returns {boolean}
 */
export function isCode(typed) {
  return /^[A-Z0-9]{3}[\s-]?[A-Z0-9]{3}$/i.test(typed.trim());
}

/**
 * Keep an input in the form K7M-42Q while it is typed, with the cursor where it was.
 *
 * @param {HTMLInputElement} input
 */
export function shapeCode(input) {
  const before = cleanCode(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
  const code = cleanCode(input.value);
  input.value = code.length > 3 ? `${code.slice(0, 3)}-${code.slice(3)}` : code;
  const cursor = before > 3 ? before + 1 : before;
  if (document.activeElement === input) input.setSelectionRange(cursor, cursor);
}
