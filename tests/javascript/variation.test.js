import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { gains, Look } from "../../static/display/variation.js";

const PLAIN = {
  colour_temperature_k: 6500,
  brightness: 1,
  background: 0,
  cursor_x: null,
  cursor_y: null,
  shift_x: 0,
  shift_y: 0,
  size: 1,
};

describe("Colours of the screen", () => {
  test("are the monitor's own at 6500 K and full brightness", () => assert.deepEqual(gains(PLAIN), [1, 1, 1]));

  test("become warmer below and colder above, and never brighter", () => {
    let before = 0;
    for (let kelvin = 3500; kelvin <= 9500; kelvin += 100) {
      const [red, green, blue] = gains({ ...PLAIN, colour_temperature_k: kelvin });
      assert.ok(Math.max(red, green, blue) === 1);
      assert.ok(blue / red > before, `${kelvin} K`);
      before = blue / red;
    }
  });

  test("are all dimmed alike", () => assert.deepEqual(gains({ ...PLAIN, brightness: 0.6 }), [0.6, 0.6, 0.6]));
});

describe("A stage wears what it was told", () => {
  const stage = document.createElement("div");
  const look = new Look(stage);

  test("a pointer stands where it was drawn, or is not there", () => {
    assert.deepEqual(look.wear(PLAIN), []);
    const [pointer] = look.wear({ ...PLAIN, cursor_x: 0.25, cursor_y: 0.5 });
    const { left, top } = /** @type {HTMLElement} */ (pointer).style;
    assert.deepEqual([left, top], ["25vw", "50vh"]);
  });

  test("and nothing of it is left once nothing is to vary", () => {
    look.wear({ ...PLAIN, brightness: 0.5, background: 0.2 });
    assert.ok(stage.style.filter && stage.style.background);
    look.wear(null);
    assert.deepEqual([look.now, stage.style.filter, stage.style.background], [null, "", ""]);
    assert.ok(!stage.hasAttribute("data-varied"));
  });
});
