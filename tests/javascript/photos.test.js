import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Photos } from "../../static/console/photos.js";

const PHOTO = {
  set: "s",
  attempt: 1,
  state: "accepted",
  name: "n",
  thumbnail: "t",
  url: "u",
  measures: {},
  kept_at: 1,
};

/** @param {number} index @param {string} flag */
const photo = (index, flag) => /** @type {any} */ ({ ...PHOTO, index, flag });

/** @param {number[][]} copies @param {string} [phase] */
const snapshot = (copies, phase = "running") => /** @type {any} */ ({ copies, phase });

/** @param {Photos} photos @returns {HTMLButtonElement | undefined} */
const offered = ({ element }) =>
  [...element.querySelectorAll("button")].find(
    (button) =>
      button.textContent === "Treat copies as one" && !(/** @type {HTMLElement} */ (button.parentElement).hidden),
  );

describe("The console offers to treat copies as one", () => {
  /** @type {string[]} */
  const asked = [];
  const photos = new Photos(
    "session",
    () => asked.push("asked"),
    () => undefined,
  );

  test("not for photos without a flag, or with another", () => {
    photos.update(snapshot([]));
    photos.add(photo(1, ""));
    photos.add(photo(2, "few_features"));
    assert.equal(offered(photos), undefined);
  });

  test("where a photo may as well show a copy", async () => {
    photos.add(photo(3, "ambiguous"));
    offered(photos)?.click();
    assert.deepEqual(asked, ["asked"]);
  });

  test("no longer once they are, or once the session has ended", () => {
    photos.update(snapshot([[3, 7]]));
    assert.equal(offered(photos), undefined);
    photos.add(photo(4, "ambiguous"));
    assert.ok(offered(photos));
    photos.update(snapshot([[3, 7]], "finished"));
    assert.equal(offered(photos), undefined);
  });
});
