/* Made of the server's own declarations by `make types`; never edited by hand. */

export type JsonValue = unknown;

export interface Routes {
  "GET /health": { answer: Health };
  "GET /ca.crt": { answer: undefined };
  "GET /server": { answer: ServerView };
  "POST /server/address": { answer: ServerView; body: ChosenAddress };
  "POST /sign-in": { answer: undefined; body: SignIn };
  "POST /sign-out": { answer: undefined };
  "GET /credentials": { answer: GivenCredentials };
  "POST /credentials": { answer: GivenCredential; body: NewCredential };
  "GET /changes": { answer: Changes };
  "DELETE /credentials/*": { answer: undefined };
  "GET /datasets": { answer: KnownDatasets };
  "POST /datasets": { answer: RegisteredDataset; body: NewDataset };
  "GET /datasets/*": { answer: DatasetView };
  "GET /datasets/*/coverage": { answer: Coverage };
  "GET /datasets/*/checks": { answer: Preparing };
  "POST /datasets/*/checks": { answer: SubsetCheck; body: Subset };
  "DELETE /datasets/*/checks": { answer: undefined };
  "GET /datasets/*/xrays/*/thumbnail": { answer: undefined };
  "GET /sessions": { answer: SessionLines };
  "POST /sessions": { answer: SessionSnapshot; body: NewSession };
  "GET /sessions/*": { answer: SessionSnapshot };
  "POST /sessions/*/aim": { answer: SessionSnapshot };
  "POST /sessions/*/start": { answer: SessionSnapshot; body: Agreed };
  "POST /sessions/*/pause": { answer: SessionSnapshot };
  "POST /sessions/*/resume": { answer: SessionSnapshot; body: Agreed };
  "POST /sessions/*/abort": { answer: SessionSnapshot };
  "POST /sessions/*/shutter": { answer: SessionSnapshot };
  "POST /sessions/*/conditions": { answer: SessionSnapshot; body: Conditions };
  "POST /sessions/*/retakes": { answer: SessionSnapshot; body: NewRetake };
  "POST /sessions/*/skips": { answer: SessionSnapshot; body: NewSkip };
  "POST /sessions/*/copies-as-one": { answer: SessionSnapshot };
  "GET /sessions/*/strip": { answer: Strip };
  "GET /sessions/*/events": { answer: LogPage };
  "GET /sessions/*/events.csv": { answer: undefined };
  "GET /sessions/*/events.jsonl": { answer: undefined };
  "GET /sessions/*/xrays/*/picture": { answer: undefined };
  "GET /sessions/*/xrays/*/thumbnail": { answer: undefined };
  "GET /studies": { answer: StudyLines };
  "POST /studies": { answer: StudyView; body: NewStudy };
  "GET /studies/*": { answer: StudyView };
  "PATCH /studies/*": { answer: StudyView; body: StudyChange };
  "GET /studies/*/coverage": { answer: StudyCoverage };
  "POST /studies/*/plan": { answer: ProposedSubsets; body: SubsetsWish };
  "POST /studies/*/sample": { answer: SampleView; body: SampleWish };
  "POST /studies/*/sessions": { answer: SessionSnapshot; body: StudySessionWish };
  "POST /join": { answer: Joined; body: Join };
  "GET /sessions/*/invitations": { answer: OpenInvitations };
  "POST /sessions/*/invitations": { answer: OpenInvitations };
  "GET /sessions/*/invitations/*/qr.svg": { answer: undefined };
  "POST /sessions/*/phones/*/aim": { answer: Aimed };
  "GET /sessions/*/devices": { answer: DeviceViews };
  "DELETE /sessions/*/devices/*": { answer: SessionSnapshot };
  "POST /sessions/*/devices/*/revoke": { answer: SessionSnapshot };
  "POST /sessions/*/devices/*/replace": { answer: SessionSnapshot; body: Replacement };
  "POST /sessions/*/devices/*/swap": { answer: SessionSnapshot; body: Exchange };
  "POST /sessions/*/devices/*/pause": { answer: SessionSnapshot };
  "POST /sessions/*/devices/*/resume": { answer: SessionSnapshot };
  "GET /sessions/*/next": { answer: NextSubsetView };
  "POST /sessions/*/next": { answer: SessionSnapshot; body: NextSubset };
  "POST /sessions/*/devices/*/move": { answer: Joined };
  "GET /selftests": { answer: SelfTests };
  "POST /selftests": { answer: SelfTestView; body: SelfTest };
  "POST /selftests/bytes": { answer: Swallowed };
  "PUT /sessions/*/phones/*/photos/*/*": { answer: Receipt };
  "GET /sessions/*/photos": { answer: Photos };
  "GET /sessions/*/photos/*/*/*": { answer: undefined };
  "PUT /sessions/*/photos/*/*/*/note": { answer: PhotoView; body: PhotoNote };
  "GET /sessions/*/photos/*/*/*/picture": { answer: undefined };
  "GET /sessions/*/photos/*/*/*/thumbnail": { answer: undefined };
  "GET /sessions/*/report": { answer: undefined };
  "GET /reviews": { answer: QueuePart };
  "GET /reviews/sessions": { answer: ReadableSessions };
  "GET /reviews/agreement": { answer: AgreementView };
  "POST /reviews/undo": { answer: ReviewView; body: UndoBody };
  "GET /sessions/*/reviews": { answer: History };
  "POST /sessions/*/reviews": { answer: ReviewView; body: NewReviewBody };
  "GET /review-samples": { answer: SamplesOfImages };
  "POST /review-samples": { answer: SampleOfImages; body: NewSample };
  "GET /review-samples/*": { answer: SampleOfImages };
  "GET /review-samples/*/fitness.csv": { answer: undefined };
  "GET /review-samples/*/images/*/picture": { answer: undefined };
  "GET /review-samples/*/images/*/xray": { answer: undefined };
  "GET /review-samples/*/reviews": { answer: History };
  "POST /review-samples/*/reviews": { answer: ReviewView; body: ImageReviewBody };
  "GET /datasets/*/statistics": { answer: DatasetStatistics };
  "GET /datasets/*/statistics/file": { answer: string };
  "GET /studies/*/statistics": { answer: DatasetStatistics };
  "GET /studies/*/statistics/file": { answer: string };
  "GET /export/check": { answer: ExportCheck };
  "GET /export": { answer: undefined };
  "GET /transforms": { answer: Catalogue };
  "GET /transforms/*/parameters": { answer: DrawnParameters };
  "POST /transforms/*": {
    /**
     * A variant as JSON: its bytes and its metadata.
     */
    answer: {
      pipeline: string;
      level: number;
      seed: number;
      relative: boolean;
      version: string;
      /**
       * Transforms in order, with the parameters drawn.
       */
      steps: { [k: string]: unknown }[];
      /**
       * Takes source positions to the variant's.
       */
      homography: number[][] | null;
      /**
       * Where the source's corners went.
       */
      corners: number[][];
      source_width: number;
      source_height: number;
      width: number;
      height: number;
      format: "jpeg" | "png" | "webp";
      /**
       * The bytes, in base64.
       */
      image: string;
    };
  };
  "POST /images": {
    answer: ImageView;
    /**
     * An x-ray of a data set of this server.
     */
    body: {
      /**
       * Eight to sixteen letters and digits.
       */
      dataset: string;
      /**
       * The x-ray's row in the CSV, from 1.
       */
      index: number;
    };
  };
  "DELETE /images/*": { answer: undefined };
  "GET /images/*/variants/*": {
    /**
     * A variant as JSON: its bytes and its metadata.
     */
    answer: {
      pipeline: string;
      level: number;
      seed: number;
      relative: boolean;
      version: string;
      /**
       * Transforms in order, with the parameters drawn.
       */
      steps: { [k: string]: unknown }[];
      /**
       * Takes source positions to the variant's.
       */
      homography: number[][] | null;
      /**
       * Where the source's corners went.
       */
      corners: number[][];
      source_width: number;
      source_height: number;
      width: number;
      height: number;
      format: "jpeg" | "png" | "webp";
      /**
       * The bytes, in base64.
       */
      image: string;
    };
  };
  "POST /variants": { answer: undefined; body: Variants };
  "GET /jobs": { answer: ShownJobs };
  "POST /jobs": { answer: ShownJob; body: NewJob };
  "GET /jobs/*": { answer: JobWithFailures };
  "GET /jobs/*/failures": { answer: undefined };
  "POST /jobs/*/cancel": { answer: ShownJob };
  "POST /jobs/*/resume": { answer: ShownJob };
  "GET /evaluations": { answer: EvaluationList };
  "POST /evaluations": { answer: EvaluationView };
  "GET /evaluations/*": { answer: EvaluationView };
  "GET /evaluations/*/result": { answer: ArrayBuffer };
  "GET /evaluations/*/report": { answer: undefined };
  "GET /releases": { answer: ReleaseViews };
  "POST /releases": { answer: ReleaseView; body: NewRelease };
  "GET /releases/*": { answer: ReleaseView };
  "POST /releases/*/check": { answer: ReleaseView };
  "POST /releases/*/cancel": { answer: ReleaseView };
  "POST /releases/*/resume": { answer: ReleaseView };
  "GET /loose": { answer: Piles };
  "POST /loose": { answer: Pile; body: NewPile };
  "POST /sessions/*/loose": { answer: Pile };
  "GET /loose/*": { answer: PileWithPhotos };
  "POST /loose/*/preparing/stop": { answer: Preparing };
  "POST /loose/*/preparing/resume": { answer: Preparing };
  "POST /loose/*/copies-as-one": { answer: Pile };
  "POST /loose/*/photos": { answer: LooseView };
  "GET /loose/*/photos/*/picture": { answer: undefined };
  "POST /loose/*/photos/*/assignment": { answer: LooseView; body: Decision };
  "POST /loose/*/photos/*/left-out": { answer: LooseView; body: LeavingOut };
  "GET /challenges": { answer: Challenges };
  "POST /challenges": { answer: ChallengeView; body: NewChallenge };
  "POST /challenges/sign-in": { answer: undefined; body: ParticipantSignIn };
  "POST /challenges/sign-out": { answer: undefined };
  "GET /challenges/*": { answer: ChallengeView };
  "POST /challenges/*/close": { answer: ChallengeView };
  "GET /challenges/*/participants": { answer: ParticipantList };
  "POST /challenges/*/participants": { answer: NewParticipantView; body: NewParticipant };
  "POST /challenges/*/participants/*/revoke": { answer: ParticipantView };
  "POST /challenges/*/predictions": { answer: undefined };
  "POST /challenges/*/programs": { answer: undefined };
  "GET /challenges/*/submissions": { answer: Submissions };
  "GET /challenges/*/submissions/*": { answer: SubmissionView };
  "GET /challenges/*/leaderboard": { answer: Leaderboard };
}
/**
 * The server is up.
 */
