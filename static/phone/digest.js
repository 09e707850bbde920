/**
 * SHA-256, as the protocol writes it in JSON (hex) and in the Content-Digest header (base64).
 */

/**
 * @param {ArrayBuffer} bytes
 * @returns {Promise<string>} hex
 */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} hex
 * @returns {string} the header of RFC 9530
 */
export function contentDigest(hex) {
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
}
