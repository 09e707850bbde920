/**
 * When a photo may be taken. "Shown" says that the display has painted, not that the camera has seen it: frames
 * are buffered on their way, and the index of a stale photo is right while its picture is the previous x-ray's.
 * So the shutter waits for the settle delay **and** for new frames to come out of the camera.
 */

/** @typedef {Pick<HTMLVideoElement, "requestVideoFrameCallback" | "getVideoPlaybackQuality" | "currentTime">} FrameSource */

const FASTEST_FRAME_MS = 33;
const STILL_COUNTER_MS = 1000;

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
  const now = () => counted(video) || video.currentTime;
  const [before, begun] = [now(), performance.now()];
  const look = () => {
    if (!wanted()) return;
    if (now() !== before && performance.now() - begun >= FASTEST_FRAME_MS) seen();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** The first count of each video, and when it was read. @type {WeakMap<object, { count: number, at: number }>} */
const firstCounts = new WeakMap();

/**
 * The frames of a live video so far, 0 where the browser does not count them. Some have a counter that stands still: each
 * frame would be waited for until its time limit. One that has never moved in a second of a camera's is such a counter.
 *
 * @param {Partial<FrameSource>} video
 * @returns {number}
 */
function counted(video) {
  const count = video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0;
  const first = firstCounts.get(video) ?? { count, at: performance.now() };
  firstCounts.set(video, first);
  return count === first.count && performance.now() - first.at > STILL_COUNTER_MS ? 0 : count;
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
