/**
 * How a phone goes on elsewhere: in the next session, or in its own session for another set. Either way it hands in its
 * photos first, and begins with an empty store.
 */

import { move } from "../shared/moving.js";

/** @typedef {import("../shared/moving.js").Enrolment} Enrolment */
/** @typedef {import("../types/page").KeptPhoto} KeptPhoto */

/**
 * @typedef {object} Traveller
 * @property {() => import("./phone-session.js").PhoneSession} at
 * @property {(held?: KeptPhoto[]) => KeptPhoto[]} outgoing what still goes out of what is held
 * @property {(here: Enrolment) => Promise<void>} enter
 * @property {(error: unknown) => void} failed
 */

/** The way of one phone. */
export class MovingOn {
  /** It fills another set from now on, and has said what it holds: what the server does not expect now, it never will. */
  handsIn = false;
  #phone;
  #moving = false;

  /** @param {Traveller} phone */
  constructor(phone) {
    this.#phone = phone;
  }

  /** @param {string | null} session where to go on, as hello was answered; null to stay */
  welcomed(session) {
    this.handsIn = session === this.#phone.at().here.session;
    if (session) void this.#move();
  }

  /** @param {string} session where to go on; the server asks again until it is done */
  async asked(session) {
    // Only a hello tells which photos of the former place can still be handed in.
    const { here, link } = this.#phone.at();
    if (session === here.session && (!this.handsIn || this.#phone.outgoing().length)) return link.introduce();
    return this.#move();
  }

  async #move() {
    const { store, photographer, here } = this.#phone.at();
    if (this.#moving || photographer.busy) return;
    this.#moving = true;
    try {
      const next = this.#phone.outgoing(await store.held()).length ? null : await move(here);
      if (next) {
        this.handsIn = false;
        await this.#phone.enter(next);
      }
    } catch (error) {
      this.#phone.failed(error);
    } finally {
      this.#moving = false;
    }
  }
}
