/**
 * What travels between the server and the pages: the shapes of docs/protocol.md and of the operator's REST API.
 * Times are Unix seconds, indices 1..N.
 */

export type Phase = "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";

export interface ErrorShape {
  code: string;
  message: string;
  details: Record<string, unknown>;
}
export type Answer<T = object> = ({ ok: true } & T) | { ok: false; error: ErrorShape };

export interface Reason {
  code: string;
  message: string;
  device?: string | null;
  index?: number | null;
  at: number;
}

export interface State {
  session: string;
  phase: Phase;
  reason: Reason | null;
  waits_for: string[];
  first: number;
  last: number;
  index: number | null;
  next_index: number | null;
  set: string | null;
  stored: number;
  total: number;
  rate: number | null;
  seconds_left: number | null;
}

/* ---- phone ---- */

export interface ResumePoint {
  begin: number;
  last: number;
  attempts: Record<string, number>;
}
export interface CaptureSettings {
  settle_ms: number;
  fresh_frames: number;
  frame_timeout_ms: number;
  capture_timeout_s: number;
}
export interface PhoneWelcome {
  generation: number;
  device: string;
  name: string;
  set: string | null;
  resume_point: ResumePoint | null;
  settings: CaptureSettings;
  state: State;
}
export interface CaptureCommand {
  generation: number;
  index: number;
  attempt: number;
  showing: number;
  skipped: number[];
  xray?: { path: string } | null;
  thumbnail?: ArrayBuffer | null;
  /** Instead of the session's, after a photo that did not show its x-ray. */
  settle_ms?: number | null;
  fresh_frames?: number | null;
}
export interface HeldPhoto {
  index: number;
  attempt: number;
  showing: number;
  sha256: string;
  size: number;
}
export interface CameraFacts {
  width: number;
  height: number;
  settings: Record<string, unknown>;
  taken_at: number;
}
export interface Stored {
  index: number;
  attempt: number;
  name: string;
  size: number;
}
export interface Judged {
  index: number;
  attempt: number;
  verdict: "accepted" | "rejected";
  code: string;
  detail: string;
  flag: string;
  warnings: string[];
  sentence: string;
}

/** What was found in a frame while aiming; corners in fractions of the frame, top left first, clockwise. */
export interface Aimed {
  corners: [number, number][] | null;
  code: string;
  sentence: string;
  good: boolean;
  quality: Record<string, number | null>;
  verdict: "verified" | "doubtful" | "wrong";
}

/** A photo as a phone keeps it until the server has it; the bytes lie apart. */
export interface KeptPhoto extends HeldPhoto {
  type: string;
  camera: CameraFacts;
}

/* ---- display ---- */

export interface DisplayWelcome {
  generation: number;
  device: string;
  name: string;
  state: State;
}
/** How a picture stands on the screen, in CSS px but for `natural`. */
export interface Layout {
  screen: [number, number];
  pixel_ratio: number;
  rectangle: [number, number, number, number];
  natural: [number, number];
  fullscreen: boolean;
  zoom: number;
  visible: boolean;
  covered_by: string;
}
export interface ShowCommand {
  generation: number;
  showing: number;
  index: number | null;
  url: string | null;
  next_url: string | null;
}

/* ---- operator ---- */

