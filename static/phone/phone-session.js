/**
 * A phone's part in one session: its store, its connection, its photos. Camera and page outlive it, so that a phone
 * goes on in the next session without a hand.
 */

import { takeLease } from "../shared/lease.js";
import { Link } from "../shared/link.js";
import { Aim } from "./aim.js";
import { Photographer } from "./photographer.js";
import { Uploads } from "./uploads.js";

/** @typedef {import("../types/api").PhoneWelcome} PhoneWelcome */
/** @typedef {import("../types/page").KeptPhoto} KeptPhoto */
/** @typedef {import("../shared/moving.js").Enrolment} Enrolment */

/**
 * @typedef {object} Listener
 * @property {(welcome: PhoneWelcome, hello: any) => Promise<void>} welcome
 * @property {(photo: KeptPhoto, error: import("../types/api").ErrorShape) => Promise<boolean>} giveUp
 */

/** What belongs to one session and ends with it. */
export class PhoneSession {
  here;
  store;
  link;
  photographer;
  uploads;
  aim;

  /**
   * @param {Enrolment} here
   * @param {import("./store.js").Store} store
   * @param {import("./record.js").PhoneRecord} record
   * @param {import("./camera.js").Camera} camera
   * @param {HTMLVideoElement} video
   * @param {Listener} listener
   */
  constructor(here, store, record, camera, video, { welcome, giveUp }) {
    const { session, device } = (this.here = here);
    this.store = store;
    /** @type {Link<PhoneWelcome>} */
    this.link = new Link("/phone", session, () => store.hello(), welcome);
    this.photographer = new Photographer(this.link, store, camera, video, record);
    this.uploads = new Uploads(session, device, store, giveUp);
    this.aim = new Aim(video, session, device);
  }

  open() {
    takeLease(`chexphoto-phone-${this.here.session}`, () => this.link.close());
    this.link.open();
  }

  /** For good: the phone goes on in another session. */
  leave() {
    this.aim.going = false;
    this.link.leave();
    this.uploads.stop();
    void this.store.tidy().finally(() => this.store.close());
  }
}
