/**
 * The way of a page to the next session: its credential is exchanged for one there, and the page stays as it is, with
 * its camera, its full screen and its wake lock, which a navigation would end.
 */

import { post } from "./api.js";

/** @typedef {{ session: string, device: string }} Enrolment a session, and the id of a device in it */

const AGAIN_MS = 1000;

/**
 * Exchange the credential, as often as it takes.
 *
 * @param {Enrolment} from
 * @returns {Promise<Enrolment | null>} null where there is nothing to move to any more, or the device was taken out
 */
export async function move({ session, device }) {
  for (;;) {
    try {
      const joined = await post(`/sessions/${session}/devices/${device}/move`);
      history.replaceState(null, "", joined.page);
      return { session: joined.session, device: joined.device };
    } catch (error) {
      const { status } = /** @type {import("./api.js").ApiError} */ (error);
      if (status >= 400 && status < 500 && status !== 429) return null;
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS);
      });
    }
  }
}
