import assert from "node:assert/strict";
import { test } from "node:test";

import { sentences } from "../../static/shared/format.js";
import { t } from "../../static/shared/messages.js";

test("Messages have numbers grouped and the right form", () => {
  assert.equal(t("offline-heading", { n: 1 }), "1 photo waits on this phone");
  assert.equal(t("offline-heading", { n: 2 }), "2 photos wait on this phone");
  assert.equal(t("action-resume-at", { index: 5347 }), "Resume at 5,347");
  assert.equal(t("device-waiting", { n: 0 }), "nothing waiting");
  assert.deepEqual(sentences("Paused: Pixel 7a does not answer. Its photos are kept on it. Wake it."), {
    heading: "Paused: Pixel 7a does not answer",
    rest: "Its photos are kept on it. Wake it.",
  });
});
