/**
 * The windows of the displays on this computer. A window whose session has ended is used again, and stays on its monitor;
 * one whose session goes on is never taken away: a computer may have several monitors, each with its station.
 */

const USUAL = "chexphoto-display";
const SHOWS = "display window";

/** The session that this window shows, while it goes on. */
let shown = "";
/** Gives this window free. */
let free = () => {};

/**
 * Say which session this window shows.
 *
 * @param {string} session empty once it has ended
 */
export function occupy(session) {
  if (!("locks" in navigator) || !window.name || session === shown) return;
  free();
  shown = session;
  if (!session) return;
  const until = new Promise((resolve) => {
    free = () => resolve(undefined);
  });
  // Shared: who opens the same session twice must not wait for the first window.
  void navigator.locks.request([SHOWS, window.name, session].join(" "), { mode: "shared" }, () => until);
}

/**
 * @param {string} session
 * @returns {Promise<string>} the name of the window for its display: its own, one that no session needs, or a new one
 */
export async function windowFor(session) {
  const { held = [] } = "locks" in navigator ? await navigator.locks.query() : {};
  const others = held.map(({ name = "" }) => name).filter((name) => !name.endsWith(` ${session}`));
  let number = 1;
  while (others.some((name) => name.startsWith([SHOWS, windowName(number), ""].join(" ")))) number += 1;
  return windowName(number);
}

/** @param {number} number @returns {string} */
function windowName(number) {
  return number === 1 ? USUAL : `${USUAL}-${number}`;
}
