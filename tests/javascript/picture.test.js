import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Picture } from "../../static/display/picture.js";
import { hurry } from "./hurry.js";

/** @typedef {"away" | "picture" | number} Answer */

/**
 * Answer the requests of a test, one after the other.
 *
 * @param {import("node:test").TestContext} t
 * @param {Answer[]} answers what is left of them is in the same array
 */
function serve(t, answers) {
  t.mock.method(globalThis, "fetch", async () => {
    const kind = answers.shift();
    if (kind === "away") throw new TypeError("Failed to fetch");
    if (kind === "picture") return new Response(new Blob([new Uint8Array(9)], { type: "image/png" }));
    return new Response('{"error": {"code": "busy", "message": "No.", "details": {}}}', { status: Number(kind) });
  });
}

/** @type {[rule: string, answers: Answer[], end: string, left: number][]} */
const CASES = [
  ["a short outage and a busy server are waited out", ["away", "away", 503, "picture"], "came", 0],
  ["a refusal is said, in the server's words", [404, "picture"], "No.", 1],
];

describe("The display asks again for a picture until it comes", () => {
  for (const [rule, answers, end, left] of CASES) {
    test(rule, async (t) => {
      hurry(t);
      serve(t, answers);
      // Whether the bytes are a picture, only a browser can tell: tests/pages/test_page_modules.py.
      t.mock.method(Image.prototype, "decode", async () => undefined);
      const picture = new Picture("/picture");
      const came = await picture.decoded.then(
        () => "came",
        (error) => error.message,
      );
      assert.equal(came, end);
      assert.equal(answers.length, left);
    });
  }
});

test("A picture that nobody waits for any more is not asked for again", async (t) => {
  hurry(t);
  const asked = t.mock.method(globalThis, "fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  const picture = new Picture("/picture");
  picture.drop();
  const came = await picture.decoded.then(
    () => "came",
    () => "dropped",
  );
  assert.deepEqual([came, asked.mock.callCount()], ["dropped", 1]);
});
