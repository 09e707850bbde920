/**
 * A phone that takes no more part. One that was dropped hands in what it holds. From one that was revoked nothing is
 * taken any more: what it holds are pictures of patients that nobody wants there, so that they are deleted.
 */

/**
 * @param {import("./phone-session.js").PhoneSession} at
 * @param {string} code "dropped" or "revoked"
 * @param {(change: Partial<import("./situation.js").Model>) => void} tell
 */
export async function partFrom({ link, store, uploads }, code, tell) {
  link.leave();
  tell({ dropped: code });
  const held = await store.held().catch(() => []);
  if (code === "dropped") {
    for (const photo of held) uploads.add(photo);
    return;
  }
  uploads.stop();
  const erased = await store.erase();
  tell({ held: [], erased: erased ? held.length : null });
}