export interface Health {
  status: string;
  version: string;
}
/**
 * Identity, data and addresses of the server.
 */
export interface ServerView {
  version: string;
  data_root: string;
  free_bytes: number;
  certificate: CertificateView | null;
  urls: string[];
  advice: string;
  settings: UsualCapture;
  rules: FormRules;
}
/**
 * Names in the server's certificate, and its expiry (Unix seconds).
 */
export interface CertificateView {
  addresses: string[];
  names: string[];
  expires: number;
}
/**
 * Every setting of the server but its token, by its name; the defaults of forms.
 */
export interface UsualCapture {
  settle_ms: number;
  fresh_frames: number;
  frame_timeout_ms: number;
  capture_timeout_s: number;
  silent_after_s: number;
  command_repeat_s: number;
  max_automatic_retakes: number;
  thumbnail: boolean;
  verification: "strict" | "flag" | "off";
  goes_on: "itself" | "asked";
  shutter_after_s: number;
  conditions_every: number;
}
/**
 * Rules that forms enforce.
 *
 * ``numbers``: limits of each capture setting and of what a display varies; ``longest``: how many characters texts
 * may have; ``sets``: the most; ``export_name``: the usual one.
 */
export interface FormRules {
  names: NameRules;
  numbers: { [k: string]: LimitsView };
  longest: { [k: string]: number };
  sets: number;
  export_name: string;
}
/**
 * The rule for each kind of name.
 */
export interface NameRules {
  set: NameRuleView;
  folder: NameRuleView;
}
/**
 * The rule for one kind of name, and the sentences that explain it.
 */
export interface NameRuleView {
  pattern: string;
  longest: number;
  sentence: string;
  example: string;
  reserved: string[];
  reserved_sentence: string;
}
/**
 * Minimum and maximum of a number, both included.
 */
export interface LimitsView {
  least: number;
  most: number;
}
/**
 * The address of this server for QR codes, one of ``urls``.
 */
export interface ChosenAddress {
  url: string;
}
/**
 * A one-time code, the operator's token, or what a reader's link holds.
 */
export interface SignIn {
  token: string;
}
/**
 * The credentials that are good now, oldest first.
 */
export interface GivenCredentials {
  credentials: CredentialView[];
}
/**
 * A credential without its secret; times in Unix seconds.
 *
 * ``last_used`` is null for one that was never used; ``current`` is the sign-in with which this was asked.
 */
export interface CredentialView {
  id: string;
  kind: "sign-in" | "token" | "link";
  scope: "operator" | "transforms" | "reviewer";
  name: string;
  created: number;
  expires: number;
  last_used: number | null;
  current: boolean;
}
/**
 * A new credential with its secret, which is told once; ``url`` is a reader's link, "" for a token.
 */
export interface GivenCredential {
  id: string;
  kind: "sign-in" | "token" | "link";
  scope: "operator" | "transforms" | "reviewer";
  name: string;
  created: number;
  expires: number;
  last_used: number | null;
  current: boolean;
  secret: string;
  url: string;
}
/**
 * A token for scripts, or a link for a reader.
 */
export interface NewCredential {
  /**
   * `operator` opens everything but these credentials, `transforms` makes variants of images that are sent along, `reviewer` is a link with which one reader reviews photos.
   */
  scope: "operator" | "transforms" | "reviewer";
  /**
   * Whose it is; a reader reviews under this name.
   */
  name: string;
  /**
   * After so many days it is void.
   */
  days?: number;
}
/**
 * The newest changes, newest first.
 */
export interface Changes {
  changes: Change[];
}
/**
 * A request that changed something, or tried to.
 *
 * Attributes:
 *     at: When, in Unix seconds.
 *     who: The role.
 *     name: Whose token or link it was; "" for the operator's own.
 *     credential: Its id, as the list of credentials has it.
 *     address: Where the request came from.
 *     did: Method and route.
 *     status: What the server answered.
 */
export interface Change {
  at: number;
  who: string;
  name: string;
  credential: string;
  address: string;
  did: string;
  status: number;
}
/**
 * All registered data sets, and the names of those still being prepared.
 */
export interface KnownDatasets {
  datasets: DatasetView[];
  preparing: string[];
}
/**
 * A registered data set; ``changed`` once its CSV is no longer the one that was registered.
 */
export interface DatasetView {
  id: string;
  name: string;
  csv: string;
  data_dir: string;
  sha256: string;
  xrays: number;
  splits: { [k: string]: number };
  columns: string[];
  changed: boolean;
}
/**
 * A data set with its warnings.
 */
export interface RegisteredDataset {
  id: string;
  name: string;
  csv: string;
  data_dir: string;
  sha256: string;
  xrays: number;
  splits: { [k: string]: number };
  columns: string[];
  changed: boolean;
  warnings: Notice[];
}
/**
 * A warning before the start that does not prevent it.
 */
export interface Notice {
  code: string;
  message: string;
}
/**
 * A CheXpert-format CSV on the server's disk and the folder its paths begin in.
 */
export interface NewDataset {
  name: string;
  csv: string;
  data_dir: string;
}
/**
 * The ranges of indices of which each set has accepted or pending photos.
 */
export interface Coverage {
  sets: { [k: string]: [number, number][] };
}
/**
 * Progress of the x-rays: those described, then pairs compared; zeros when idle.
 *
 * ``stopped`` is true where somebody stopped it; photos then wait.
 */
export interface Preparing {
  stage: "" | "describing" | "comparing";
  done: number;
  total: number;
  seconds_left: number | null;
  stopped: boolean;
}
/**
 * Results of the check of a subset before its session.
 */
export interface SubsetCheck {
  problems: XrayProblem[];
  warnings: Notice[];
  photos: number;
  bytes_estimate: number;
  seconds_estimate: number;
  free_bytes: number;
}
/**
 * An x-ray that cannot be shown, and the reason.
 */
export interface XrayProblem {
  index: number;
  path: string;
  reason: string;
}
/**
 * A range of x-rays and the sets that are to be filled with photos of it.
 */
export interface Subset {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  first: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  last: number;
  /**
   * Items: Becomes the folder `natural/<set>/`.
   */
  sets: string[];
  /**
   * Phones on tripods that the server triggers, a person with a phone at a display (`by_hand`), films on a light box without a display (`film`), of which the data set need not have the x-rays, or a display that a person turns, without phones (`presenter`).
   */
  capture?: "automatic" | "by_hand" | "film" | "presenter";
}
/**
 * A page of the sessions, newest first.
 */
export interface SessionLines {
  sessions: SessionLine[];
  /**
   * The `after` of the next page; null: there are no more.
   */
  next: string | null;
}
/**
 * One line of the list of sessions.
 */
export interface SessionLine {
  session: string;
  title: string;
  dataset: DatasetName;
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  reason: PauseReason | null;
  first: number;
  last: number;
  total: number;
  sets: string[];
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  progress: Progress;
  /**
   * It is a pile of loose photos: nobody captured it.
   */
  loose: boolean;
}
/**
 * A data set's name, and its number of x-rays.
 */
export interface DatasetName {
  id: string;
  name: string;
  xrays: number;
}
/**
 * The reason of a pause or an abort, in words.
 */
