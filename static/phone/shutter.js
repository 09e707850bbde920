/**
 * When a photo may be taken. "Shown" says that the display has painted, not that the camera has seen it: frames
 * are buffered on their way, and the index of a stale photo is right while its picture is the previous x-ray's.
 * So the shutter waits for the settle delay **and** for new frames to come out of the camera.
 */

/** @typedef {Pick<HTMLVideoElement, "requestVideoFrameCallback" | "getVideoPlaybackQuality" | "currentTime">} FrameSource */

const FASTEST_FRAME_MS = 33;

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function wait(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * One new frame, or `timeoutMs` without one (a source whose picture does not change may send none).
 *
 * @param {Partial<FrameSource>} video
 * @param {number} timeoutMs
 * @returns {Promise<void>}
 */
export function frame(video, timeoutMs) {
  return new Promise((resolve) => {
    let waiting = true;
    const done = () => {
      waiting = false;
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(done);
    else poll(video, done, () => waiting);
  });
}

/**
 * For browsers that do not call back for frames (Firefox before 132): look whether the picture has moved on. The clock
 * of a live picture may run smoothly, so a frame is not believed sooner than a quick camera would send it.
 *
 * @param {Partial<FrameSource>} video
 * @param {() => void} seen
 * @param {() => boolean} wanted
 */
function poll(video, seen, wanted) {
  const now = () => video.getVideoPlaybackQuality?.().totalVideoFrames || video.currentTime;
  const [before, begun] = [now(), performance.now()];
  const look = () => {
    if (!wanted()) return;
    if (now() !== before && performance.now() - begun >= FASTEST_FRAME_MS) seen();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/**
 * Wait until the camera's picture is sure to be of what is shown now: the settle delay first, and only frames
 * that arrive after it are counted.
 *
 * @param {Partial<FrameSource>} video
 * @param {{ fresh_frames: number, frame_timeout_ms: number, settle_ms: number }} settings
 */
export async function fresh(video, { fresh_frames, frame_timeout_ms, settle_ms }) {
  await wait(settle_ms);
  for (let seen = 0; seen < fresh_frames; seen += 1) await frame(video, frame_timeout_ms);
}
