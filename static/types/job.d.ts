/** Jobs as the API and the operator's socket give them; docs/rest.md says what they mean. */

export interface JobOrder {
  dataset: string;
  pipelines: string[];
  levels: number[];
  name: string;
  split: string | null;
  first: number;
  limit: number | null;
  seed: number;
  relative: boolean;
  format: string;
  quality: number;
  truth: boolean;
  workers: number;
}
export interface JobProgress {
  made: number;
  there: number;
  failed: number;
  total: number;
  rate: number;
  seconds_left: number | null;
}
export interface Job {
  id: string;
  order: JobOrder;
  created_at: number;
  state: "waiting" | "running" | "done" | "cancelled" | "failed";
  progress: JobProgress;
  started_at: number | null;
  ended_at: number | null;
  code: string;
  message: string;
  folder: string;
}
