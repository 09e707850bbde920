import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { poseOf } from "../../static/phone/level.js";

describe("The level line knows how the phone is held", () => {
  for (const [how, beta, gamma, turned, roll, pitch] of /** @type {const} */ ([
    ["upright", 90, 0, 0, 0, 0],
    ["its camera looking 10° down", 80, 0, 0, 0, -10],
    ["its camera looking 10° up", 100, 0, 0, 0, 10],
    ["on its left side, the page turned with it", 0, -90, 90, 0, 0],
    ["on its right side, the page turned with it", 0, 90, 270, 0, 0],
    ["on its right side, the page locked upright", 0, 90, 0, 90, 0],
  ])) {
    test(how, () => {
      const pose = poseOf(beta, gamma, turned);
      assert.ok(pose);
      assert.ok(Math.abs(pose.roll - roll) < 1e-6 && Math.abs(pose.pitch - pitch) < 1e-6, JSON.stringify(pose));
    });
  }

  test("lying on a table it has no left and right", () => assert.equal(poseOf(0, 0), null));
});
