"""What a browser still holds once a session is over: nothing of a patient."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.waiting import wait_until

HELD = """async () => {
  const rows = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const store of db.objectStoreNames) {
      rows[store] = await new Promise((resolve, reject) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result.map((row) => JSON.stringify(row)));
        asked.onerror = () => reject(asked.error);
      });
    }
    db.close();
  }
  return {
    rows,
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    words: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  };
}"""
OF_PATIENTS = ("patient", ".jpg", ".png", "study")
"""What stands in the paths of x-rays."""


def check_nothing_of_patients(phone: Page, display: Page) -> None:
    """Fail if a browser keeps a photo, an x-ray or the name of one, in any place where a page can keep something."""

    def gone() -> bool:
        return not phone.evaluate("async () => (await indexedDB.databases()).length")

    wait_until(gone, "the phone to delete its store", pause=lambda: phone.wait_for_timeout(100))
    for page in (phone, display):
        held = _held(page)
        assert held["rows"] == {}, "a new place, which has to be looked at here"
        assert (held["caches"], held["workers"]) == ([], 0)
        kept = held["words"].lower()
        assert not [word for word in OF_PATIENTS if word in kept], kept


def _held(page: Page) -> dict[str, Any]:
    held: dict[str, Any] = page.evaluate(HELD)
    return held
