/** Loose photos as the server gives them; docs/rest.md describes each field. */

export type LooseState = "waiting" | "assigned" | "doubtful" | "unknown" | "refused" | "left_out";

export interface Candidate {
  index: number;
  verdict: "verified" | "doubtful" | "wrong";
  code: string;
  score: number;
  inliers: number;
  path: string;
  thumbnail: string;
}

export interface LoosePhoto {
  id: number;
  file: string;
  sha256: string;
  size: number;
  state: LooseState;
  reason: string;
  sentence: string;
  index: number | null;
  attempt: number | null;
  decided_by: string;
  taken: string | null;
  camera: Record<string, unknown>;
  candidates: Candidate[];
  picture: string;
}

export interface Pile {
  id: string;
  title: string;
  dataset: string;
  set: string;
  xrays: number;
  counts: Partial<Record<LooseState, number>>;
}

export interface PileWithPhotos extends Pile {
  preparing: {
    stage: "" | "describing" | "comparing";
    done: number;
    total: number;
    seconds_left: number | null;
    stopped: boolean;
  };
  photos: LoosePhoto[];
}
