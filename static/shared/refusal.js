/**
 * Why the server did not let a socket in: the door says it in the handshake's answer, a namespace in its own.
 *
 * @param {Error & { data?: unknown, context?: unknown }} error of Socket.IO's `connect_error`
 * @returns {{ code: string, message: string } | null} null where the server said nothing: it could not be reached
 */
export function refusalIn(error) {
  const data = /** @type {any} */ (error.data) ?? said(/** @type {any} */ (error.context)?.responseText);
  const refusal = data?.error ?? data;
  return refusal?.code ? refusal : null;
}

/** @param {unknown} text @returns {any} */
function said(text) {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
