import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { sha256 } from "../../static/phone/digest.js";
import { outcome, Uploads } from "../../static/phone/uploads.js";
import { hurry } from "./hurry.js";

const TAKEN = new Uint8Array([1, 2, 3]).buffer;
const DAMAGED = new Uint8Array([1, 2, 4]).buffer;

const CAMERA = { width: 4000, height: 3000, taken_at: 0, settings: {} };

/** @returns {Promise<import("../../static/types/page").KeptPhoto>} */
async function photo() {
  return { index: 1, attempt: 1, showing: 1, sha256: await sha256(TAKEN), size: 3, type: "image/jpeg", camera: CAMERA };
}

/**
 * @param {string} code
 * @param {number} status
 * @returns {Response}
 */
function refusal(code, status) {
  return new Response(JSON.stringify({ error: { code, message: "", details: {} } }), { status });
}

describe("Each answer to an upload means what the protocol says", () => {
  for (const [status, code, meaning] of /** @type {const} */ ([
    [201, "", "stored"],
    [200, "", "stored"],
    [400, "digest_wrong", "again"],
    [401, "credential_unknown", "stop"],
    [403, "credential_revoked", "stop"],
    [404, "session_unknown", "stop"],
    [409, "photo_conflict", "keep"],
    [409, "photo_not_expected", "hello"],
    [413, "photo_too_large", "spoiled"],
    [422, "photo_broken", "spoiled"],
    [422, "photo_changed", "spoiled"],
    [503, "server_busy", "again"],
    [507, "disk_full", "again"],
    [500, "", "again"],
  ])) {
    test(`${status} ${code}`, () => assert.equal(outcome(status, code), meaning));
  }
});

describe("A photo that its store has damaged is given up, and one damaged on the way sent again", () => {
  for (const [where, kept, told] of /** @type {const} */ ([
    ["in its store", DAMAGED, "spoiled"],
    ["on the way", TAKEN, "stored"],
  ])) {
    test(where, async (t) => {
      hurry(t);
      const answers = [refusal("digest_wrong", 400), new Response("{}", { status: 201 })];
      t.mock.method(globalThis, "fetch", async () => answers.shift());
      const taken = await photo();
      const end = await new Promise((resolve) => {
        const giveUp = async () => {
          resolve("spoiled");
          return true;
        };
        const uploads = new Uploads("s", "d", { bytes: async () => kept, drop: async () => undefined }, giveUp);
        uploads.addEventListener("stored", () => resolve("stored"));
        uploads.add(taken);
      });
      assert.equal(end, told);
    });
  }
});

test("A photo that is refused for good stays until the server has heard that it is given up", async (t) => {
  hurry(t);
  /** @type {string[]} */
  const done = [];
  t.mock.method(globalThis, "fetch", async () => {
    done.push("sent");
    return refusal("photo_broken", 422);
  });
  const heard = [false, false, true];
  const giveUp = async () => {
    done.push("told");
    return heard.shift() ?? assert.fail("told once more than it was heard");
  };
  const taken = await photo();
  await new Promise((resolve) => {
    const drop = async () => {
      done.push("dropped");
      resolve(undefined);
    };
    new Uploads("s", "d", { bytes: async () => TAKEN, drop }, giveUp).add(taken);
  });
  assert.deepEqual(done, ["sent", "told", "sent", "told", "sent", "told", "dropped"]);
});
