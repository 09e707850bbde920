/**
 * The form by which a participant submits predictions or a program.
 */

import { refusal } from "../shared/api.js";
import { Button, Field } from "../shared/controls.js";
import { h, setText } from "../shared/dom.js";
import { t } from "../shared/messages.js";

const LONGEST_COMMAND = 2000;
const LONGEST_MODEL = 80;

/** The form. */
export class SubmitForm {
  #challenge;
  #sent;
  #kind = new Field(
    t("challenge-kind"),
    h(
      "select",
      { on: { change: () => this.#show() } },
      h("option", { value: "predictions" }, t("challenge-kind-predictions")),
      h("option", { value: "programs" }, t("challenge-kind-program")),
    ),
  );
  #model = new Field(t("challenge-model-name"), h("input", { type: "text", maxlength: String(LONGEST_MODEL) }));
  #command = new Field(
    t("challenge-command"),
    h("input", {
      type: "text",
      maxlength: String(LONGEST_COMMAND),
      spellcheck: "false",
      value: "python src/predict.py input.csv output.csv",
    }),
    { hint: t("challenge-command-hint") },
  );
  #input = h("input", { type: "file" });
  #file = new Field(t("challenge-file"), this.#input);
  #left = h("p", { class: "caption" });
  #problem = h("p", { class: "problem", role: "alert", hidden: true });
  #button = new Button(t("challenge-send"), () => this.#send(), { kind: "filled", busy: t("challenge-sending") });

  /**
   * @param {string} challenge
   * @param {() => unknown} sent called after a submission was taken in
   */
  constructor(challenge, sent) {
    this.#challenge = challenge;
    this.#sent = sent;
    this.element = h(
      "section",
      { class: "submit-form" },
      h("h2", {}, t("challenge-submit")),
      this.#left,
      this.#model.element,
      this.#kind.element,
      this.#command.element,
      this.#file.element,
      this.#problem,
      this.#button.element,
    );
    this.#show();
  }

  /** @param {number} left how many submissions are left */
  set left(left) {
    setText(this.#left, t("challenge-left", { n: left }));
    this.#button.enabled = left > 0;
  }

  #show() {
    this.#command.element.hidden = this.#kind.value !== "programs";
  }

  async #send() {
    const file = this.#input.files?.[0];
    this.#model.error = this.#model.value ? "" : t("field-empty");
    this.#file.error = file ? "" : t("challenge-file-empty");
    if (!file || !this.#model.value) return;
    this.#tell("");
    const query = new URLSearchParams({ model: this.#model.value });
    if (this.#kind.value === "programs") query.set("command", this.#command.value);
    try {
      const answer = await fetch(`/api/v1/challenges/${this.#challenge}/${this.#kind.value}?${query}`, {
        method: "POST",
        body: file,
        headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      });
      if (!answer.ok) return this.#tell((await refusal(answer)).message);
      this.#input.value = "";
      await this.#sent();
    } catch {
      this.#tell(t("challenge-unreachable"));
    }
  }

  /** @param {string} problem */
  #tell(problem) {
    setText(this.#problem, problem);
    this.#problem.hidden = !problem;
  }
}