export interface PauseReason {
  code: string;
  message: string;
  device: string | null;
  index: number | null;
  at: number;
}
/**
 * Counts of photos over the sets, the rate, and the time left; a set that nobody fills is missing.
 *
 * ``stored``: with a stored photo that was not rejected; of those ``accepted``, ``pending`` (not judged) and
 * ``retaken`` (taken again at least once).  ``total``: x-rays times sets.  ``rejected``: photos rejected, all
 * attempts.  ``missing``: neither stored nor skipped.  ``rate``: x-rays a minute over the last minute, null before
 * ten; ``seconds_left`` at that rate, ``until`` when.
 */
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
/**
 * A session as the console shows it.
 */
export interface SessionSnapshot {
  session: string;
  title: string;
  capture: "automatic" | "by_hand" | "film" | "presenter";
  by_hand: ByHandView | null;
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  reason: PauseReason | null;
  waits_for: string[];
  can: Allowed;
  first: number;
  last: number;
  total: number;
  index: number | null;
  showing: number | null;
  next_index: number | null;
  sets: string[];
  sets_without_phone: string[];
  conditions: { [k: string]: string };
  settings: SessionSettings;
  display_variation: DisplayVariationView;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  progress: Progress;
  display: DisplayView | null;
  phones: PhoneView[];
  retakes: RetakeView[];
  skips: SkipView[];
  follows: string | null;
  by_itself: boolean;
  copies: number[][];
  dataset: DatasetName;
}
/**
 * Actions open now to a person who takes the photos; null in a session that runs by itself.
 *
 * ``stays`` is the x-ray that waits for Next; ``ask_conditions``: enough photos were taken to ask what has changed.
 */
export interface ByHandView {
  stays: number | null;
  ask_conditions: boolean;
}
/**
 * Operator actions that are currently allowed, and why start is not.
 */
export interface Allowed {
  aim: boolean;
  start: boolean;
  pause: boolean;
  resume: boolean;
  abort: boolean;
  export: boolean;
  start_why: string;
}
/**
 * Settings for care and patience in capture, see `capture.plan.CaptureSettings`.
 */
export interface SessionSettings {
  settle_ms: number;
  fresh_frames: number;
  frame_timeout_ms: number;
  capture_timeout_s: number;
  silent_after_s: number;
  command_repeat_s: number;
  max_automatic_retakes: number;
  thumbnail: boolean;
  verification: "strict" | "flag" | "off";
  goes_on: "itself" | "asked";
  shutter_after_s: number;
  conditions_every: number;
}
/**
 * Limits of the display's variation, see `capture.plan.DisplayVariation`.
 */
export interface DisplayVariationView {
  seed: number;
  colour_temperature_k: number;
  dimming_percent: number;
  cursor_percent: number;
  background_percent: number;
  shift_percent: number;
  shrink_percent: number;
}
/**
 * The display of a session, or the newest invited one that has not connected yet.
 */
export interface DisplayView {
  device: string;
  name: string;
  connected: boolean;
  showing_state: "none" | "preparing" | "shown" | "black" | "broken";
  index: number | null;
  status: ScreenView;
}
/**
 * A display's screen in CSS pixels; null until reported.
 */
export interface ScreenView {
  width: number | null;
  height: number | null;
  fullscreen: boolean | null;
  wake_lock: boolean | null;
}
/**
 * A phone's state, activity and newest photo.
 */
export interface PhoneView {
  device: string;
  name: string;
  set: string | null;
  state: "active" | "paused" | "spare" | "dropped" | "revoked";
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
  space: number | null;
  lasting: boolean | null;
  camera: CameraView;
  stored: number;
  missing: number;
  last_photo: LastPhoto | null;
}
/**
 * A phone's camera, as its browser reports it.
 */
export interface CameraView {
  label: string;
  width: number | null;
  height: number | null;
  settings: { [k: string]: unknown };
}
/**
 * A phone's newest photo; ``thumbnail`` is null until it is stored.
 */
export interface LastPhoto {
  index: number;
  attempt: number;
  name: string;
  state: "captured" | "pending" | "accepted" | "rejected" | "lost";
  thumbnail: string | null;
}
/**
 * An x-ray that is to be photographed again.
 */
export interface RetakeView {
  index: number;
  set: string;
  reason: string;
  detail: string;
  phone: string | null;
}
/**
 * An x-ray that is not photographed, the reason, and the sets that keep a photo of it.
 */
export interface SkipView {
  index: number;
  reason: string;
  kept: string[];
}
/**
 * All parameters of a session.
 */
export interface NewSession {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  first: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  last: number;
  /**
   * Items: Becomes the folder `natural/<set>/`.
   */
  sets: string[];
  /**
   * Phones on tripods that the server triggers, a person with a phone at a display (`by_hand`), films on a light box without a display (`film`), of which the data set need not have the x-rays, or a display that a person turns, without phones (`presenter`).
   */
  capture?: "automatic" | "by_hand" | "film" | "presenter";
  title?: string;
  /**
   * Eight to sixteen letters and digits.
   */
  dataset: string;
  /**
   * The study it belongs to; without it, the oldest of the data set.
   */
  study?: string | null;
  /**
   * Only these x-rays of `first` to `last`, rising.
   */
  indices?: number[] | null;
  conditions?: Conditions;
  settings?: SettingsChosen;
  display_variation?: VariationChosen;
  /**
   * Photograph x-rays again that a set already has.
   */
  overlap?: boolean;
  /**
   * Treat x-rays that content cannot tell apart as one: file what was shown, without a flag.
   */
  copies_as_one?: boolean;
}
/**
 * The constant circumstances of a session, in the operator's words.
 */
export interface Conditions {
  room?: string;
  room_light?: string;
  window_blinds?: string;
  phone_orientation?: string;
  tripod_position?: string;
  cursor?: string;
  monitor_colour_temperature?: string;
  screen_finish?: string;
  notes?: string;
}
/**
 * Settings of one session; an omitted one keeps the server's default.
 */
export interface SettingsChosen {
  /**
   * Wait before the shutter, ms.
   */
  settle_ms?: number | null;
  /**
   * New camera frames to wait for.
   */
  fresh_frames?: number | null;
  /**
   * Retakes of one x-ray that the server orders by itself before it asks the operator.
   */
  max_automatic_retakes?: number | null;
  /**
   * Show the expected x-ray, small, on the phone.
   */
  thumbnail?: boolean | null;
  /**
   * What happens to a photo that does not show its x-ray: rejected and taken again, kept and flagged, or nothing.
   */
  verification?: ("strict" | "flag" | "off") | null;
  /**
   * By hand and films: to the next x-ray by itself, or when asked to.
   */
  goes_on?: ("itself" | "asked") | null;
  /**
   * By hand and films: the phone takes its photo after so many s; 0 leaves it to people.
   */
  shutter_after_s?: number | null;
  /**
   * By hand and films: photos after which the conditions are asked for again; 0: never.
   */
  conditions_every?: number | null;
}
/**
 * Limits within which the display varies from x-ray to x-ray; 0 is not at all.
 */
export interface VariationChosen {
  /**
   * Decides what is drawn for each x-ray.
   */
  seed?: number;
  /**
   * Warmer or colder than 6500 K by at most so much.
   */
  colour_temperature_k?: number;
  /**
   * Darker by at most so much.
   */
  dimming_percent?: number;
  /**
   * Share of x-rays with a mouse pointer drawn on the screen.
   */
  cursor_percent?: number;
  /**
   * Grey around the x-ray, from black to at most so much of white.
   */
  background_percent?: number;
  /**
   * Off the centre by at most so much of the screen.
   */
  shift_percent?: number;
  /**
   * Smaller by at most so much.
   */
  shrink_percent?: number;
}
/**
 * Confirmations for a start or resume; without a body, none.
 */
export interface Agreed {
  /**
   * Sets that may stay empty although they have no phone.
   *
   * Items: Becomes the folder `natural/<set>/`.
   */
  without?: string[];
}
/**
 * An x-ray to photograph again, in one set or in all.
 */
export interface NewRetake {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  set?: string | null;
  detail?: string;
}
/**
 * An x-ray to exclude, and the reason.
 */
export interface NewSkip {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  detail: string;
}
/**
 * One letter per index and set.
 *
 * ``.`` missing, ``u`` under way, ``s`` stored, ``a`` accepted, ``r`` rejected and to be retaken, ``k`` skipped;
 * ``S`` and ``A`` where the photo is a retake.
 */
export interface Strip {
  first: number;
  last: number;
  sets: { [k: string]: string };
}
/**
 * A page of a session's log, oldest first.
 */
export interface LogPage {
  events: LogRow[];
}
/**
 * One line of a session's log.
 */
export interface LogRow {
  seq: number;
  at: number;
  level: "info" | "ok" | "wait" | "stop";
  kind: "photo" | "device" | "phase" | "problem" | "retake" | "skip";
  index: number | null;
  device: string | null;
  message: string;
}
/**
 * All studies, newest first.
 */
export interface StudyLines {
  studies: StudyLine[];
}
/**
 * One line of the list of studies.
 */
export interface StudyLine {
  id: string;
  name: string;
  dataset: DatasetName;
  created_at: number;
  sessions: number;
  xrays: number;
  stored: number;
  refused: number;
}
/**
 * A study with its plan; ``edits`` counts the changes of it.
 */
