/**
 * Which of its screens the phone shows: one pure function, so that the order of importance can be read in one
 * place. What needs the person's hands comes before what does not.
 */

/** @typedef {import("../types/api").DeviceState} State */
/** @typedef {import("../types/api").ErrorShape} ErrorShape */

/**
 * @typedef {object} Model
 * @property {"connecting" | "online" | "offline" | "elsewhere"} link
 * @property {ErrorShape | null} refusal why the server will not have this phone
 * @property {string} dropped empty, "dropped" or "revoked"
 * @property {number | null} erased photos that were deleted here when the phone was revoked; null: they could not be
 * @property {string} camera empty when it works, else its code
 * @property {import("./camera.js").Granted | null} lens the camera that was granted last
 * @property {"" | import("./store.js").Trouble} storage why photos cannot be kept here
 * @property {string} device this phone's id
 * @property {string} name
 * @property {string | null} set
 * @property {State | null} state
 * @property {{ index: number, attempt: number } | null} taking
 * @property {import("../types/page").KeptPhoto[]} held photos the server does not have yet
 * @property {number | null} battery 0..1
 * @property {boolean} charging
 * @property {number | null} space bytes that the browser still has for photos
 * @property {boolean | null} lasting it does not clear them by itself
 * @property {boolean} wasHidden the page was in the background since the last photo
 * @property {string} notice something that went wrong with one photo
 * @property {string[]} conflicts keys of held photos that the server will never take, because it has others
 * @property {number | null} retryAt when the connection is tried next, null for now
 */

/** @typedef {"elsewhere" | "mismatch" | "refused" | "dropped" | "storage" | "camera" | "connecting" | "offline" | "spare" | "held" | "ready" | "aiming" | "running" |
 *   "paused" | "go-on" | "aborted" | "finishing" | "finished"} Situation */

/** Situations in which this phone photographs nothing any more, as far as is known. */
const DONE = new Set(["elsewhere", "mismatch", "refused", "dropped", "storage", "aborted", "finished"]);

/** Situations in which the next session may come, for which camera and screen are kept a while. */
const ENDED = new Set(["aborted", "finished"]);

/**
 * @param {Situation} now
 * @returns {boolean} camera and screen are not needed now, and may be soon
 */
export function restsLater(now) {
  return ENDED.has(now);
}

/**
 * @param {Situation} now
 * @returns {boolean} camera and screen are needed
 */
export function needsCamera(now) {
  return !DONE.has(now);
}

/**
 * @param {string} device
 * @returns {Model} of a page that has just been opened
 */
export function blank(device) {
  return {
    link: "connecting",
    refusal: null,
    dropped: "",
    erased: 0,
    camera: "camera_starting",
    lens: null,
    storage: "",
    device,
    name: "",
    set: null,
    state: null,
    taking: null,
    held: [],
    battery: null,
    charging: false,
    space: null,
    lasting: null,
    notice: "",
    conflicts: [],
    wasHidden: false,
    retryAt: null,
  };
}

/**
 * @param {Model} model
 * @param {string} device its id in the next session
 * @returns {Model} of a page that goes on in the next session: what was of the session before is gone
 */
export function moved(model, device) {
  const gone = { refusal: null, dropped: "", set: null, state: null, taking: null, notice: "", retryAt: null };
  return { ...model, ...gone, held: [], conflicts: [], link: "connecting", device };
}

/**
 * @param {Model} model
 * @returns {import("../types/page").KeptPhoto[]} photos that still go out
 */
export function outgoing({ held, conflicts }) {
  return held.filter(({ index, attempt }) => !conflicts.includes(`${index}/${attempt}`));
}

/**
 * @param {Model} model
 * @returns {boolean} photos may come from the phone's own camera app, so that this page needs no camera
 */
export function hasOtherCamera({ state }) {
  return Boolean(state?.by_hand?.camera_app);
}

/**
 * @param {Model} model
 * @returns {Situation}
 */
export function situation(model) {
  if (model.link === "elsewhere") return "elsewhere";
  if (model.refusal) return model.refusal.code === "index_mismatch" ? "mismatch" : "refused";
  if (model.dropped) return "dropped";
  if (model.storage) return "storage";
  const state = model.state;
  if (state?.phase === "finished" && !outgoing(model).length) return "finished";
  if (state?.phase === "aborted") return ofPhase(model, state);
  if (model.camera && model.camera !== "camera_starting" && !hasOtherCamera(model)) return "camera";
  if (model.link === "connecting" || !state)
    return model.held.length && model.link === "offline" ? "offline" : "connecting";
  if (model.link === "offline") return "offline";
  return ofPhase(model, state);
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
  if (state.paused) return "held";
  if (state.phase === "waiting") return "ready";
  if (state.phase === "aiming" || state.phase === "running") return state.phase;
  return state.reason?.device === model.device ? "go-on" : "paused";
}
