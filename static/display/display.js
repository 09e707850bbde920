/**
 * The display's page: shows what the server says, tells it when that is painted, and says at once when it no
 * longer is. Offline it is black, because nobody could know what stands on it.
 */

import { hasEnded } from "../shared/controls.js";
import { occupy } from "../shared/display-windows.js";
import { byId, fill, h } from "../shared/dom.js";
import { takeLease } from "../shared/lease.js";
import { Link } from "../shared/link.js";
import { t } from "../shared/messages.js";
import { move } from "../shared/moving.js";
import { WakeLock } from "../shared/wake-lock.js";
import { Idle } from "./idle.js";
import { isFullscreen } from "./layout.js";
import { Stage } from "./stage.js";

/** @typedef {import("../types/api").DeviceState} State */
/** @typedef {import("../types/api").ShowMessage} ShowCommand */

/** @typedef {import("../shared/moving.js").Enrolment} Enrolment */

const INVITATION_MS = 20_000;
const REMOTE_KEYS = new Set(["PageDown", " ", "Enter", "ArrowRight"]);
/** What a presenter's keys and remotes ask for. @type {Map<string, "next" | "back" | "black">} */
const STEPS = new Map([
  ...[...REMOTE_KEYS, "ArrowDown"].map((key) => /** @type {const} */ ([key, "next"])),
  ...["PageUp", "ArrowLeft", "ArrowUp", "Backspace"].map((key) => /** @type {const} */ ([key, "back"])),
  ...["b", "."].map((key) => /** @type {const} */ ([key, "black"])),
]);

/** A monitor, in one session after the other. */
class Display {
  #stage = new Stage(byId("stage"));
  #idle = new Idle();
  #message = byId("message");
  /** @type {Enrolment} */
  #here;
  #link;
  #moving = false;
  #wakeLock = new WakeLock(() => this.#statusChanged());
  /** @type {State | null} */
  #state = null;
  /** @type {number} newest showing received; a smaller one is an old command */
  #newest = 0;
  /** @type {import("./stage.js").Painted | null} the last answer, given again when asked again */
  #answer = null;
  #loading = false;
  /** Whether the newest showing is a picture: what is said to people must never lie over it, not even for a moment. */
  #pictured = false;
  #over = "";

  /** @param {Enrolment} here */
  constructor(here) {
    this.#here = here;
    this.#link = this.#connected();
    this.#listenToPage();
  }

