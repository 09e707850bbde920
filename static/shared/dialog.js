/**
 * Dialogs: before what cannot be undone, and where a reason is asked for. The focus starts on Cancel (or on
 * the first field), Escape closes, and what failed is said inside the dialog, which then stays open.
 */

import { h } from "./dom.js";
import { Button } from "./controls.js";
import { t } from "./messages.js";

/**
 * Ask, and do it when confirmed.
 *
 * @param {{ heading: string, words?: string, fields?: import("./controls.js").Field[], content?: Node, confirm: string,
 *   busy?: string, danger?: boolean, action: () => unknown, gate?: (confirm: Button) => void }} question `gate` is given the
 *   button that confirms, to disable it while there is nothing to confirm
 * @returns {HTMLDialogElement} open
 */
export function ask({ heading, words = "", fields = [], content, confirm, busy, danger = false, action, gate }) {
  const problem = h("p", { class: "problem", role: "alert" });
  problem.hidden = true;
  const id = `dialog-${crypto.randomUUID()}`;
  const dialog = h("dialog", { "aria-labelledby": id });
  const accept = new Button(
    confirm,
    async () => {
      problem.hidden = true;
      try {
        if ((await action()) !== false) closeDialog(dialog);
      } catch (error) {
        problem.textContent = error instanceof Error ? error.message : String(error);
        problem.hidden = false;
      }
    },
    { kind: danger ? "danger" : "filled", busy },
  );
  const cancel = h(
    "button",
    { type: "button", class: "button quiet", on: { click: () => closeDialog(dialog) } },
    t("cancel"),
  );
  const form = h(
    "form",
    {
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void accept.run();
        },
      },
    },
    h("div", {}, h("h2", { id }, heading), words ? h("p", {}, words) : null),
    ...fields.map((field) => field.element),
    content,
    problem,
    h("div", { class: "actions" }, cancel, accept.element),
  );
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  gate?.(accept);
  dialog.showModal();
  (fields.length && !danger ? fields[0].control : cancel).focus();
  return dialog;
}

/**
 * Close a dialog and remove it at once: the focus would stay inside it until the next frame, and swallow a key that is
 * meant for the page.
 *
 * @param {HTMLDialogElement} dialog
 */
export function closeDialog(dialog) {
  dialog.close();
  dialog.remove();
}

/**
 * Tell something that needs only reading.
 *
 * @param {string} heading
 * @param {Node} content
 */
export function tell(heading, content) {
  const id = `dialog-${crypto.randomUUID()}`;
  const close = h("button", { type: "button", class: "button", on: { click: () => closeDialog(dialog) } }, t("close"));
  const dialog = h(
    "dialog",
    { "aria-labelledby": id },
    h("h2", { id }, heading),
    content,
    h("div", { class: "actions" }, close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}
