import "./page.js";

import assert from "node:assert/strict";
import { test } from "node:test";

import { remark, verdictWords } from "../../static/shared/findings.js";

test("What was found in a photo is said in words, also where it is new", () => {
  const match = { verdict: "verified", code: "", score: 0.944, inliers: 50, blocks: 40, reasons: [] };
  const measures = /** @type {any} */ ({ match, warnings: ["glare", "newly_invented"] });
  const doubtful = /** @type {any} */ ({ match: { ...match, verdict: "doubtful" } });
  const { warnings } = measures;
  const photo = /** @type {any} */ ({ state: "accepted", code: "", detail: "", flag: "", warnings, sentence: "" });
  assert.equal(verdictWords("accepted", measures).textContent, "Verified 0.94");
  assert.equal(verdictWords("accepted", /** @type {any} */ ({})).textContent, "Accepted");
  assert.equal(verdictWords("accepted", doubtful, "not_verified").textContent, "Look at it");
  assert.deepEqual(remark(photo), { text: "Glare, newly invented", tone: "wait" });
  assert.equal(remark({ ...photo, sentence: "Glare on the right" })?.text, "Glare on the right");
  assert.equal(remark({ ...photo, flag: "few_features" })?.text, "it has too little structure to be compared");
  assert.deepEqual(remark({ ...photo, state: "rejected", code: "black_screen" }), {
    text: "it shows a black screen",
    tone: "stop",
  });
});