export interface Dataset {
  id: string;
  name: string;
  csv: string;
  data_dir: string;
  sha256: string;
  xrays: number;
  splits: Record<string, number>;
  columns: string[];
  changed: boolean;
}
/** What a kind of name may be. */
export interface NameRule {
  pattern: string;
  longest: number;
  sentence: string;
  example: string;
  reserved: string[];
  reserved_sentence: string;
}
/** The rules of forms. */
export interface Rules {
  names: { set: NameRule; folder: NameRule };
  numbers: Record<"settle_ms" | "fresh_frames" | "max_automatic_retakes", { least: number; most: number }>;
  longest: Record<"title" | "reason" | "condition" | "notes" | "reader" | "reading_note", number>;
  sets: number;
  export_name: string;
}
/** What a session takes from the server's settings where it does not choose for itself. */
export interface UsualCapture {
  settle_ms: number;
  fresh_frames: number;
  max_automatic_retakes: number;
  thumbnail: boolean;
  verification: "strict" | "flag" | "off";
}
/** One line of the list of sessions; `loose` is a pile of loose photos. */
export type SessionLine = Snapshot & { sets: string[]; loose: boolean };
export interface Checks {
  problems: { index: number; path: string; reason: string }[];
  warnings: { code: string; message: string }[];
  photos: number;
  bytes_estimate: number;
  seconds_estimate: number;
  free_bytes: number;
}
export interface Progress {
  stored: number;
  total: number;
  accepted: number;
  rejected: number;
  pending: number;
  retaken: number;
  skipped: number;
  missing: number;
  rate: number | null;
  seconds_left: number | null;
  until: number | null;
}
export interface DisplayView {
  device: string;
  name: string;
  connected: boolean;
  showing_state: "none" | "preparing" | "shown" | "black" | "broken";
  index: number | null;
  status: { width: number | null; height: number | null; fullscreen: boolean | null; wake_lock: boolean | null };
}
/** `thumbnail` is null until the photo is kept. */
export interface LastPhoto {
  index: number;
  attempt: number;
  name: string;
  state: string;
  thumbnail: string | null;
}
export interface PhoneView {
  device: string;
  name: string;
  set: string | null;
  state: "active" | "spare" | "dropped" | "revoked";
  connected: boolean;
  ready: boolean;
  code: string;
  doing: "waiting" | "asked" | "taking" | "has" | "silent" | "failed" | "spare";
  index: number | null;
  attempt: number | null;
  under_way: number;
  unjudged: number;
  waiting: number;
  battery: number | null;
  charging: boolean;
  camera: { label: string; width: number | null; height: number | null; settings: Record<string, unknown> };
  stored: number;
  missing: number;
  last_photo: LastPhoto | null;
}
export interface Snapshot {
  session: string;
  title: string;
  dataset: { id: string; name: string; xrays: number };
  phase: Phase;
  reason: Reason | null;
  waits_for: string[];
  sets: string[];
  sets_without_phone: string[];
  can: {
    aim: boolean;
    start: boolean;
    pause: boolean;
    resume: boolean;
    abort: boolean;
    export: boolean;
    start_why: string;
  };
  first: number;
  last: number;
  total: number;
  index: number | null;
  showing: number | null;
  next_index: number | null;
  conditions: Record<string, string>;
  settings: Record<string, unknown>;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  progress: Progress;
  display: DisplayView | null;
  phones: PhoneView[];
  retakes: { index: number; set: string | null; reason: string; detail: string; phone: string | null }[];
  skips: { index: number; reason: string; kept: string[] }[];
}
/** What was found in a photo's pixels; empty until it is judged, `match` null where they were not compared. */
export interface Measures {
  match?: {
    verdict: "verified" | "doubtful" | "wrong";
    code: string;
    score: number;
    inliers: number;
    blocks: number;
    reasons: string[];
    shows?: number | null;
  } | null;
  homography?: number[] | null;
  corners?: [number, number][] | null;
  quality?: Record<string, number | null>;
  warnings?: string[];
  rejections?: string[];
  sentence?: string;
}
export interface Photo {
  session: string;
  set: string;
  index: number;
  attempt: number;
  state: "pending" | "accepted" | "rejected" | "lost";
  code: string;
  detail: string;
  name: string;
  size: number;
  sha256: string;
  device: string;
  taken_at: number;
  kept_at: number;
  xray_path: string;
  thumbnail: string;
  url: string;
  flag: string;
  measures: Measures;
}
export interface Row {
  seq: number;
  at: number;
  level: "info" | "ok" | "wait" | "stop";
  kind: "photo" | "device" | "phase" | "problem" | "retake" | "skip";
  index: number | null;
  device: string | null;
  message: string;
}
export interface Strip {
  first: number;
  last: number;
  sets: Record<string, string>;
}
export interface Invitation {
  code: string;
  url: string;
  qr: string;
  expires: number;
}
/** `addresses` lead here from other machines, the one in the QR codes first; where there is none, `advice` says why. */
export interface Invitations {
  phone: Invitation;
  display: Invitation;
  addresses: string[];
  advice: string;
}
