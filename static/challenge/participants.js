/**
 * The operator's list of participants: add one, show its token once, revoke it.
 */

import { call, post } from "../shared/api.js";
import { Button, Field } from "../shared/controls.js";
import { ask, tell } from "../shared/dialog.js";
import { fill, h } from "../shared/dom.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").ParticipantView} Participant */

const LONGEST_NAME = 80;

/** The list. */
export class Participants {
  #challenge;
  #list = h("div", {});

  /** @param {string} challenge */
  constructor(challenge) {
    this.#challenge = challenge;
    const add = new Button(t("challenge-participant-add"), () => this.#ask(), { icon: "plus" });
    this.element = h(
      "section",
      {},
      h("div", { class: "challenge-head" }, h("h2", {}, t("challenge-participants")), add.element),
      this.#list,
    );
  }

  async refresh() {
    const { participants } = await call(`/challenges/${this.#challenge}/participants`);
    fill(
      this.#list,
      participants.length
        ? h("ul", { class: "participants" }, ...participants.map((participant) => this.#line(participant)))
        : h("p", { class: "caption" }, t("challenge-participants-none")),
    );
  }

  /**
   * @param {Participant} participant
   * @returns {HTMLElement}
   */
  #line(participant) {
    const revoke = new Button(t("challenge-revoke"), () => this.#askToRevoke(participant), { kind: "quiet" });
    const revoked = h("span", { class: "caption" }, t("challenge-revoked"));
    return h("li", {}, h("span", {}, participant.name), participant.revoked ? revoked : revoke.element);
  }

  #ask() {
    const name = new Field(
      t("challenge-participant-name"),
      h("input", { type: "text", maxlength: String(LONGEST_NAME) }),
    );
    ask({
      heading: t("challenge-participant-add"),
      fields: [name],
      confirm: t("challenge-participant-add"),
      action: async () => {
        name.error = name.value ? "" : t("field-empty");
        if (name.wrong) return false;
        const made = await post(`/challenges/${this.#challenge}/participants`, { name: name.value });
        await this.refresh();
        showToken(made.token);
        return true;
      },
    });
  }

  /** @param {Participant} participant */
  #askToRevoke({ id, name }) {
    ask({
      heading: t("challenge-revoke-heading", { name }),
      words: t("challenge-revoke-words"),
      confirm: t("challenge-revoke"),
      danger: true,
      action: async () => {
        await post(`/challenges/${this.#challenge}/participants/${id}/revoke`);
        await this.refresh();
      },
    });
  }
}

/** @param {string} token */
function showToken(token) {
  const address = `${location.origin}/challenge`;
  tell(
    t("challenge-token"),
    h("div", {}, h("p", {}, t("challenge-token-words", { address })), h("p", {}, h("code", { class: "token" }, token))),
  );
}
