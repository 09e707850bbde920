/**
 * Which of its screens the phone shows: one pure function, so that the order of importance can be read in one
 * place. What needs the person's hands comes before what does not.
 */

/** @typedef {import("../types/wire").State} State */
/** @typedef {import("../types/wire").ErrorShape} ErrorShape */

/**
 * @typedef {object} Model
 * @property {"connecting" | "online" | "offline" | "elsewhere"} link
 * @property {ErrorShape | null} refusal why the server will not have this phone
 * @property {string} dropped empty, "dropped" or "revoked"
 * @property {string} camera empty when it works, else its code
 * @property {string} device this phone's id
 * @property {string} name
 * @property {string | null} set
 * @property {State | null} state
 * @property {{ index: number, attempt: number } | null} taking
 * @property {import("../types/wire").KeptPhoto[]} held photos the server does not have yet
 * @property {number | null} battery 0..1
 * @property {boolean} wasHidden the page was in the background since the last photo
 * @property {string} notice something that went wrong with one photo
 */

/** @typedef {"elsewhere" | "mismatch" | "refused" | "dropped" | "camera" | "connecting" | "offline" | "spare" | "ready" | "aiming" | "running" |
 *   "paused" | "go-on" | "aborted" | "finishing" | "finished"} Situation */

/**
 * @param {Model} model
 * @returns {Situation}
 */
export function situation(model) {
  if (model.link === "elsewhere") return "elsewhere";
  if (model.refusal) return model.refusal.code === "index_mismatch" ? "mismatch" : "refused";
  if (model.dropped) return "dropped";
  const phase = model.state?.phase;
  if (phase === "finished" && !model.held.length) return "finished";
  if (model.camera && model.camera !== "camera_starting") return "camera";
  if (model.link === "connecting" || !model.state) return model.held.length && model.link === "offline" ? "offline" : "connecting";
  if (model.link === "offline") return "offline";
  return ofPhase(model, model.state);
}

/**
 * @param {Model} model
 * @param {State} state
 * @returns {Situation}
 */
function ofPhase(model, state) {
  if (state.phase === "aborted") return state.reason?.code === "index_mismatch" ? "mismatch" : "aborted";
  if (state.phase === "finishing" || state.phase === "finished") return "finishing";
  if (!model.set) return "spare";
  if (state.phase === "waiting") return "ready";
  if (state.phase === "aiming" || state.phase === "running") return state.phase;
  return state.reason?.device === model.device ? "go-on" : "paused";
}
