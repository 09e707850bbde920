/**
 * Which of its cameras this phone uses. A person chooses once; the choice is kept by the browser, so that a reload, a
 * camera that was lost or the next session does not go back to the wide angle beside it.
 */

import { wishes } from "./holding.js";

/** @typedef {{ id: string, label: string, zoom: number | null, held: import("./holding.js").Held }} Choice */

const KEY = "chexphoto-camera";
const NOTHING = /** @type {Choice} */ ({ id: "", label: "", zoom: null, held: {} });

/** @returns {Choice} what was chosen here, of which any part may be empty */
export function remembered() {
  try {
    return { ...NOTHING, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return NOTHING;
  }
}

/** @param {Partial<Choice>} change */
export function remember(change) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...remembered(), ...change }));
  } catch {
    // A browser that keeps nothing forgets the choice at the next reload; photographing does not depend on it.
  }
}

/** @returns {Promise<MediaDeviceInfo[]>} the cameras to choose from; without labels before the person allowed one */
export async function lenses() {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter(({ kind }) => kind === "videoinput");
}

/**
 * The camera that was chosen, among those there are: by its id, or by its label where ids have changed (Safari gives
 * new ones at every visit, every browser when site data are cleared).
 *
 * @param {Pick<MediaDeviceInfo, "deviceId" | "label">[]} cameras
 * @param {Choice} choice
 * @returns {string} empty when it is not there, or cannot be told yet
 */
export function find(cameras, { id, label }) {
  const same =
    cameras.find(({ deviceId }) => id && deviceId === id) ?? cameras.find((camera) => label && camera.label === label);
  return same?.deviceId ?? "";
}

/**
 * @param {string} deviceId
 * @returns {Promise<MediaStream>} of that camera, else of the one on the back
 */
function request(deviceId) {
  const place = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
  const video = { ...place, width: { ideal: 4096 }, height: { ideal: 3072 }, frameRate: { ideal: 30 } };
  return navigator.mediaDevices.getUserMedia({ audio: false, video });
}

/**
 * Open the camera that was chosen, at its highest resolution; the one on the back where nobody chose or it is gone.
 *
 * @returns {Promise<MediaStream>}
 */
export async function openChosen() {
  const choice = remembered();
  const known = find(await lenses(), choice);
  const stream = await request(known).catch((error) => {
    if (known && ["OverconstrainedError", "NotFoundError"].includes(error.name)) return request("");
    throw error;
  });
  if (known || !choice.label) return stream;
  const named = find(await lenses(), choice); // labels can be read only now that a camera is open
  if (!named || named === stream.getVideoTracks()[0].getSettings().deviceId) return stream;
  stop(stream); // many phones open one lens at a time
  return request(named);
}

/** @param {MediaStream} stream */
export function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Ask for what makes photos of a screen alike, and for the zoom that was chosen and what is to be held, as far as this
 * camera offers it.
 *
 * @param {MediaStreamTrack} track
 * @returns {Promise<import("./holding.js").Values>} what was asked; what was granted is among the track's settings
 */
export async function adjust(track) {
  const advanced = wishes(capabilities(track), remembered());
  if (!advanced.length) return {};
  const constraints = /** @type {MediaTrackConstraints} */ ({ ...track.getConstraints(), advanced });
  await track.applyConstraints(constraints).catch(() => undefined);
  return Object.assign({}, ...advanced);
}

/**
 * @param {MediaStreamTrack} track
 * @returns {import("./holding.js").Capabilities}
 */
export function capabilities(track) {
  return /** @type {any} */ (track.getCapabilities?.() ?? {});
}
