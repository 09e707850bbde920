/**
 * The drop zone: photos go up one after the other, in the order of their names, since that is mostly the order they were
 * taken in. What the server refuses is listed with the reason and stays so.
 */

import { ApiError } from "../shared/api.js";
import { h, setText } from "../shared/dom.js";
import { dropped, listenForDrops } from "../shared/dropped.js";
import { Button } from "../shared/controls.js";
import { contentDigest, sha256 } from "../phone/digest.js";
import { t } from "../shared/messages.js";

const TRIES = 3;
const TYPES = "image/jpeg,image/heic,image/heif,image/png,image/webp,.heic,.heif";
const PHOTO = /\.(jpe?g|hei[cf]|png|webp)$/i;
const BY_NAME = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export class Dropper {
  #pile;
  #changed;
  /** @type {File[]} */
  #waiting = [];
  #sent = 0;
  #all = 0;
  #running = false;
  #words = h("p", { class: "caption", role: "status" });
  #bar = h("progress", { class: "sent", max: "1", value: "0", "aria-label": t("loose-sending"), hidden: true });
  #refused = h("ul", { class: "refused" });
  #file = h("input", {
    type: "file",
    id: "photos",
    multiple: true,
    accept: TYPES,
    class: "visually-hidden",
    tabindex: "-1",
    on: { change: () => this.#chosen() },
  });
  element;

  /** @param {string} pile @param {() => void} changed called whenever a photo has arrived */
  constructor(pile, changed) {
    this.#pile = pile;
    this.#changed = changed;
    const choose = new Button(t("loose-choose"), () => this.#file.click(), { icon: "plus" });
    setText(this.#words, t("loose-drop-words"));
    this.element = h(
      "section",
      { class: "drop-zone", "aria-label": t("loose-drop") },
      h("div", {}, h("h2", {}, t("loose-drop")), this.#words),
      h("label", { for: "photos", class: "visually-hidden" }, t("loose-choose")),
      this.#file,
      choose.element,
      this.#bar,
      h("div", { class: "refusals", role: "alert" }, this.#refused),
    );
    this.#listen();
  }

  /** @returns {boolean} photos are going up */
  get busy() {
    return this.#running;
  }

  #listen() {
    listenForDrops((transfer) => this.#drop(transfer));
    addEventListener("beforeunload", (event) => {
      if (this.#running) event.preventDefault();
    });
  }

  /** @param {DataTransfer | null} transfer */
  async #drop(transfer) {
    const { files, folders } = await dropped(transfer);
    const photos = folders ? files.filter(({ name }) => PHOTO.test(name)) : files;
    this.#add(photos);
    if (!photos.length && folders) setText(this.#words, t("loose-drop-none"));
  }

  #chosen() {
    this.#add([...(this.#file.files ?? [])]);
    this.#file.value = "";
  }

  /** @param {File[]} files */
  #add(files) {
    this.#waiting.push(...files.sort((one, other) => BY_NAME.compare(one.name, other.name)));
    this.#all += files.length;
    if (!this.#running && files.length) void this.#run();
  }

  async #run() {
    this.#running = true;
    this.#bar.hidden = false;
    for (let file = this.#waiting.shift(); file; file = this.#waiting.shift()) {
      this.#tell();
      await this.#deliver(file);
      this.#sent += 1;
      this.#changed();
    }
    this.#running = false;
    this.#bar.hidden = true;
    this.#tell();
  }

  #tell() {
    this.#bar.max = this.#all;
    this.#bar.value = this.#sent;
    setText(this.#words, t(this.#running ? "loose-sent" : "loose-sent-all", { n: this.#all, sent: this.#sent }));
  }

  /** @param {File} file */
  async #deliver(file) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#send(file);
        return;
      } catch (error) {
        const passes = !(error instanceof ApiError) || error.status >= 500;
        if (passes && attempt < TRIES) continue;
        this.#refused.append(
          h("li", {}, h("b", {}, file.name), " ", error instanceof ApiError ? error.message : t("error-unreachable")),
        );
        return;
      }
    }
  }

  /** @param {File} file */
  async #send(file) {
    const digest = contentDigest(await sha256(await file.arrayBuffer()));
    const response = await fetch(`/api/v1/loose/${this.#pile}/photos?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      body: file,
      headers: { Accept: "application/json", "Content-Digest": digest, "Content-Type": "application/octet-stream" },
    });
    if (response.ok) return;
    const { error } = await response.json();
    throw new ApiError(error.code, error.message, error.details ?? {}, response.status);
  }
}