export interface StudyView {
  id: string;
  name: string;
  dataset: DatasetName;
  created_at: number;
  edits: number;
  sets: StudySetView[];
}
/**
 * A set of a study; ``indices`` are its x-rays where they are a sample, null where they are all of the range.
 */
export interface StudySetView {
  name: string;
  first: number;
  last: number;
  indices: number[] | null;
  xrays: number;
  capture: "automatic" | "by_hand" | "film" | "presenter";
  subset_size: number;
  subsets: PlannedSubsetView[];
}
/**
 * Some consecutive x-rays of a set, and the conditions planned for them.
 */
export interface PlannedSubsetView {
  first: number;
  last: number;
  conditions: { [k: string]: string };
}
/**
 * A new study of a data set; sets may be planned later.
 */
export interface NewStudy {
  name: string;
  /**
   * Eight to sixteen letters and digits.
   */
  dataset: string;
  sets?: SetWish[];
}
/**
 * A set of a study: all x-rays of a range, or a sample of it.
 */
export interface SetWish {
  /**
   * Becomes the folder `natural/<set>/`.
   */
  name: string;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  first: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  last: number;
  /**
   * Its x-rays where they are a sample, rising.
   */
  indices?: number[] | null;
  capture?: "automatic" | "by_hand" | "film" | "presenter";
  subset_size?: number;
  subsets?: SubsetWish[];
}
/**
 * Some consecutive x-rays of a set, and the conditions planned for them.
 */
export interface SubsetWish {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  first: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  last: number;
  conditions?: Conditions;
}
/**
 * Changes of a study; what is left out stays.
 *
 * With ``edits`` as it was read, a change is refused where somebody else made one meanwhile.
 */
export interface StudyChange {
  name?: string | null;
  sets?: SetWish[] | null;
  edits?: number | null;
}
/**
 * Photos that a study has and lacks.
 */
export interface StudyCoverage {
  sets: SetCoverageView[];
  sessions: StudySession[];
  conditions: ConditionView[];
  retakes: StudyRetake[];
}
/**
 * A set; one letter for each x-ray of its range, as in a strip, and a space for one outside its sample.
 */
export interface SetCoverageView {
  xrays: number;
  stored: number;
  accepted: number;
  refused: number;
  skipped: number;
  missing: number;
  retaken: number;
  reviewed: number;
  name: string;
  first: number;
  last: number;
  letters: string;
  planned: boolean;
  subsets: SubsetCoverage[];
}
/**
 * A subset of a set, its state, and the sessions over it, newest first.
 */
export interface SubsetCoverage {
  xrays: number;
  stored: number;
  accepted: number;
  refused: number;
  skipped: number;
  missing: number;
  retaken: number;
  reviewed: number;
  number: number;
  first: number;
  last: number;
  state: "complete" | "open" | "retake" | "begun" | "free";
  conditions: { [k: string]: string };
  sessions: string[];
}
/**
 * A session of a study.
 */
export interface StudySession {
  session: string;
  title: string;
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  sets: string[];
  first: number;
  last: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  conditions: { [k: string]: string };
}
/**
 * Numbers of x-rays for which a value of a condition is planned and has photos.
 */
export interface ConditionView {
  condition: string;
  value: string;
  planned: number;
  stored: number;
  sets: { [k: string]: number };
}
/**
 * An x-ray to be photographed again; ``why``: its photos were rejected, or every reader calls it unusable.
 */
export interface StudyRetake {
  set: string;
  index: number;
  session: string;
  attempt: number;
  why: "refused" | "unusable";
  detail: string;
  thumbnail: string;
}
/**
 * Subsets for a set, not yet stored.
 */
export interface ProposedSubsets {
  subsets: PlannedSubsetView[];
}
/**
 * Wish for subsets: x-rays, the size of a subset, and the values of each condition.
 */
export interface SubsetsWish {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  first: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  last: number;
  indices?: number[] | null;
  subset_size?: number;
  /**
   * The values of each condition, as in a session; every one is used equally often.
   */
  values?: { [k: string]: string[] };
  seed?: number;
}
/**
 * The x-rays of a sample, in order.
 */
export interface SampleView {
  indices: number[];
}
/**
 * A sample to be read from a CSV of indices or paths, or to be drawn.
 */
export interface SampleWish {
  csv?: string;
  /**
   * How many to draw, without a CSV.
   */
  count?: number | null;
  unit?: "patients" | "xrays";
  seed?: number;
}
/**
 * A session of a study: over a subset, or over the x-rays to be retaken (of a subset, or of the whole set).
 */
export interface StudySessionWish {
  /**
   * The sets to be filled, one phone each; the subset is of the first.
   *
   * Items: Becomes the folder `natural/<set>/`.
   */
  sets: string[];
  /**
   * Its number, from 1.
   */
  subset?: number | null;
  /**
   * Only x-rays that have to be taken again.
   */
  retakes?: boolean;
  /**
   * Photograph x-rays again that the set already has.
   */
  overlap?: boolean;
  /**
   * Instead of those planned for the subset.
   */
  conditions?: Conditions | null;
}
/**
 * The device's identity; its credential comes as a cookie.
 */
export interface Joined {
  role: "phone" | "display";
  session: string;
  device: string;
  page: string;
}
/**
 * An invitation's code and the device's name.
 */
export interface Join {
  code: string;
  name?: string;
}
/**
 * The open invitations of a session.
 */
export interface OpenInvitations {
  phone: InvitationView;
  display: InvitationView;
  /**
   * Where other machines reach the server, the one in the QR codes first; empty: nowhere.
   */
  addresses: string[];
  /**
   * Why no other machine reaches the server and what to do; else empty.
   */
  advice: string;
}
/**
 * A code to type, the address in its QR, and their expiry.
 */
export interface InvitationView {
  code: string;
  url: string;
  qr: string;
  expires: number;
}
/**
 * Position of the x-ray in a frame, and advice.
 */
export interface Aimed {
  /**
   * Top left, top right, bottom right, bottom left, as shares of the frame's width and height.
   */
  corners: [number, number][] | null;
  code: string;
  side?: string;
  degrees?: number;
  sentence: string;
  good: boolean;
  quality: { [k: string]: number | string };
  verdict: "verified" | "doubtful" | "wrong";
}
/**
 * The phones and the display of a session, as in its snapshot.
 */
export interface DeviceViews {
  display: DisplayView | null;
  phones: PhoneView[];
}
/**
 * The spare phone that takes over place and set.
 */
export interface Replacement {
  /**
   * Eight to sixteen letters and digits.
   */
  with: string;
}
/**
 * The phone of the same session whose place is taken, and which takes the place left.
 */
export interface Exchange {
  /**
   * Eight to sixteen letters and digits.
   */
  with: string;
}
/**
 * The x-rays of the next subset, or the session that has it already; all null where no x-ray is left.
 *
 * ``conditions``: those that are planned to be others than in this session.
 */
export interface NextSubsetView {
  session: string | null;
  first: number | null;
  last: number | null;
  conditions: { [k: string]: string };
}
/**
 * Differences of the session over the next subset; without a body, its x-rays and nothing else.
 */
export interface NextSubset {
  first?: number | null;
  last?: number | null;
  conditions?: Conditions | null;
  /**
   * Photograph x-rays again that a set already has.
   */
  overlap?: boolean;
}
/**
 * The newest results, newest first.
 */
export interface SelfTests {
  tests: SelfTestView[];
}
/**
 * Features that a device's browser reports; null where it did not say.
 */
export interface SelfTestView {
  at: number;
  name: string;
  browser: string;
  secure: boolean;
  cameras: string[];
  largest: [number, number] | null;
  photo: TestPhotoView | null;
  frame_callbacks: boolean;
  frames_per_second: number | null;
  wake_lock: boolean;
  storage: boolean;
  quota: number | null;
  web_socket: boolean;
  clock_offset_ms: number | null;
  upload_ms: number | null;
}
/**
 * The size of a photo, and the time in ms that it took.
 */
export interface TestPhotoView {
  way: "takePhoto" | "frame";
  width: number;
  height: number;
  bytes: number;
  ms: number;
}
/**
 * Features that a browser reports; null where it did not say.
 */
export interface SelfTest {
  name?: string;
  browser: string;
  secure: boolean;
  cameras: string[];
  largest?: [number, number] | null;
  photo?: TestPhoto | null;
  frame_callbacks: boolean;
  frames_per_second?: number | null;
  wake_lock: boolean;
  storage: boolean;
  quota?: number | null;
  web_socket: boolean;
  clock_offset_ms?: number | null;
  upload_ms?: number | null;
}
/**
 * The photo that the device took of whatever was before it; only its size is reported.
 */
export interface TestPhoto {
  way: "takePhoto" | "frame";
  width: number;
  height: number;
  bytes: number;
  ms: number;
}
/**
 * Number of bytes that arrived and were forgotten, and the server's time (Unix seconds).
 */
