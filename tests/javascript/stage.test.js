import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Stage } from "../../static/display/stage.js";

describe("A showing that is replaced before its frames does not cost the one before its confirmation", () => {
  for (const [why, spoilt] of /** @type {const} */ ([
    ["undisturbed", false],
    ["unless the screen was disturbed", true],
  ])) {
    test(why, async () => {
      const stage = new Stage(document.createElement("div"));
      const first = await stage.show(1, null, null);
      const second = stage.show(2, null, null);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      if (spoilt) stage.spoil();
      const third = await stage.show(3, null, null);
      assert.deepEqual([first?.showing, first?.whole], [1, null]);
      assert.equal(await second, null);
      assert.deepEqual([third?.showing, third?.whole], [3, spoilt ? null : 1]);
    });
  }
});
