import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { asItIs, heldBy, holdable, wishes } from "../../static/phone/holding.js";

/** A phone that can do everything. */
const ALL = {
  focusMode: ["manual", "single-shot", "continuous"],
  focusDistance: { min: 0.1, max: 2 },
  exposureMode: ["continuous", "manual"],
  exposureTime: { min: 1, max: 5000 },
  iso: { min: 50, max: 3200 },
  whiteBalanceMode: ["continuous", "manual"],
  colorTemperature: { min: 2850, max: 7000 },
  zoom: { min: 1, max: 8 },
  torch: true,
};
const NOTHING = { zoom: null, held: {} };

describe("A camera is asked for no more than it offers", () => {
  test("one that offers nothing is asked for nothing", () => assert.deepEqual(wishes({}, NOTHING), []));

  test("without a wish of the person it keeps itself in focus and exposed, and its light off", () =>
    assert.deepEqual(wishes(ALL, NOTHING), [
      { focusMode: "continuous" },
      { exposureMode: "continuous" },
      { whiteBalanceMode: "continuous" },
      { torch: false },
    ]));

  test("the light is never asked for, whatever was chosen before", () => {
    const before = /** @type {any} */ ({ ...NOTHING, torch: true });
    assert.deepEqual(wishes({ torch: true }, before), [{ torch: false }]);
  });

  for (const [wished, asked] of [
    [0.5, 1],
    [2.5, 2.5],
    [20, 8],
  ])
    test(`zoom ${wished} becomes ${asked}`, () =>
      assert.deepEqual(wishes({ zoom: ALL.zoom }, { zoom: wished, held: {} }), [{ zoom: asked }]));

  test("what it cannot hold it is not asked to hold", () => {
    const held = { exposure: { exposureMode: "manual", exposureTime: 20 } };
    assert.deepEqual(wishes({ exposureMode: ["continuous"] }, { zoom: null, held }), [{ exposureMode: "continuous" }]);
  });
});

describe("What is held stays as it was when the person said so", () => {
  const now = { focusDistance: 0.4, exposureTime: 200, iso: 100, colorTemperature: 5200 };

  for (const [part, values] of /** @type {const} */ ([
    ["focus", { focusMode: "manual", focusDistance: 0.4 }],
    ["exposure", { exposureMode: "manual", exposureTime: 200, iso: 100 }],
    ["white", { whiteBalanceMode: "manual", colorTemperature: 5200 }],
  ])) {
    test(part, () => {
      assert.deepEqual(asItIs(part, now, ALL), values);
      assert.ok(wishes(ALL, { zoom: null, held: { [part]: values } }).some((wish) => wish === values));
    });
  }

  test("by its mode alone where the camera does not tell values", () =>
    assert.deepEqual(asItIs("exposure", {}, { exposureMode: ["manual"] }), { exposureMode: "manual" }));
});

describe("What was granted is what the camera says afterwards", () => {
  test("not what was asked", () => {
    assert.deepEqual(holdable(ALL), ["focus", "exposure", "white"]);
    assert.deepEqual(heldBy({ focusMode: "manual", exposureMode: "continuous" }), ["focus"]);
  });
});