export interface Swallowed {
  bytes: number;
  at: number;
}
/**
 * The acknowledgement of an upload: stored, not yet filed.
 */
export interface Receipt {
  index: number;
  attempt: number;
  name: string;
  sha256: string;
  size: number;
  state: "pending" | "accepted" | "rejected" | "lost";
}
/**
 * A page of photos, newest first.
 */
export interface Photos {
  photos: PhotoView[];
}
/**
 * One stored photo and its verdict; ``id`` increases with the time of the capture.
 */
export interface PhotoView {
  id: number;
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
  taken_at: number | null;
  kept_at: number | null;
  xray_path: string;
  /**
   * Why a person should look at an accepted photo; empty for no reason.
   */
  flag: string;
  measures: Measures;
  /**
   * What a person noted on the photo; empty for nothing.
   */
  note: string;
  thumbnail: string;
  url: string;
}
/**
 * Results of verification; empty before the verdict, without a match where pixels were not compared.
 */
export interface Measures {
  format?: string;
  width?: number;
  height?: number;
  orientation?: number;
  match?: MatchView | null;
  homography?: number[] | null;
  corners?: number[][] | null;
  quality?: { [k: string]: number | string | null };
  warnings?: string[];
  rejections?: string[];
  sentence?: string;
  display?: VariationView;
}
/**
 * Agreement of a photo with its x-ray, see `matching.Match`; ``shows`` is the x-ray shown instead.
 */
export interface MatchView {
  verdict: "verified" | "doubtful" | "wrong";
  code: string;
  score: number;
  inliers: number;
  blocks: number;
  inside?: number;
  reasons: string[];
  shows?: number | null;
}
/**
 * Appearance of an x-ray, see `capture.state.variation.Variation`.
 */
export interface VariationView {
  colour_temperature_k: number;
  brightness: number;
  background: number;
  cursor_x: number | null;
  cursor_y: number | null;
  shift_x: number;
  shift_y: number;
  size: number;
}
/**
 * A note on a photo; an empty one removes it.
 */
export interface PhotoNote {
  note: string;
}
/**
 * A part of one reader's queue, and their progress.
 */
export interface QueuePart {
  reader: ReaderPlace;
  total: number;
  read: number;
  usable: number;
  unread: number | null;
  start: number;
  photos: QueuedPhoto[];
}
/**
 * A reader, and their ordinal in these sessions.
 */
export interface ReaderPlace {
  reader: string;
  name: string;
  place: number;
}
/**
 * A photo to review, beside its x-ray; ``mine`` is this reader's own choice.
 *
 * An image of a sample has the sample's id as its session, and its place in the sample as its index.
 */
export interface QueuedPhoto {
  id: number;
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
  taken_at: number | null;
  kept_at: number | null;
  xray_path: string;
  /**
   * Why a person should look at an accepted photo; empty for no reason.
   */
  flag: string;
  measures: Measures;
  /**
   * What a person noted on the photo; empty for nothing.
   */
  note: string;
  thumbnail: string;
  url: string;
  kind: "photo" | "image";
  position: number;
  picture: string;
  xray: string;
  flagged: boolean;
  mine: ReviewView | null;
}
/**
 * A choice in force.
 */
export interface ReviewView {
  id: number;
  session: string;
  set: string;
  index: number;
  attempt: number;
  reader: string;
  at: number;
  choice: "usable" | "unusable";
  reasons: ("glare" | "blur" | "cut_off" | "too_dark" | "not_this_xray" | "other")[];
  note: string;
}
/**
 * A page of the sessions with accepted photos, newest first.
 */
export interface ReadableSessions {
  sessions: ReadableSession[];
  /**
   * The `after` of the next page; null: there are no more.
   */
  next: string | null;
}
/**
 * A session with accepted photos, as a reader chooses it.
 */
export interface ReadableSession {
  session: string;
  title: string;
  sets: string[];
  first: number;
  last: number;
  created_at: number;
  accepted: number;
}
/**
 * Readers' counts and agreement over a selection of photos.
 */
export interface AgreementView {
  photos: number;
  readers: ReaderCounts[];
  pairs: PairAgreement[];
}
/**
 * One reader's counts.
 */
export interface ReaderCounts {
  reader: string;
  name: string;
  read: number;
  usable: number;
  unusable: number;
  reasons: { [k: string]: number };
  newest_at: number;
}
/**
 * Two readers: their two-by-two table, Cohen's kappa and its 95 % interval (each null where undefined).
 *
 * ``disagreements`` is null until both have read every photo.
 */
