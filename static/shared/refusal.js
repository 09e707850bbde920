/**
 * Why the server did not let a socket in: the door says it in the handshake's answer, a namespace in its own.
 *
 * @param {Error & { data?: unknown, context?: unknown }} error of Socket.IO's `connect_error`
 * @returns {import("../types/api").ErrorShape | null} null where the server said nothing: it could not be reached
 */
export function refusalIn(error) {
  const data = /** @type {any} */ (error.data) ?? said(/** @type {any} */ (error.context)?.responseText);
  const refusal = data?.error ?? data;
  return refusal?.code ? refusal : null;
}

/**
 * The browser may also have the cookie of another session whose device was revoked: that says nothing of this one.
 *
 * @param {import("../types/api").ErrorShape} refusal
 * @param {string} session
 * @returns {boolean} this browser's device in ``session`` was revoked
 */
export function isRevoked({ code, details }, session) {
  return code === "credential_revoked" && details?.session === session;
}

/** @param {unknown} text @returns {any} */
function said(text) {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
