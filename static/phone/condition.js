/**
 * How long this phone can go on: its battery, and the space that the browser has for photos. Either is null where the
 * browser does not say.
 */

const BETWEEN_MS = 30_000;

/** @typedef {{ battery: number | null, charging: boolean, space: number | null, lasting: boolean | null }} Condition
 *   battery 0..1; space in bytes; lasting: the browser does not clear it by itself when the phone's storage runs low */

/** Event "change" (detail: what changed), often more than once. */
export class PhoneCondition extends EventTarget {
  /** @type {Condition} */
  now = { battery: null, charging: false, space: null, lasting: null };
  #lookedAt = -Infinity;

  async watch() {
    void this.look();
    const manager = /** @type {any} */ (await /** @type {any} */ (navigator).getBattery?.());
    if (!manager) return;
    const read = () => this.#tell({ battery: manager.level, charging: manager.charging });
    for (const event of ["levelchange", "chargingchange"]) manager.addEventListener(event, read);
    read();
  }

  /** Look at the space again, if that was not done just now. */
  async look() {
    if (performance.now() - this.#lookedAt < BETWEEN_MS) return;
    this.#lookedAt = performance.now();
    const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
    const lasting = (await navigator.storage?.persisted?.().catch(() => null)) ?? null;
    this.#tell({ space: quota === undefined ? null : Math.max(0, quota - (usage ?? 0)), lasting });
  }

  /** @param {Partial<Condition>} change */
  #tell(change) {
    Object.assign(this.now, change);
    this.dispatchEvent(new CustomEvent("change", { detail: change }));
  }
}