export interface PairAgreement {
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
/**
 * A photo that two readers judge differently.
 */
export interface Difference {
  session: string;
  set: string;
  index: number;
  attempt: number;
  choices: ("usable" | "unusable")[];
  reasons: ("glare" | "blur" | "cut_off" | "too_dark" | "not_this_xray" | "other")[][];
}
/**
 * The reader whose newest choice is undone, and the sessions concerned.
 */
export interface UndoBody {
  /**
   * The reader's name; case, spaces and dots do not matter.
   */
  reader: string;
  /**
   * Sessions, or samples of images.
   *
   * Items: Eight to sixteen letters and digits.
   */
  sessions: string[];
}
/**
 * All choices about a session's photos, oldest first.
 */
export interface History {
  reviews: HistoryRow[];
}
/**
 * A row of the history: a choice, or the undo of one (``undoes`` is its ``id``).
 */
export interface HistoryRow {
  id: number;
  session: string;
  set: string;
  index: number;
  attempt: number;
  reader: string;
  at: number;
  choice: "usable" | "unusable";
  reasons: ("glare" | "blur" | "cut_off" | "too_dark" | "not_this_xray" | "other")[];
  note: string;
  name: string;
  undoes: number | null;
  undone: boolean;
}
/**
 * A choice about a photo.
 */
export interface NewReviewBody {
  /**
   * The reader's name; case, spaces and dots do not matter.
   */
  reader: string;
  choice: "usable" | "unusable";
  /**
   * Why it is not usable; at least one then.
   */
  reasons?: ("glare" | "blur" | "cut_off" | "too_dark" | "not_this_xray" | "other")[];
  note?: string;
  /**
   * Becomes the folder `natural/<set>/`.
   */
  set: string;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
}
/**
 * All samples, newest first.
 */
export interface SamplesOfImages {
  samples: SampleLine[];
}
/**
 * A sample of images, drawn by its seed: ``each`` images of every set.
 */
export interface SampleLine {
  id: string;
  name: string;
  folder: string;
  dataset: string;
  each: number;
  seed: number;
  created_at: number;
  images: number;
  sets: string[];
}
/**
 * A sample, and what its readers found fit for diagnosis by set, and so by transform and level.
 */
export interface SampleOfImages {
  id: string;
  name: string;
  folder: string;
  dataset: string;
  each: number;
  seed: number;
  created_at: number;
  images: number;
  sets: string[];
  fitness: FitnessShare[];
}
/**
 * Share that readers found fit for diagnosis, of one set and level; the interval is Wilson's, 95 %.
 */
export interface FitnessShare {
  set: string;
  pipeline: string;
  level: number | null;
  images: number;
  read: number;
  fit: number;
  share: number | null;
  interval: number[] | null;
}
/**
 * Images to be drawn from a data set on the server's disk.
 */
export interface NewSample {
  name: string;
  /**
   * The folder with `train.csv`, `valid.csv` or `test.csv`.
   */
  folder: string;
  /**
   * The data set of the x-rays that the images were made from.
   */
  dataset: string;
  /**
   * How many images of each set.
   */
  each?: number;
  /**
   * The same seed draws the same images.
   */
  seed?: number;
  /**
   * Sets to draw from, as `synthetic/digital-2`; none: all.
   */
  sets?: string[];
}
/**
 * A choice about an image of a sample.
 */
export interface ImageReviewBody {
  /**
   * The reader's name; case, spaces and dots do not matter.
   */
  reader: string;
  choice: "usable" | "unusable";
  /**
   * Why it is not usable; at least one then.
   */
  reasons?: ("glare" | "blur" | "cut_off" | "too_dark" | "not_this_xray" | "other")[];
  note?: string;
  /**
   * The image's place in the sample, from 1.
   */
  number: number;
}
/**
 * The statistics of a data set or study.
 */
export interface DatasetStatistics {
  name: string;
  unit: "studies" | "images";
  blank: "negative" | "apart";
  parts: PartStatistics[];
  fitness: FitnessShare[];
}
/**
 * One set of a split, or all its sets.
 */
export interface PartStatistics {
  split: string;
  set: string;
  patients: number;
  studies: number;
  images: number;
  conflicting_studies: number;
  observations: ObservationShares[];
  sex: { [k: string]: number };
  age: { [k: string]: number };
  view: { [k: string]: number };
  facts: { [k: string]: { [k: string]: number } };
}
/**
 * The labels of one observation.
 */
export interface ObservationShares {
  observation: string;
  labels: LabelShare[];
}
/**
 * Share of a label: ``positive``, ``uncertain``, ``negative`` or ``blank``.
 */
export interface LabelShare {
  label: string;
  count: number;
  percent: number;
}
/**
 * The contents of an export.
 */
export interface ExportCheck {
  photos: number;
  rectified: number;
  sets: { [k: string]: number };
  splits: { [k: string]: number };
  problems: ExportProblem[];
}
/**
 * An obstacle to an export, or a warning.
 */
export interface ExportProblem {
  code: string;
  message: string;
  details: { [k: string]: unknown };
}
/**
 * All transforms, and the version that decides their pixels.
 */
export interface Catalogue {
  version: string;
  recipes: Recipe[];
  transforms: TransformInfo[];
}
/**
 * A named pipeline.
 */
export interface Recipe {
  name: string;
  pipeline: string;
}
/**
 * One transform.
 */
export interface TransformInfo {
  name: string;
  summary: string;
  levels: number[];
  /**
   * `same` kind as what goes in, or `rgb8`.
   */
  output: string;
  /**
   * Switches, written after the name: `rotation.keep_size`.
   */
  options: string[];
  /**
   * JSON schema of the parameters that are drawn.
   */
  parameters: { [k: string]: unknown };
}
/**
 * Parameters drawn for each transform of a pipeline, in order.
 */
export interface DrawnParameters {
  pipeline: string;
  steps: { [k: string]: unknown }[];
}
/**
 * A stored image.
 */
export interface ImageView {
  id: string;
  width: number;
  height: number;
  format: string;
}
/**
 * Many variants of one image: every pipeline at every level with every seed.
 */
export interface Variants {
  /**
   * SHA-256 of the image's bytes.
   */
  image: string;
  /**
   * Items: Transforms in order, joined by `+`, or a recipe: `photographic`, `glare_matte+moire+tilt`.
   */
  pipelines: string[];
  /**
   * Items: 1 (the paper's) to 4 (strongest).
   */
  levels?: number[];
  /**
   * Items: The same seed gives the same bytes.
   */
  seeds?: number[];
  format?: "jpeg" | "png" | "webp";
  quality?: number;
  width?: number | null;
  relative?: boolean;
}
/**
 * All jobs, newest first.
 */
export interface ShownJobs {
  jobs: ShownJob[];
}
/**
 * A job as the API gives it.
 *
 * Attributes:
 *     folder: Where the data set lies on the server's disk.
 */
export interface ShownJob {
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
/**
 * The data set to make.
 *
 * Attributes:
 *     dataset: Id of the data set.
 *     pipelines: As `transforms.Pipeline` reads them, in order.
 *     levels: Each pipeline is made at each.
 *     name: Of the data set that is made: its top folder.
 *     split: Put everything into this one; None takes each x-ray's own.
 *     first: Index of the first x-ray.
 *     limit: Most x-rays to work on.
 *     seed: Of all randomness.
 *     relative: Scale sizes that the paper gives in pixels with each x-ray.
 *     format: How pixels are written.
 *     quality: Of JPEG and WebP.
 *     truth: Write ground truth beside each image.
 *     workers: How many processes.
 */
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
  format: "jpeg" | "png" | "webp";
  quality: number;
  truth: boolean;
  workers: number;
}
/**
 * Progress of a job; the counts are of images.
 *
 * Attributes:
 *     made: In this run.
 *     there: Made in runs before.
 *     failed: Could not be made.
 *     total: All that there will be when nothing fails.
 *     rate: Images a second.
 *     seconds_left: At that rate; None while there is none.
 */
export interface JobProgress {
  made: number;
  there: number;
  failed: number;
  total: number;
  rate: number;
  seconds_left: number | null;
}
/**
 * A data set of synthetic photos to make: every pipeline at every level.
 */
export interface NewJob {
  /**
   * Eight to sixteen letters and digits.
   */
  dataset: string;
  /**
   * Items: Transforms in order, joined by `+`, or a recipe: `photographic`, `glare_matte+moire+tilt`.
   */
  pipelines: string[];
  /**
   * Items: 1 (the paper's) to 4 (strongest).
   */
  levels?: number[];
  /**
   * Of the data set that is made.
   */
  name?: string;
  /**
   * Put everything into this split; without it, into each x-ray's own.
   */
  split?: ("train" | "valid" | "test") | null;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  first?: number;
  /**
   * Most x-rays to work on.
   */
  limit?: number | null;
  /**
   * The same seed gives the same bytes.
   */
  seed?: number;
  /**
   * Scale sizes that the paper gives in pixels with each x-ray.
   */
  relative?: boolean;
  format?: "jpeg" | "png" | "webp";
  /**
   * Of JPEG and WebP.
   */
  quality?: number;
  /**
   * Write homography, displacement and masks beside each image.
   */
  truth?: boolean;
  /**
   * Processes; without it, as many as cores but one.
   */
  workers?: number | null;
}
/**
 * A job with the first thousand failures of its latest run.
 */
export interface JobWithFailures {
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
  failures: Failure[];
}
/**
 * An x-ray of which something could not be made.
 */
export interface Failure {
  row: number;
  path: string;
  reason: string;
}
/**
 * All evaluations, newest first.
 */
export interface EvaluationList {
  evaluations: EvaluationView[];
}
/**
 * An evaluation as the API gives it.
 *
 * Attributes:
 *     id: Eight characters.
 *     order: What was asked for.
 *     created_at: Unix seconds.
 *     state: ``waiting``, ``running``, ``done`` or ``failed``.
 *     message: Why it failed, for people.
 *     problems: What exactly, such as rows of the predictions; the first of them.
 */
export interface EvaluationView {
  id: string;
  order: EvaluationOrder;
  created_at: number;
  state: "waiting" | "running" | "done" | "failed";
  message: string;
  problems: string[];
}
/**
 * Order of an evaluation.
 *
 * Attributes:
 *     name: Of the model.
 *     dataset: Id of a data set whose x-rays were read; empty for none.
 *     jobs: Ids of jobs whose synthetic data sets were read.
 *     split: Which split of a job's data set; None where it has one.
 *     uncertain: What labels of -1.0 count as.
 *     unmentioned: What empty labels count as.
 *     views: How the pictures of a study are joined.
 *     resamples: Of the bootstrap.
 *     seed: Of the bootstrap.
 */
export interface EvaluationOrder {
  name: string;
  dataset: string;
  jobs: string[];
  split: ("train" | "valid" | "test") | null;
  uncertain: "zeros" | "ones" | "ignore";
  unmentioned: "zeros" | "ignore";
  views: "maximum" | "mean" | "each";
  resamples: number;
  seed: number;
}
/**
 * All releases, newest first.
 */
export interface ReleaseViews {
  releases: ReleaseView[];
}
/**
 * A release as the API gives it.
 *
 * Attributes:
 *     folder: Where it lies on the server's disk.
 */
export interface ReleaseView {
  order: ReleaseOrder;
  created_at: number;
  task: "release" | "check";
  state: "waiting" | "running" | "done" | "cancelled" | "failed";
  step: string;
  done: number;
  total: number;
  message: string;
  faults: number | null;
  found: ReleaseFault[];
  folder: string;
}
/**
 * Order of a release: its contents, and the statements about it.
 *
 * Attributes:
 *     name: The data set's name and folder.
 *     studies: Ids of studies, with all their sessions.
 *     sessions: Ids of further sessions.
 *     jobs: Ids of jobs whose synthetic images go in.
 *     licence: The licence that the operator states; empty for none.
 *     title: Its title; empty takes the name.
 *     creators: Who made it.
 *     test_labels: Whether the labels of the test split are given away.
 *     allow_incomplete: Whether studies may lack photos.
 */
export interface ReleaseOrder {
  name: string;
  studies: string[];
  sessions: string[];
  jobs: string[];
  licence: string;
  title: string;
  creators: string[];
  test_labels: boolean;
  allow_incomplete: boolean;
}
/**
 * A fault that a check found.
 */
export interface ReleaseFault {
  code: string;
  file: string;
  row: number | null;
  message: string;
  advice: string;
}
/**
 * A release to make, or to add to.
 */
export interface NewRelease {
  /**
   * Of the data set: its top folder.
   */
  name: string;
  /**
   * Studies, each with all its sessions.
   *
   * Items: Eight to sixteen letters and digits.
   */
  studies?: string[];
  /**
   * Further sessions.
   *
   * Items: Eight to sixteen letters and digits.
   */
  sessions?: string[];
  /**
   * Jobs whose synthetic images go in.
   *
   * Items: Eight to sixteen letters and digits.
   */
  jobs?: string[];
  /**
   * The licence that you give it under; empty is told as not stated.
   */
  licence?: string;
  /**
   * Without it, the name.
   */
  title?: string;
  /**
   * Who made it.
   */
  creators?: string[];
  /**
   * Give away the labels of the test split.
   */
  test_labels?: boolean;
  /**
   * Release studies although photos are missing.
   */
  allow_incomplete?: boolean;
}
/**
 * Every pile, newest first.
 */
export interface Piles {
  piles: Pile[];
}
/**
 * A pile of loose photos, over ``xrays`` x-rays, the ``last`` of them with that index.
 */
export interface Pile {
  id: string;
  title: string;
  dataset: string;
  set: string;
  xrays: number;
  last: number;
  counts: { [k: string]: number };
}
/**
 * The x-rays that the photos of a pile may show, and their set.
 */
export interface NewPile {
  /**
   * Eight to sixteen letters and digits.
   */
  dataset: string;
  /**
   * Becomes the folder `natural/<set>/`.
   */
  set: string;
  title?: string;
}
/**
 * A pile and its photos, in the order they were brought in.
 */
export interface PileWithPhotos {
  id: string;
  title: string;
  dataset: string;
  set: string;
  xrays: number;
  last: number;
  counts: { [k: string]: number };
  preparing: Preparing;
  photos: LooseView[];
}
/**
 * A loose photo and its match; ``camera`` holds what its EXIF says.
 */
export interface LooseView {
  id: number;
  file: string;
  sha256: string;
  size: number;
  state: "waiting" | "assigned" | "doubtful" | "unknown" | "refused" | "left_out";
  reason: string;
  sentence: string;
  index: number | null;
  attempt: number | null;
  decided_by: string;
  taken: string | null;
  camera: { [k: string]: unknown };
  candidates: CandidateView[];
  picture: string;
}
/**
 * An x-ray that a photo may show, with its picture and path.
 */
export interface CandidateView {
  index: number;
  verdict: "verified" | "doubtful" | "wrong";
  code: string;
  score: number;
  inliers: number;
  path: string;
  thumbnail: string;
}
/**
 * A person's decision which x-ray a photo shows.
 */
export interface Decision {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  person?: string;
}
/**
 * A person's decision that a photo shows none of the x-rays.
 */
export interface LeavingOut {
  person?: string;
}
/**
 * All challenges that the caller may know of.
 *
 * Attributes:
 *     challenges: Oldest first.
 *     role: The caller's: ``operator`` or ``participant``.
 *     sandbox: To the operator: why programs cannot be run here; empty where they can.
 */
export interface Challenges {
  challenges: ChallengeView[];
  role: string;
  sandbox?: string;
}
/**
 * A challenge.
 *
 * Attributes:
 *     id: Eight characters.
 *     name: For people.
 *     state: ``preparing`` while its pictures are copied, ``open``, ``closed`` or ``failed``.
 *     daily: Submissions that a participant may make within 24 hours.
 *     created_at: Unix seconds.
 *     clean: How many x-rays it has.
 *     photos: How many photos.
 *     detail: To the operator: why it failed.
 *     dataset: To the operator: the data set that is withheld; empty for a CSV.
 */
export interface ChallengeView {
  id: string;
  name: string;
  state: "preparing" | "open" | "closed" | "failed";
  daily: number;
  created_at: number;
  clean: number;
  photos: number;
  detail?: string;
  dataset?: string;
}
/**
 * A set to withhold: a registered data set with its photos, or CSVs with labels on the server's disk.
 */
export interface NewChallenge {
  name: string;
  /**
   * A registered data set: its x-rays, and all accepted photos of them.
   */
  dataset?: string | null;
  /**
   * CSV of x-rays with labels.
   */
  csv?: string;
  /**
   * Folder that its paths begin in.
   */
  data_dir?: string;
  /**
   * CSV of photos with labels, as an export has one.
   */
  photos_csv?: string;
  /**
   * Folder that its paths begin in.
   */
  photos_dir?: string;
  /**
   * Submissions that a participant may make within 24 hours.
   */
  daily?: number;
}
/**
 * A participant's token.
 */
export interface ParticipantSignIn {
  token: string;
}
/**
 * The participants of a challenge, oldest first.
 */
export interface ParticipantList {
  participants: ParticipantView[];
}
/**
 * A participant.
 */
export interface ParticipantView {
  id: string;
  name: string;
  created_at: number;
  revoked: boolean;
}
/**
 * A new participant, with the token that is told this once.
 */
export interface NewParticipantView {
  id: string;
  name: string;
  token: string;
}
/**
 * A person or team.
 */
export interface NewParticipant {
  name: string;
}
/**
 * Submissions, newest first.
 *
 * Attributes:
 *     submissions: A participant's own; the operator's list has all.
 *     left: How many more a participant may make now.
 */
export interface Submissions {
  submissions: SubmissionView[];
  left: number;
}
/**
 * A submission.
 *
 * Attributes:
 *     id: Eight characters.
 *     participant: The participant's name.
 *     kind: ``predictions`` or ``program``.
 *     model: Its name on the leaderboard.
 *     command: Of a program.
 *     size: Bytes.
 *     created_at: Unix seconds, as the other times.
 *     state: ``waiting``, ``running``, ``done`` or ``failed``.
 *     ahead: How many are before it in the queue.
 *     step: Of a running one: ``unpacking``, ``running`` or ``scoring``; else empty.
 *     seconds: How long its program has run.
 *     started_at: When its latest run began.
 *     ended_at: When that ended.
 *     code: Why it failed, for programs.
 *     message: Why it failed, for people.
 *     log: The trimmed end of what the program printed.
 *     scores: By part, once it is done.
 */
export interface SubmissionView {
  id: string;
  participant: string;
  kind: "predictions" | "program";
  model: string;
  command: string;
  size: number;
  created_at: number;
  state: "waiting" | "running" | "done" | "failed";
  ahead: number;
  step: string;
  seconds: number;
  started_at: number | null;
  ended_at: number | null;
  code: string;
  message: string;
  log: string;
  scores: { [k: string]: PartScore } | null;
}
/**
 * The score of one part of a set.
 *
 * Attributes:
 *     mean_auroc: Mean of the contest's five observations, or of those that can be scored.
 *     low: Lower end of its interval over patients.
 *     high: Upper end.
 *     studies: How many were scored.
 *     observations: How many the mean is of.
 */
export interface PartScore {
  mean_auroc: number;
  low: number | null;
  high: number | null;
  studies: number;
  observations: number;
}
/**
 * The leaderboard, best first: by photos where the set has some, else by x-rays; equals by time.
 */
export interface Leaderboard {
  rows: LeaderboardRow[];
}
/**
 * A line of the leaderboard.
 *
 * Attributes:
 *     rank: From 1.
 *     date: When it was submitted, Unix seconds.
 *     model: The model's name.
 *     participant: Who submitted it.
 *     clean: Its score on x-rays; None without.
 *     photos: Its score on photos; None without.
 */
export interface LeaderboardRow {
  rank: number;
  date: number;
  model: string;
  participant: string;
  clean: PartScore | null;
  photos: PartScore | null;
}
/**
 * The body of every answer that is not a success.
 */
export interface ErrorAnswer {
  error: ErrorBody;
}
/**
 * An error: a code for programs, a sentence for people.
 */
export interface ErrorBody {
  code: string;
  message: string;
  details?: { [k: string]: unknown };
}
/**
 * ``aimed``: what an aiming phone sees, for consoles.
 */
export interface AimedMessage {
  /**
   * Top left, top right, bottom right, bottom left, as shares of the frame's width and height.
   */
  corners: [number, number][] | null;
  code: string;
  side?: string;
  degrees?: number;
  sentence: string;
  good: boolean;
  quality: { [k: string]: number | string };
  verdict: "verified" | "doubtful" | "wrong";
  device: string;
}
/**
 * ``capture``: photograph an x-ray; ``thumbnail`` (bytes) is its small picture.
 *
 * ``advice`` is null where no person holds the phone.
 */
export interface CaptureMessage {
  settle_ms?: number;
  fresh_frames?: number;
  generation: number;
  index: number;
  attempt: number;
  showing: number;
  skipped: number[];
  xray: NamedXray;
  thumbnail: ArrayBuffer | null;
  advice: PoseAdvised | null;
}
/**
 * An x-ray, by its path in the CSV.
 */
export interface NamedXray {
  path: string;
}
/**
 * Advice where to stand for the next photo, so that a set varies; see `capture.by_person.poses`.
 */
export interface PoseAdvised {
  angle: "straight" | "left" | "right" | "above" | "below";
  distance: "near" | "middle" | "far";
}
/**
 * Settings for a careful retake, instead of the session's.
 */
export interface CareTaken {
  settle_ms?: number;
  fresh_frames?: number;
}
/**
 * State of a session for a phone or display; counts are of its own set where it fills one.
 */
export interface DeviceState {
  session: string;
  capture: "automatic" | "by_hand" | "film" | "presenter";
  by_hand: HandheldView | null;
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  reason: PauseReason | null;
  waits_for: string[];
  first: number;
  last: number;
  index: number | null;
  next_index: number | null;
  set: string | null;
  paused: boolean;
  stored: number;
  total: number;
  rate: number | null;
  seconds_left: number | null;
}
/**
 * The same for one phone: ``previous`` is the x-ray that *Back* takes again.
 *
 * ``camera_app``: photos may come from the phone's own camera app.
 */
export interface HandheldView {
  stays: number | null;
  ask_conditions: boolean;
  previous: number | null;
  camera_app: boolean;
  goes_on: "itself" | "asked";
  shutter_after_s: number;
  conditions: { [k: string]: string };
}
/**
 * The answer to a display's hello.
 */
export interface DisplayWelcome {
  generation: number;
  device: string;
  name: string;
  moved: string | null;
  state: DeviceState;
}
/**
 * ``dropped``: the operator took the device out.
 */
export interface DroppedMessage {
  code: "dropped" | "revoked";
}
/**
 * An error: a code for programs, a sentence for people.
 */
export interface ErrorShape {
  code: string;
  message: string;
  details: { [k: string]: unknown };
}
/**
 * ``judged``: a photo was accepted or rejected.
 */
export interface JudgedMessage {
  index: number;
  attempt: number;
  verdict: "accepted" | "rejected";
  code: string;
  detail: string;
  flag: string;
  warnings: string[];
  sentence: string;
}
/**
 * ``moved``: the device goes on in another session.
 */
export interface MovedMessage {
  session: string;
}
/**
 * ``stations``: what has changed since the last such message; sent every few seconds even if nothing has.
 */
export interface OverviewChange {
  stations: StationChange[];
  today: PhotosToday | null;
}
/**
 * Changes of a tile, and always its ``session``.
 */
export interface StationChange {
  session: string;
  title: string;
  sets: string[];
  follows: string;
  created_at: number;
  ended_at: number | null;
  capture: "automatic" | "by_hand" | "film" | "presenter";
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  reason: string | null;
  ready: boolean;
  lacks: ("display" | "phone") | null;
  index: number | null;
  stored: number;
  total: number;
  seconds_left: number | null;
  need: StationNeed | null;
  thumbnail: string | null;
  code: string | null;
}
/**
 * Reason to go to a station: a code, and where; ``photos`` wait on its phones.
 */
export interface StationNeed {
  code: string;
  device: string | null;
  index: number | null;
  photos: number;
}
/**
 * Photos that were stored since midnight, and in the last minute, of all sessions.
 */
export interface PhotosToday {
  photos: number;
  a_minute: number;
}
/**
 * The answer to a page that opens the overview: all tiles, in order of their making.
 */
export interface OverviewState {
  stations: Station[];
  today: PhotosToday;
}
/**
 * A tile; ``code`` is what the device that it ``lacks`` joins by.
 */
export interface Station {
  session: string;
  title: string;
  sets: string[];
  follows: string;
  created_at: number;
  ended_at: number | null;
  capture: "automatic" | "by_hand" | "film" | "presenter";
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  reason: string | null;
  ready: boolean;
  lacks: ("display" | "phone") | null;
  index: number | null;
  stored: number;
  total: number;
  seconds_left: number | null;
  need: StationNeed | null;
  thumbnail: string | null;
  code: string | null;
}
/**
 * Settings for a phone's photos.
 */
export interface PhoneSettings {
  settle_ms: number;
  fresh_frames: number;
  frame_timeout_ms: number;
  capture_timeout_s: number;
}
/**
 * The answer to a phone's hello; without a resume point it is a spare.
 */
export interface PhoneWelcome {
  generation: number;
  device: string;
  name: string;
  set: string | null;
  resume_point: ResumePointView | null;
  settings: PhoneSettings;
  moved: string | null;
  state: DeviceState;
}
/**
 * Progress of a phone: every index ``begin..last`` has attempt 1, except those in ``attempts``.
 */
export interface ResumePointView {
  begin: number;
  last: number;
  attempts: { [k: string]: number };
}
/**
 * ``press``: take the photo that was asked for, now.
 */
export interface PressMessage {
  generation: number;
  index: number;
  attempt: number;
  showing: number;
}
/**
 * ``show``: put an x-ray on the display (``index`` null: black), and decode the next one ahead.
 */
export interface ShowMessage {
  generation: number;
  showing: number;
  index: number | null;
  url: string | null;
  next_url: string | null;
  variation: VariationView | null;
}
/**
 * A session as a tile of the overview: small, because all of them are sent once a second.
 *
 * ``follows`` is the session whose place it takes, ``lacks`` the role of the device that has yet to join.
 * ``seconds_left`` is rounded, so that a tile on which nothing else happens stays as it is.
 */
export interface StationView {
  session: string;
  title: string;
  sets: string[];
  follows: string;
  created_at: number;
  ended_at: number | null;
  capture: "automatic" | "by_hand" | "film" | "presenter";
  phase: "waiting" | "aiming" | "running" | "paused" | "finishing" | "finished" | "aborted";
  reason: string | null;
  ready: boolean;
  lacks: ("display" | "phone") | null;
  index: number | null;
  stored: number;
  total: number;
  seconds_left: number | null;
  need: StationNeed | null;
  thumbnail: string | null;
}
/**
 * ``stored``: a photo is stored.
 */
export interface StoredMessage {
  index: number;
  attempt: number;
  name: string;
  size: number;
}
/**
 * The answer to a console that starts to watch a session.
 */
export interface Watched {
  snapshot: SessionSnapshot;
}
/**
 * The photo is in the phone's store.
 */
export interface CapturedMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
  showing: number;
  sha256: string;
  size: number;
  camera?: { [k: string]: JsonValue };
}
/**
 * Base of messages; unknown fields are ignored, so that a newer page can talk to this server.
 */
