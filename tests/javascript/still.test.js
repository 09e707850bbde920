import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { Still } from "../../static/phone/still.js";

const track = /** @type {MediaStreamTrack} */ ({});
const PHOTO = new Blob(["photo"]);

/** What each still was asked for. @type {object[]} */
let asked = [];

/** @param {object} can @param {() => Promise<Blob>} [take] @returns {Still} of a browser whose camera can do this */
function still(can, take = () => Promise.resolve(PHOTO)) {
  class Capture {
    getPhotoCapabilities() {
      return Promise.resolve(can);
    }

    /** @param {object} options */
    takePhoto(options) {
      asked.push(options);
      return take();
    }
  }
  Object.assign(globalThis, { ImageCapture: Capture });
  const made = new Still();
  made.use(track);
  return made;
}

describe("A still of the camera's own", () => {
  beforeEach(() => {
    asked = [];
  });

  test("is as large as the camera gives it, and without a flash", async () => {
    const sizes = { imageWidth: { min: 640, max: 4000 }, imageHeight: { min: 480, max: 3000 } };
    assert.equal(await still({ ...sizes, fillLightMode: ["auto", "off"] }).take(), PHOTO);
    assert.deepEqual(asked, [{ fillLightMode: "off", imageWidth: 4000, imageHeight: 3000 }]);
  });

  test("is asked for no more than the camera offers", async () => {
    assert.equal(await still({ fillLightMode: ["flash"], imageWidth: { max: 0 } }).take(), PHOTO);
    assert.deepEqual(asked, [{}]);
  });

  test("is tried twice and then no more, until the camera is opened anew", async () => {
    const refusing = still({}, () => Promise.reject(new Error("the lens is stuck")));
    for (let photo = 0; photo < 4; photo += 1) assert.equal(await refusing.take(), null);
    assert.equal(asked.length, 2);
    refusing.use(track);
    assert.equal(await refusing.take(), null);
    assert.equal(asked.length, 3);
  });

  test("that is empty is none", async () => {
    assert.equal(await still({}, () => Promise.resolve(new Blob())).take(), null);
  });

  test("that hangs is waited for once, and blocks no other photo", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const hanging = still({}, () => Promise.race([]));
    const photo = hanging.take();
    context.mock.timers.tick(9000);
    assert.equal(await photo, null);
    assert.equal(await hanging.take(), null);
    assert.equal(asked.length, 1);
  });

  test("is not taken where the browser has none, or no camera is open", async () => {
    const closed = still({});
    closed.use(null);
    assert.equal(await closed.take(), null);
    Reflect.deleteProperty(globalThis, "ImageCapture");
    const without = new Still();
    without.use(track);
    assert.equal(await without.take(), null);
  });
});
