import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { find } from "../../static/phone/lens.js";

const CAMERAS = [
  { deviceId: "a", label: "main" },
  { deviceId: "b", label: "wide" },
];

describe("A camera is known by its id, or else by its name", () => {
  for (const [choice, found] of /** @type {const} */ ([
    [{ id: "b", label: "wide" }, "b"],
    [{ id: "gone", label: "wide" }, "b"],
    [{ id: "gone", label: "tele" }, ""],
    [{ id: "", label: "" }, ""],
  ])) {
    test(`${choice.id} ${choice.label}`, () => assert.equal(find(CAMERAS, { ...choice, zoom: null, held: {} }), found));
  }
});
