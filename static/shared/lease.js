/**
 * One tab at a time: the newest tab of a device takes over within this browser at once, even while the
 * server cannot be reached. (Between browsers the server's lease decides.)
 */

/**
 * Take the lease over from any older tab.
 *
 * @param {string} name
 * @param {() => void} onLost called when a newer tab has taken it
 */
export function takeLease(name, onLost) {
  if (!("locks" in navigator)) return;
  const forever = new Promise(() => {});
  navigator.locks.request(name, { mode: "exclusive", steal: true }, () => forever).catch(onLost);
}
