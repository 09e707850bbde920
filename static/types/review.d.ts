/**
 * What the review page and the server say to each other: the shapes of the REST API's reviews.
 */

import type { Photo } from "./wire";

export type Choice = "usable" | "unusable";
export type Reason = "glare" | "blur" | "cut_off" | "too_dark" | "not_this_xray" | "other";

export interface Review {
  id: number;
  session: string;
  set: string;
  index: number;
  attempt: number;
  reader: string;
  at: number;
  choice: Choice;
  reasons: Reason[];
  note: string;
}
/** `mine` is this reader's choice and nobody else's. */
export interface QueuedPhoto extends Photo {
  position: number;
  picture: string;
  xray: string;
  flagged: boolean;
  mine: Review | null;
}
export interface ReaderPlace {
  reader: string;
  name: string;
  place: number;
}
export interface QueuePart {
  reader: ReaderPlace;
  total: number;
  read: number;
  usable: number;
  unread: number | null;
  start: number;
  photos: QueuedPhoto[];
}
/** What is said of a photo, before it is sent. */
export interface Answer {
  choice: Choice;
  reasons: Reason[];
  note: string;
}

export interface ReaderCounts {
  reader: string;
  name: string;
  read: number;
  usable: number;
  unusable: number;
  reasons: Record<Reason, number>;
  newest_at: number;
}
export interface Difference {
  session: string;
  set: string;
  index: number;
  attempt: number;
  choices: Choice[];
  reasons: Reason[][];
}
/** `disagreements` is null until both have read every photo; `kappa` where it does not exist. */
export interface Pair {
  readers: string[];
  both: number;
  agreed: number;
  usable: number;
  first_only: number;
  second_only: number;
  unusable: number;
  kappa: number | null;
  interval: [number, number] | null;
  disagreements: Difference[] | null;
}
export interface Agreement {
  photos: number;
  readers: ReaderCounts[];
  pairs: Pair[];
}

/** Width and height in px. */
export interface Size {
  width: number;
  height: number;
}