  /** @returns {Link<import("../types/api").DisplayWelcome>} the connection to the session where this display is */
  #connected() {
    const link = new Link(
      "/display",
      this.#here.session,
      async () => this.#status(),
      (/** @type {import("../types/api").DisplayWelcome} */ welcome) => this.#welcome(welcome),
    );
    link.on("show", (command) => void this.#show(command));
    link.on("state", (state) => {
      this.#state = state;
      this.#draw();
    });
    link.on("moved", () => void this.#move());
    link.addEventListener("dismissed", (event) =>
      this.#end(/** @type {CustomEvent} */ (event).detail.message || t("display-dropped")),
    );
    link.addEventListener("online", () => this.#draw());
    link.addEventListener("offline", () => {
      this.#pictured = false;
      this.#stage.interrupt();
      this.#draw();
    });
    link.addEventListener("over", () => this.#end(t("display-elsewhere")));
    link.addEventListener("refused", (event) => this.#end(/** @type {CustomEvent} */ (event).detail.message));
    return link;
  }

  start() {
    this.#enter();
    void this.#wakeLock.request();
    setInterval(() => {
      if (this.#isIdle) void this.#idle.invite(this.#here.session);
    }, INVITATION_MS);
    this.#draw();
  }

  #enter() {
    const link = this.#link;
    takeLease(`chexphoto-display-${this.#here.session}`, () => link.close());
    link.open();
    void this.#idle.invite(this.#here.session);
  }

  /** Go on in the next session; it is black on the way, as without a connection. */
  async #move() {
    if (this.#moving || this.#over) return;
    this.#moving = true;
    const here = await move(this.#here);
    this.#moving = false;
    if (!here) return;
    this.#link.leave();
    this.#here = here;
    this.#state = null;
    this.#black();
    this.#link = this.#connected();
    this.#enter();
    this.#draw();
  }

  /** @returns {boolean} */
  get #isIdle() {
    return (
      !this.#over &&
      !this.#pictured &&
      (!this.#state ? !this.#newest : ["waiting", "finished"].includes(this.#state.phase))
    );
  }

  #listenToPage() {
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey) void this.#fullScreen();
      if (this.#state?.capture === "presenter") this.#turn(event);
      // A presenter remote at the display presses the shutter of the phones.
      if (REMOTE_KEYS.has(event.key) && !event.repeat && this.#state?.by_hand) this.#link.tell("shutter", {});
    });
    document.addEventListener("click", () => void this.#fullScreen());
    document.addEventListener("fullscreenchange", () => this.#statusChanged());
    addEventListener("resize", () => {
      this.#broken("resized");
      this.#statusChanged();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") this.#broken("page hidden");
    });
  }

  /** @param {KeyboardEvent} event a presenter's key; it counts for the picture that is on the screen */
  #turn({ key, repeat, ctrlKey, metaKey }) {
    const step = STEPS.get(key.length === 1 ? key.toLowerCase() : key);
    if (step && this.#answer && !repeat && !ctrlKey && !metaKey)
      this.#link.tell("turn", { showing: this.#answer.showing, step });
  }

  async #fullScreen() {
    void this.#wakeLock.request();
    if (document.fullscreenElement) return;
    await document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => undefined);
  }

  /** @param {import("../types/api").DisplayWelcome} welcome */
  #welcome({ state, moved }) {
    this.#state = state;
    this.#black();
    if (moved) void this.#move();
  }

  #black() {
    this.#newest = 0;
    this.#answer = null;
    this.#loading = false;
    this.#pictured = false;
    this.#stage.interrupt();
  }

  /** @param {ShowCommand} command */
  async #show({ generation, showing, index, url, next_url, variation }) {
    if (generation !== this.#link.generation || showing < this.#newest) return;
    if (showing === this.#newest && (this.#loading || this.#answer)) return this.#confirm();
    this.#newest = showing;
    this.#answer = null;
    this.#loading = true;
    this.#pictured = url !== null;
    this.#draw();
    try {
      const answer = await this.#stage.show(
        showing,
        url,
        next_url,
        variation,
        this.#state?.capture === "presenter" ? index : null,
      );
      if (showing !== this.#newest) return;
      this.#answer = answer;
      this.#confirm();
    } catch (error) {
      if (showing === this.#newest)
        this.#link.tell("show_failed", { showing, detail: /** @type {Error} */ (error).message });
    }
    if (showing === this.#newest) this.#loading = false;
  }

  #confirm() {
    if (this.#answer && document.visibilityState === "visible") this.#link.tell("shown", this.#answer);
  }

  /** @param {string} detail why what is shown cannot be relied on any more */
  #broken(detail) {
    const showing = this.#stage.visible;
    this.#stage.spoil();
    this.#answer = null;
    if (showing !== null) this.#link.tell("broken", { showing, detail });
  }

  /** @returns {{ width: number, height: number, fullscreen: boolean, wake_lock: boolean }} */
  #status() {
    return {
      width: Math.round(innerWidth * devicePixelRatio),
      height: Math.round(innerHeight * devicePixelRatio),
      fullscreen: isFullscreen(),
      wake_lock: this.#wakeLock.held,
    };
  }

  #statusChanged() {
    this.#link.tell("status", this.#status());
    this.#draw();
  }

  /** @param {string} words */
  #end(words) {
    this.#over = words;
    this.#stage.interrupt();
    this.#draw();
  }

  #draw() {
    const { fullscreen, wake_lock } = this.#status();
    occupy(this.#over || !this.#state || hasEnded(this.#state.phase) ? "" : this.#state.session);
    document.body.dataset.idle = String(this.#isIdle || this.#over !== "");
    this.#idle.visible = this.#isIdle;
    if (this.#isIdle) this.#idle.update(this.#state, { online: this.#link.online, fullscreen, wakeLock: wake_lock });
    this.#message.hidden = !this.#over;
    fill(this.#message, h("h2", {}, this.#over), h("p", {}, h("a", { href: "/join" }, t("action-join-again"))));
    document.title = `${t("display-title")} · ${this.#here.session}`;
  }
}

const { session = "", device = "" } = document.body.dataset;
if (device) new Display({ session, device }).start();
else location.replace(`/join?session=${session}`);
