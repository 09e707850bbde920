/** What only pages know; everything that the server says is in `./api`. */

import type { CameraView, ErrorShape, HeldPhoto, NewReviewBody, ReviewView, SessionSnapshot, LooseView } from "./api";

export type Phase = SessionSnapshot["phase"];
export type Reason = ReviewView["reasons"][number];
export type LooseState = LooseView["state"];

/** The acknowledgement of a message. */
export type Answer<T = object> = ({ ok: true } & T) | { ok: false; error: ErrorShape };

/** A photo's camera, as its phone keeps it. */
export interface CameraFacts extends Omit<CameraView, "label"> {
  width: number;
  height: number;
  taken_at: number;
  asked?: Record<string, unknown>;
  held?: string[];
  source?: "camera_app";
}

/** A photo as a phone keeps it until the server has it; the bytes lie apart. */
export interface KeptPhoto extends HeldPhoto {
  type: string;
  camera: CameraFacts;
}

/** What is said of a photo, before it is sent. */
export type Said = Required<Pick<NewReviewBody, "choice" | "reasons" | "note">>;

/** Width and height in px. */
export interface Size {
  width: number;
  height: number;
}