export interface ClientMessage {}
/**
 * The conditions of every photo from now on.
 */
export interface ConditionsMessage {
  generation: number;
  conditions: Conditions;
}
/**
 * A display and its screen.
 */
export interface DisplayHelloMessage {
  width?: number;
  height?: number;
  fullscreen?: boolean;
  wake_lock?: boolean;
  protocol: 1;
}
/**
 * The screen changed.
 */
export interface DisplayStatusMessage {
  generation: number;
  width?: number;
  height?: number;
  fullscreen?: boolean;
  wake_lock?: boolean;
}
/**
 * Variation that the display drew, as `capture.state.variation.Variation`.
 */
export interface DrawnVariation {
  colour_temperature_k: number;
  brightness: number;
  background: number;
  cursor_x?: number | null;
  cursor_y?: number | null;
  shift_x: number;
  shift_y: number;
  size: number;
}
/**
 * No photo could be taken.
 */
export interface FailedMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
  showing: number;
  detail?: string;
}
/**
 * A photo in the phone's own store.
 */
export interface HeldPhoto {
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
  showing: number;
  sha256: string;
  size: number;
}
/**
 * A message of a device that was granted a lease.
 */
export interface LeasedMessage {
  generation: number;
}
/**
 * The command does not follow the phone's record.
 */
