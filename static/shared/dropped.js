/**
 * What was dropped onto a page: a folder gives the files in it, since a browser would hand it over as a file that cannot
 * be read.
 */

/** @typedef {{ files: File[], folders: number }} Dropped */

/**
 * Take files that are dropped anywhere on the page, and mark the page while they are over it.
 *
 * @param {(transfer: DataTransfer | null) => Promise<void>} take
 */
export function listenForDrops(take) {
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    void take(event.dataTransfer);
  });
}

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
