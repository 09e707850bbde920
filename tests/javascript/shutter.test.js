import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { careful } from "../../static/phone/photographer.js";
import { fresh } from "../../static/phone/shutter.js";

test("The shutter waits for the settle delay and then for new frames", async () => {
  /** @type {number[]} */
  const frames = [];
  const video = {
    requestVideoFrameCallback: (/** @type {VideoFrameRequestCallback} */ seen) =>
      Number(
        setTimeout(() => {
          frames.push(performance.now());
          seen(performance.now(), /** @type {any} */ ({}));
        }, 10),
      ),
  };
  const start = performance.now();
  await fresh(video, { settle_ms: 120, fresh_frames: 5, frame_timeout_ms: 500 });
  const end = performance.now();
  assert.equal(frames.length, 5);
  assert.ok(frames[0] - start >= 120);
  assert.ok(end - start >= 120 + 5 * 9);
});

test("A camera that sends no frames holds nothing up", async () => {
  const start = performance.now();
  await fresh({ requestVideoFrameCallback: () => 0 }, { settle_ms: 0, fresh_frames: 3, frame_timeout_ms: 30 });
  const took = performance.now() - start;
  assert.ok(took >= 80 && took < 5000, `${took} ms`);
});

describe("A browser that does not call back for frames loses no time", () => {
  for (const [clue, counts, shortest] of /** @type {const} */ ([
    ["frames are counted", true, 200],
    ["only the clock moves", false, 5 * 33],
  ])) {
    test(clue, async () => {
      const start = performance.now();
      const totalVideoFrames = () => 1 + Math.floor((performance.now() - start) / 50);
      const video = {
        get currentTime() {
          return counts ? 0 : performance.now() / 1000;
        },
        ...(counts && { getVideoPlaybackQuality: () => /** @type {any} */ ({ totalVideoFrames: totalVideoFrames() }) }),
      };
      await fresh(video, { settle_ms: 0, fresh_frames: 5, frame_timeout_ms: 5000 });
      const took = performance.now() - start;
      assert.ok(took >= shortest && took < 5000, `${took} ms; one frame's time limit is 5000`);
    });
  }
});

test("A counter of frames that stands still costs a second once, and no time limit a photo", async () => {
  const start = performance.now();
  const video = {
    get currentTime() {
      return performance.now() / 1000;
    },
    getVideoPlaybackQuality: () => /** @type {any} */ ({ totalVideoFrames: 7 }),
  };
  const settings = { settle_ms: 0, fresh_frames: 5, frame_timeout_ms: 20_000 };
  await fresh(video, settings);
  assert.ok(performance.now() - start >= 1000);
  await fresh(video, settings);
  assert.ok(performance.now() - start < 20_000, "not one frame was waited for until its time limit");
});

test("A retake is taken with the care that its command asks for", () => {
  const usual = /** @type {any} */ ({ settle_ms: 0, fresh_frames: 0, frame_timeout_ms: 500, capture_timeout_s: 20 });
  const commands = [{}, { settle_ms: 400, fresh_frames: 5 }, { settle_ms: null }];
  assert.deepEqual(
    commands.map((command) => careful(usual, /** @type {any} */ (command))),
    [usual, { ...usual, settle_ms: 400, fresh_frames: 5 }, usual],
  );
});