export interface MismatchMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
  last?: number | null;
}
/**
 * A showing is on the screen; ``whole`` is the one it replaced, if that was never interrupted.
 */
export interface PaintedMessage {
  generation: number;
  showing: number;
  whole?: number | null;
  layout?: PictureLayout | null;
  stood?: PictureLayout | null;
}
/**
 * Position and size of a picture on the screen.
 */
export interface PictureLayout {
  /**
   * @minItems 2
   * @maxItems 2
   */
  screen: [number, number];
  /**
   * @minItems 4
   * @maxItems 4
   */
  rectangle: [number, number, number, number];
  /**
   * @minItems 2
   * @maxItems 2
   */
  natural: [number, number];
  pixel_ratio?: number;
  fullscreen?: boolean;
  zoom?: number;
  visible?: boolean;
  covered_by?: string;
  variation?: DrawnVariation | null;
}
/**
 * A phone's record and stored photos.
 */
export interface PhoneHelloMessage {
  protocol: 1;
  begin?: number | null;
  last?: number | null;
  attempts?: { [k: string]: number };
  held?: HeldPhoto[];
}
/**
 * Whether the camera is usable.
 */
export interface ReadyMessage {
  generation: number;
  ready: boolean;
  code?: string;
  status?: { [k: string]: JsonValue };
}
/**
 * A display's screen, in CSS pixels.
 */
export interface ScreenFields {
  width?: number;
  height?: number;
  fullscreen?: boolean;
  wake_lock?: boolean;
}
/**
 * A capture, by its key and showing.
 */
export interface ShotMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
  showing: number;
}
/**
 * A showing could not be shown, or is no longer.
 */
export interface ShowingTroubleMessage {
  generation: number;
  showing: number;
  detail?: string;
}
/**
 * An x-ray that the person cannot photograph.
 */
export interface SkipMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  detail: string;
}
/**
 * The server refused the photo permanently.
 */
export interface SpoiledMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
  /**
   * 1, or higher after a retake.
   */
  attempt: number;
}
/**
 * A key of the presenter, who saw ``showing``.
 */
export interface TurnMessage {
  generation: number;
  showing: number;
  step: "next" | "back" | "black";
}
/**
 * The reason why a phone cannot say hello.
 */
export interface UnableMessage {
  code: "storage_failed";
}
/**
 * A page wants to follow a challenge.
 */
export interface WatchChallengeMessage {
  /**
   * Eight to sixteen letters and digits.
   */
  challenge: string;
}
/**
 * The console wants to follow a session.
 */
export interface WatchMessage {
  /**
   * Eight to sixteen letters and digits.
   */
  session: string;
}
/**
 * Wish of a person about the x-ray that they saw.
 */
export interface XrayMessage {
  generation: number;
  /**
   * The x-ray's row in the CSV, from 1.
   */
  index: number;
}
