import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { guessName } from "../../static/join/device-name.js";

describe("A device guesses its own name", () => {
  for (const [agent, model, name] of [
    ["Mozilla/5.0 (Linux; Android 14; Pixel 7a) AppleWebKit/537.36 Chrome/120 Mobile", "", "Pixel 7a"],
    ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130 Mobile", "Nokia 6.1", "Nokia 6.1"],
    ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130 Mobile", "", "Android phone"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Safari", "", "iPhone"],
  ]) {
    test(name, () => assert.equal(guessName(agent, model), name));
  }
});
