/**
 * What this device's camera offers. The photo that is taken is measured here, and leaves the device at no time.
 */

import { within } from "./within.js";

const CAMERA_MS = 8000;
const FRAMES_MS = 1500;
const ALL_OF_THE_BACK = { video: { facingMode: "environment", width: { ideal: 4096 }, height: { ideal: 4096 } } };

/** @typedef {{ way: "takePhoto" | "frame", width: number, height: number, bytes: number, ms: number }} Photo */
/** @typedef {{ cameras: string[], largest: [number, number] | null, photo: Photo | null, frame_callbacks: boolean, frames_per_second: number | null }} CameraResult */

/** @returns {Promise<CameraResult>} */
export async function checkCamera() {
  /** @type {CameraResult} */
  const result = {
    cameras: [],
    largest: null,
    photo: null,
    frame_callbacks: "requestVideoFrameCallback" in HTMLVideoElement.prototype,
    frames_per_second: null,
  };
  const stream = await within(CAMERA_MS, () => navigator.mediaDevices.getUserMedia(ALL_OF_THE_BACK));
  if (!stream) return result;
  try {
    const video = await playing(stream);
    result.cameras = (await within(1000, cameraNames)) ?? [];
    if (result.frame_callbacks) result.frames_per_second = await frameRate(video);
    result.largest = await largest(stream);
    result.photo = (await within(CAMERA_MS, () => still(stream))) ?? (await within(CAMERA_MS, () => drawn(video)));
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
  return result;
}

/**
 * @param {MediaStream} stream
 * @returns {Promise<HTMLVideoElement>}
 */
async function playing(stream) {
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  video.srcObject = stream;
  await within(CAMERA_MS, () => video.play());
  return video;
}

/** @returns {Promise<string[]>} */
async function cameraNames() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind }) => kind === "videoinput")
    .map(({ label }) => label.slice(0, 100))
    .slice(0, 12);
}

/**
 * @param {HTMLVideoElement} video
 * @returns {Promise<number>} frames that were called back for, a second
 */
async function frameRate(video) {
  let frames = 0;
  const begun = performance.now();
  const next = () => {
    frames += 1;
    if (performance.now() - begun < FRAMES_MS) video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  await new Promise((resolve) => {
    setTimeout(resolve, FRAMES_MS);
  });
  return Math.round((frames * 1000) / (performance.now() - begun));
}

/**
 * @param {MediaStream} stream
 * @returns {Promise<[number, number] | null>} of a still photo, else of the video
 */
async function largest(stream) {
  const [track] = stream.getVideoTracks();
  if (!track) return null;
  const able =
    "ImageCapture" in globalThis ? await within(3000, () => new ImageCapture(track).getPhotoCapabilities()) : null;
  const { width, height } = track.getSettings();
  return [able?.imageWidth?.max ?? width ?? 0, able?.imageHeight?.max ?? height ?? 0];
}

/**
 * @param {MediaStream} stream
 * @returns {Promise<Photo | null>}
 */
async function still(stream) {
  const [track] = stream.getVideoTracks();
  if (!track || !("ImageCapture" in globalThis)) return null;
  const begun = performance.now();
  const blob = await new ImageCapture(track).takePhoto();
  return measured("takePhoto", blob, begun);
}

/**
 * @param {HTMLVideoElement} video
 * @returns {Promise<Photo | null>}
 */
async function drawn(video) {
  if (!video.videoWidth) return null;
  const begun = performance.now();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", 0.95);
  });
  return blob ? measured("frame", blob, begun) : null;
}

/**
 * @param {"takePhoto" | "frame"} way
 * @param {Blob} blob
 * @param {number} begun
 * @returns {Promise<Photo>}
 */
async function measured(way, blob, begun) {
  const ms = Math.round(performance.now() - begun);
  const picture = await createImageBitmap(blob);
  const { width, height } = picture;
  picture.close();
  return { way, width, height, bytes: blob.size, ms };
}
