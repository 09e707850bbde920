/**
 * What the browser offers besides the camera, and how fast it reaches the server.
 */

import { within } from "./within.js";

const UPLOAD_BYTES = 4_000_000;
const UPLOAD_MS = 9000;
const CLOCK_TRIES = 3;
const BYTES_URL = "/api/v1/selftests/bytes";

/** @returns {Promise<boolean>} the screen stays on while a page asks for it */
export async function checkWakeLock() {
  const lock = "wakeLock" in navigator ? await within(2000, () => navigator.wakeLock.request("screen")) : null;
  await lock?.release();
  return lock !== null;
}

/** @returns {Promise<{ storage: boolean, quota: number | null }>} whether a database keeps something, and how much */
export async function checkStorage() {
  const storage = (await within(3000, keepsSomething)) ?? false;
  const estimate = await within(2000, () => navigator.storage.estimate());
  return { storage, quota: estimate?.quota ?? null };
}

/** @returns {Promise<boolean>} */
function keepsSomething() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("selftest");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      opening.result.close();
      indexedDB.deleteDatabase("selftest");
      resolve(true);
    };
  });
}

/** @returns {Promise<number | null>} by how much this clock is before the server's, of the quickest answer of three */
export async function checkClock() {
  /** @type {{ took: number, offset: number } | null} */
  let best = null;
  for (let left = CLOCK_TRIES; left > 0; left -= 1) {
    const [sent, begun] = [Date.now(), performance.now()];
    const answer = await within(3000, () => sendBytes(1));
    const took = performance.now() - begun;
    if (answer && (!best || took < best.took)) best = { took, offset: sent + took / 2 - answer.at * 1000 };
  }
  return best && Math.round(best.offset);
}

/** @returns {Promise<number | null>} the time in ms for 4 MB */
export async function checkUpload() {
  const begun = performance.now();
  const answer = await within(UPLOAD_MS, () => sendBytes(UPLOAD_BYTES));
  return answer?.bytes === UPLOAD_BYTES ? Math.round(performance.now() - begun) : null;
}

/**
 * @param {number} length
 * @returns {Promise<{ bytes: number, at: number }>}
 */
async function sendBytes(length) {
  const headers = { "Content-Type": "application/octet-stream" };
  const answer = await fetch(BYTES_URL, { method: "POST", headers, body: new Uint8Array(length) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
