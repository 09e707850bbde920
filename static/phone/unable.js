/**
 * A phone that cannot keep photos takes none: it says so, here and to the operator.
 */

import { byId } from "../shared/dom.js";
import { Link } from "../shared/link.js";
import { blank } from "./situation.js";
import { View } from "./view.js";

/** @type {[string, object]} the message that says so to the server */
export const UNABLE = ["unable", { code: "storage_failed" }];

/**
 * @param {string} session
 * @param {string} device
 * @param {import("./store.js").StoreError} error
 */
export function unable(session, device, error) {
  const nothing = () => undefined;
  const view = new View(
    {
      ...{ pause: nothing, goOn: nothing, tryCamera: nothing, reconnect: nothing },
      ...{ choose: nothing, zoom: nothing, hold: nothing },
    },
    /** @type {HTMLVideoElement} */ (byId("camera-picture")),
  );
  view.update({ ...blank(device), storage: error.trouble }, 0);
  const link = new Link(
    "/phone",
    session,
    () => Promise.reject(error),
    () => undefined,
  );
  link.addEventListener("speechless", () => link.excuse(...UNABLE));
  link.open();
}
