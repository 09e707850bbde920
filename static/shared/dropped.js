/**
 * What was dropped onto a page: a folder gives the files in it, since a browser would hand it over as a file that cannot
 * be read.
 */

/** @typedef {{ files: File[], folders: number }} Dropped */

/**
 * @param {DataTransfer | null} transfer
 * @returns {Promise<Dropped>} the files, those in folders included, and how many folders were dropped
 */
export async function dropped(transfer) {
  // Both lists are empty once the event is over: they are read before anything is waited for.
  const files = [...(transfer?.files ?? [])];
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const folders = entries.filter(({ isDirectory }) => isDirectory).length;
  if (!folders) return { files, folders };
  return { files: (await Promise.all(entries.map(inside))).flat(), folders };
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} hidden ones are passed over */
async function inside(entry) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile)
    return [
      await new Promise((found, failed) => {
        /** @type {FileSystemFileEntry} */ (entry).file(found, failed);
      }),
    ];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  for (;;) {
    const some = /** @type {FileSystemEntry[]} */ (
      await new Promise((found, failed) => {
        reader.readEntries(found, failed);
      })
    );
    if (!some.length) return files;
    files.push(...(await Promise.all(some.map(inside))).flat());
  }
}
