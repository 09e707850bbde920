/**
 * Tests that end, whatever the browser does: some leave a promise open for ever, and some lack what is called.
 */

/**
 * @template T
 * @param {number} ms
 * @param {() => Promise<T>} test
 * @returns {Promise<T | null>} null when it failed or took too long
 */
export async function within(ms, test) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    return await Promise.race([
      test(),
      /** @type {Promise<null>} */ (
        new Promise((resolve) => {
          timer = setTimeout(resolve, ms, null);
        })
      ),
    ]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
