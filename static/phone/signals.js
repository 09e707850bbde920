/**
 * What a person hears and feels of a phone that works alone on its tripod: a click for each photo, and another sound when
 * a person is needed. Both are off until somebody asks for them; the choice is kept by the browser.
 */

/** @typedef {{ sound: boolean, vibration: boolean }} Wanted */
/** @typedef {import("./situation.js").Situation} Situation */

const KEY = "chexphoto-signals";
const OFF = /** @type {Wanted} */ ({ sound: false, vibration: false });
const NEEDED = new Set(["go-on", "camera", "storage", "mismatch", "refused", "dropped", "aborted"]);
/** Pauses that a person made on purpose. */
const MEANT = new Set(["operator", "phone"]);

/** @type {[number, number, number][]} tones: frequency in Hz, start and length in seconds */
const CLICK = [[1800, 0, 0.03]];
/** @type {[number, number, number][]} */
const CALL = [0, 0.5, 1].flatMap((start) => [
  [880, start, 0.18],
  [587, start + 0.2, 0.22],
]);
const CLICK_MS = 30;
const CALL_MS = [250, 150, 250, 150, 250];

/** @returns {Wanted} */
export function wanted() {
  try {
    return { ...OFF, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return OFF;
  }
}

/**
 * Whether somebody has to come to this phone, or to the session it belongs to.
 *
 * @param {Situation} now
 * @param {string | undefined} code of the pause
 * @returns {boolean}
 */
export function needsPerson(now, code) {
  if (MEANT.has(code ?? "") && (now === "go-on" || now === "paused")) return false;
  return NEEDED.has(now) || now === "paused";
}

/** Sounds are made here: no file is loaded. */
export class Signals {
  /** @type {AudioContext | null} */
  #audio = null;
  #called = false;

  constructor() {
    // Browsers play nothing before a person has touched the page; after a reload the first touch is enough.
    document.addEventListener("pointerdown", () => void this.#wake());
  }

  /** @param {Partial<Wanted>} change by a person's touch, and tried at once */
  want(change) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...wanted(), ...change }));
    } catch {
      // A browser that keeps nothing forgets the choice at the next reload.
    }
    void this.#wake().then(() => this.photo());
  }

  /** A photo was taken. */
  photo() {
    this.#give(CLICK, CLICK_MS);
  }

  /** Call a person once, until nobody is needed any more. @param {boolean} needed */
  set needed(needed) {
    if (needed && !this.#called) this.#give(CALL, CALL_MS);
    this.#called = needed;
  }

  async #wake() {
    if (!wanted().sound || !globalThis.AudioContext) return;
    this.#audio ??= new AudioContext();
    await this.#audio.resume().catch(() => undefined);
  }

  /** @param {[number, number, number][]} tones @param {number | number[]} pattern */
  #give(tones, pattern) {
    const { sound, vibration } = wanted();
    if (vibration) navigator.vibrate?.(pattern);
    if (sound && this.#audio?.state === "running") for (const tone of tones) this.#play(this.#audio, ...tone);
  }

  /** @param {AudioContext} audio @param {number} frequency @param {number} start @param {number} length */
  #play(audio, frequency, start, length) {
    const begin = audio.currentTime + start;
    const [tone, loudness] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = frequency;
    // A tone that stops at once ends in a crack of its own.
    loudness.gain.setValueAtTime(0.4, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + length);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + length);
  }
}
