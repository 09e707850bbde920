"""The phone's rules on their own, run by the browser that will run them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ran(browser: Browser, server: LabServer) -> Iterator[Any]:
    """Run JavaScript with modules of the server in reach."""
    page = browser.new_page(ignore_https_errors=True)
    page.goto(f"{server.url}/join")
    yield lambda script, argument=None: page.evaluate(f"async (given) => {{ {script} }}", argument)
    page.close()


RECORD = """
const { Record } = await import('/static/phone/record.js');
let record = new Record(given.begin, given.last, given.attempts ?? {});
const answers = [];
for (const asked of given.asked) {
  const answer = record.check(asked);
  if (answer === 'new') record = record.after(asked);
  answers.push(answer);
}
return [answers, record.toJSON()];
"""


@pytest.mark.parametrize(
    ("record", "asked", "answers", "after"),
    [
        pytest.param(
            (5, 4, {}), [(5, 1), (6, 1), (7, 1)], ["new"] * 3, (5, 7, {}), id="successors are photographed"
        ),
        pytest.param(
            (5, 4, {}), [(5, 1), (5, 1)], ["new", "done"], (5, 5, {}), id="a repeat is not photographed again"
        ),
        pytest.param((5, 7, {}), [(9, 1)], ["mismatch"], (5, 7, {}), id="a jump ahead is a mismatch"),
        pytest.param(
            (5, 7, {}),
            [(9, 1, [8])],
            ["new"],
            (5, 9, {"8": 0}),
            id="a jump over what nobody shall photograph is not",
        ),
        pytest.param(
            (5, 7, {}), [(10, 1, [8])], ["mismatch"], (5, 7, {}), id="a jump over more than that is"
        ),
        pytest.param(
            (5, 9, {"8": 0}), [(8, 1)], ["new"], (5, 9, {}), id="what was skipped may be taken later"
        ),
        pytest.param((5, 7, {}), [(6, 2), (6, 3)], ["new", "new"], (5, 7, {"6": 3}), id="retakes count up"),
        pytest.param((5, 7, {}), [(6, 3)], ["mismatch"], (5, 7, {}), id="a retake does not leave one out"),
        pytest.param((5, 7, {"6": 3}), [(6, 2)], ["done"], (5, 7, {"6": 3}), id="an older attempt is done"),
        pytest.param((5, 7, {}), [(8, 2)], ["mismatch"], (5, 7, {}), id="a first attempt has the number one"),
        pytest.param(
            (5, 7, {}), [(3, 1)], ["new"], (5, 7, {"3": 1}), id="what came before a late joiner may be taken"
        ),
        pytest.param(
            (None, None, {}),
            [(1, 1)],
            ["mismatch"],
            (None, None, {}),
            id="an empty store photographs nothing",
        ),
    ],
)
def test_a_command_is_photographed_only_when_it_follows(
    ran: Any, record: Any, asked: Any, answers: Any, after: Any
) -> None:
    begin, last, attempts = record
    commands = [
        {"index": index, "attempt": attempt, "skipped": skipped[0] if skipped else []}
        for index, attempt, *skipped in asked
    ]
    result = ran(RECORD, {"begin": begin, "last": last, "attempts": attempts, "asked": commands})
    assert result == [answers, {"begin": after[0], "last": after[1], "attempts": after[2]}]


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (201, "", "stored"),
        (200, "", "stored"),
        (400, "digest_wrong", "again"),
        (401, "credential_unknown", "stop"),
        (403, "credential_revoked", "stop"),
        (404, "session_unknown", "stop"),
        (409, "photo_conflict", "keep"),
        (409, "photo_not_expected", "hello"),
        (413, "photo_too_large", "spoiled"),
        (422, "photo_broken", "spoiled"),
        (422, "photo_changed", "spoiled"),
        (503, "server_busy", "again"),
        (507, "disk_full", "again"),
        (500, "", "again"),
    ],
)
def test_each_answer_to_an_upload_means_what_the_protocol_says(
    ran: Any, status: int, code: str, outcome: str
) -> None:
    script = "const { outcome } = await import('/static/phone/uploads.js'); return outcome(given.status, given.code);"
    assert ran(script, {"status": status, "code": code}) == outcome


@pytest.mark.parametrize(("damaged", "told"), [(True, ["spoiled"]), (False, ["stored"])])
def test_a_photo_that_its_store_has_damaged_is_given_up_and_one_damaged_on_the_way_sent_again(
    ran: Any, damaged: bool, told: list[str]
) -> None:
    script = """
    const { Uploads } = await import('/static/phone/uploads.js');
    const { sha256 } = await import('/static/phone/digest.js');
    const taken = new Uint8Array([1, 2, 3]).buffer, kept = given ? new Uint8Array([1, 2, 4]).buffer : taken;
    const wrong = '{"error": {"code": "digest_wrong"}}';
    const answers = [new Response(wrong, { status: 400 }), new Response('{}', { status: 201 })];
    const fetched = window.fetch;
    window.fetch = async () => answers.shift();
    const told = await new Promise((resolve) => {
      const giveUp = async () => { resolve(['spoiled']); return true; };
      const uploads = new Uploads('s', 'd', { bytes: async () => kept, drop: async () => undefined }, giveUp);
      uploads.addEventListener('stored', () => resolve(['stored']));
      void sha256(taken).then((hex) => uploads.add({ index: 1, attempt: 1, sha256: hex, size: 3, type: 'image/jpeg' }));
    });
    window.fetch = fetched;
    return told;
    """
    assert ran(script, damaged) == told


def test_a_photo_that_is_refused_for_good_stays_until_the_server_has_heard_that_it_is_given_up(
    ran: Any,
) -> None:
    script = """
    const { Uploads } = await import('/static/phone/uploads.js');
    const { sha256 } = await import('/static/phone/digest.js');
    const taken = new Uint8Array([1, 2, 3]).buffer, fetched = window.fetch, done = [];
    window.fetch = async () => {
      done.push('sent');
      return new Response('{"error": {"code": "photo_broken", "message": "", "details": {}}}', { status: 422 });
    };
    const heard = [false, false, true];
    const giveUp = async () => { done.push('told'); return heard.shift(); };
    await new Promise((resolve) => {
      const drop = async () => { done.push('dropped'); resolve(); };
      const uploads = new Uploads('s', 'd', { bytes: async () => taken, drop }, giveUp);
      void sha256(taken).then((hex) => uploads.add({ index: 1, attempt: 1, sha256: hex, size: 3, type: 'image/jpeg' }));
    });
    window.fetch = fetched;
    return done;
    """
    assert ran(script) == ["sent", "told"] * 3 + ["dropped"]


def test_a_photo_and_its_place_in_the_record_are_kept_together(ran: Any) -> None:
    script = """
    const { Store } = await import('/static/phone/store.js');
    const { Record } = await import('/static/phone/record.js');
    const store = await Store.open('session', crypto.randomUUID());
    const empty = await store.hello();
    await store.adopt(new Record(1, 0));
    const photo = { index: 1, attempt: 1, showing: 7, sha256: 'ab', size: 3, type: 'image/jpeg', camera: {} };
    await store.keep(new Record(1, 1), photo, new Uint8Array([1, 2, 3]).buffer);
    const kept = await store.hello();
    const bytes = [...new Uint8Array(await store.bytes(1, 1))];
    await store.drop(1, 1);
    await store.drop(1, 1);
    return { empty, kept, bytes, after: await store.hello() };
    """
    told = ran(script)
    assert told["empty"] == {"begin": None, "last": None, "attempts": {}, "held": []}
    assert told["kept"] == {
        "begin": 1,
        "last": 1,
        "attempts": {},
        "held": [{"index": 1, "attempt": 1, "showing": 7, "sha256": "ab", "size": 3}],
    }
    assert told["bytes"] == [1, 2, 3]
    assert told["after"] == {"begin": 1, "last": 1, "attempts": {}, "held": []}


def test_the_shutter_waits_for_the_settle_delay_and_then_for_new_frames(ran: Any) -> None:
    script = """
    const { fresh } = await import('/static/phone/shutter.js');
    const frames = [];
    const arrive = (seen) => { frames.push(performance.now()); seen(); };
    const video = { requestVideoFrameCallback: (seen) => setTimeout(arrive, 10, seen) };
    const start = performance.now();
    await fresh(video, { settle_ms: 120, fresh_frames: 5, frame_timeout_ms: 500 });
    const end = performance.now();
    return { frames: frames.length, first: frames[0] - start, total: end - start };
    """
    waited = ran(script)
    assert waited["frames"] == 5
    assert waited["first"] >= 120
    assert waited["total"] >= 120 + 5 * 9


def test_a_camera_that_sends_no_frames_holds_nothing_up(ran: Any) -> None:
    script = """
    const { fresh } = await import('/static/phone/shutter.js');
    const start = performance.now();
    await fresh({ requestVideoFrameCallback: () => {} }, { settle_ms: 0, fresh_frames: 3, frame_timeout_ms: 30 });
    return performance.now() - start;
    """
    assert 80 <= ran(script) < 1000


@pytest.mark.parametrize("counts", [True, False], ids=["frames are counted", "only the clock moves"])
def test_a_browser_that_does_not_call_back_for_frames_loses_no_time(ran: Any, counts: bool) -> None:
    script = """
    const { fresh } = await import('/static/phone/shutter.js');
    const start = performance.now();
    const passed = () => Math.floor((performance.now() - start) / 50);
    const video = { get currentTime() { return given ? 0 : performance.now() / 1000; } };
    if (given) video.getVideoPlaybackQuality = () => ({ totalVideoFrames: 1 + passed() });
    await fresh(video, { settle_ms: 0, fresh_frames: 5, frame_timeout_ms: 5000 });
    return performance.now() - start;
    """
    took = ran(script, counts)
    assert (200 if counts else 5 * 33) <= took < 5000, "less than one frame's time limit"


def test_a_retake_is_taken_with_the_care_that_its_command_asks_for(ran: Any) -> None:
    script = """
    const { careful } = await import('/static/phone/capture.js');
    const usual = { settle_ms: 0, fresh_frames: 0, frame_timeout_ms: 500, capture_timeout_s: 20 };
    const commands = [{}, { settle_ms: 400, fresh_frames: 5 }, { settle_ms: null }];
    return commands.map((command) => careful(usual, command));
    """
    usual = {"settle_ms": 0, "fresh_frames": 0, "frame_timeout_ms": 500, "capture_timeout_s": 20}
    assert ran(script) == [usual, usual | {"settle_ms": 400, "fresh_frames": 5}, usual]


def test_aiming_sends_one_small_frame_at_a_time_until_it_ends(ran: Any) -> None:
    script = """
    const { Aim } = await import('/static/phone/aim.js');
    const camera = document.createElement('canvas');
    Object.assign(camera, { width: 3000, height: 4000, videoWidth: 3000, videoHeight: 4000 });
    camera.getContext('2d').fillRect(0, 0, 9, 9);
    const seen = { paths: [], types: [], sizes: [], most: 0, aimed: [] };
    const statuses = [200, 409, 200, 200];
    let underWay = 0;
    const real = window.fetch;
    window.fetch = async (path, { body, headers }) => {
      seen.most = Math.max(seen.most, underWay += 1);
      const { width, height } = await createImageBitmap(body);
      seen.paths.push(path); seen.types.push(headers['Content-Type']); seen.sizes.push([width, height]);
      underWay -= 1;
      const answer = { corners: null, code: 'move_closer', sentence: 'Move closer', good: false, quality: {} };
      return new Response(JSON.stringify(answer), { status: statuses[seen.paths.length - 1] ?? 200 });
    };
    const aim = new Aim(camera, 's1', 'p1');
    await new Promise((resolve) => {
      aim.addEventListener('aimed', ({ detail }) => { if (seen.aimed.push(detail.sentence) === 3) resolve(); });
      aim.going = true;
      aim.going = true;
    });
    aim.going = false;
    const sent = seen.paths.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    window.fetch = real;
    return { ...seen, sent, after: seen.paths.length };
    """
    told = ran(script)
    assert set(told["paths"]) == {"/api/v1/sessions/s1/phones/p1/aim"}
    assert set(told["types"]) == {"image/jpeg"}
    assert all(size == [960, 1280] for size in told["sizes"])
    assert told["most"] == 1
    assert told["aimed"] == ["Move closer"] * 3
    assert told["sent"] == told["after"] == 4, (
        "a frame that came too early is followed by the next, none by an old one"
    )


def test_brackets_stand_on_the_corners_of_a_picture_that_is_not_cropped(ran: Any) -> None:
    script = """
    const { Corners } = await import('/static/phone/corners.js');
    const place = document.createElement('div');
    const video = document.createElement('div');
    Object.assign(video, { videoWidth: 400, videoHeight: 300 });
    video.style = 'width: 400px; height: 500px;';
    place.append(video);
    document.body.append(place);
    const corners = new Corners(video);
    corners.show([[0, 0], [1, 0], [1, 1], [0, 1]], true);
    const lines = [...place.querySelectorAll('polyline')].map((line) => line.getAttribute('points').split(' ')[1]);
    const good = place.querySelector('svg').dataset.good;
    corners.show(null, false);
    const left = place.querySelectorAll('polyline').length;
    place.remove();
    return { lines, good, left };
    """
    assert ran(script) == {
        "lines": ["0,100", "400,100", "400,400", "0,400"],
        "good": "true",
        "left": 0,
    }


def test_what_was_found_in_a_photo_is_said_in_words_also_where_it_is_new(ran: Any) -> None:
    script = """
    const { remark, verdictWords } = await import('/static/shared/findings.js');
    const match = { verdict: 'verified', code: '', score: 0.944, inliers: 50, blocks: 40, reasons: [] };
    const measures = { match, warnings: ['glare', 'newly_invented'] };
    const photo = { state: 'accepted', code: '', detail: '', flag: '', warnings: measures.warnings, sentence: '' };
    return [
      verdictWords('accepted', measures).textContent, verdictWords('accepted', {}).textContent,
      verdictWords('accepted', { match: { ...match, verdict: 'doubtful' } }, 'not_verified').textContent,
      remark(photo), remark({ ...photo, sentence: 'Glare on the right' }).text,
      remark({ ...photo, flag: 'few_features' }).text,
      remark({ ...photo, state: 'rejected', code: 'black_screen' }),
    ];
    """
    assert ran(script) == [
        "Verified 0.94",
        "Accepted",
        "Look at it",
        {"text": "Glare, newly invented", "tone": "wait"},
        "Glare on the right",
        "it has too little structure to be compared",
        {"text": "it shows a black screen", "tone": "stop"},
    ]


def test_a_new_session_says_which_xrays_cannot_be_told_apart(ran: Any) -> None:
    script = """
    const { Outcome } = await import('/static/sessions/outcome.js');
    const outcome = new Outcome(() => {});
    const message = 'These x-rays look the same: 2 = 3. No photo can tell which of them it shows.';
    const warnings = [{ code: 'identical_xrays', message }];
    const estimates = { photos: 6, bytes_estimate: 1e6, seconds_estimate: 12, free_bytes: 1e9 };
    outcome.update({ problems: [], warnings, ...estimates }, 6, 1);
    const told = [...outcome.element.querySelectorAll('li')].at(-1);
    const said = ['span:nth-of-type(2)', 'small'].map((part) => told.querySelector(part).textContent);
    return [...said, outcome.obstacle];
    """
    assert ran(script) == [
        "These x-rays look the same: 2 = 3",
        "No photo can tell which of them it shows.",
        "",
    ]


def test_a_take_photo_that_hangs_falls_back_to_the_newest_frame(page: Page, server: LabServer) -> None:
    page.add_init_script("ImageCapture.prototype.takePhoto = () => new Promise(() => {});")
    page.add_init_script(
        "const later = window.setTimeout; window.setTimeout = (run, ms) => later(run, ms === 9000 ? 50 : ms);"
    )
    page.goto(f"{server.url}/join")
    shot = page.evaluate(
        """async () => {
        const { Camera } = await import('/static/phone/camera.js');
        const video = document.createElement('video');
        Object.assign(video, { muted: true, playsInline: true });
        document.body.append(video);
        const camera = new Camera(video);
        await camera.open();
        const { type, width, bytes } = await camera.photograph();
        const again = await camera.photograph();
        camera.close();
        return { code: camera.code, type, width, size: bytes.byteLength, again: again.type };
    }"""
    )
    assert shot["code"] == ""
    assert shot["type"] == shot["again"] == "image/jpeg"
    assert shot["size"] > 1000
    assert shot["width"] > 0


@pytest.mark.parametrize(
    ("taken", "total", "free"),
    [
        ([], 10507, [1, 500]),
        ([[1, 500]], 10507, [501, 1000]),
        ([[1, 100], [201, 300]], 400, [101, 200]),
        ([[1, 16]], 16, [1, 16]),
        ([], 16, [1, 16]),
    ],
)
def test_a_new_session_proposes_the_next_free_xrays(ran: Any, taken: Any, total: int, free: Any) -> None:
    script = """
    const { nextFree } = await import('/static/sessions/subset.js');
    return nextFree(given.taken, given.total);
    """
    assert ran(script, {"taken": taken, "total": total}) == free


@pytest.mark.parametrize(
    ("agent", "model", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14; Pixel 7a) AppleWebKit/537.36 Chrome/120 Mobile", "", "Pixel 7a"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130 Mobile", "Nokia 6.1", "Nokia 6.1"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130 Mobile", "", "Android phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Safari", "", "iPhone"),
    ],
)
def test_a_device_guesses_its_own_name(ran: Any, agent: str, model: str, name: str) -> None:
    script = """
    const { guessName } = await import('/static/join/device-name.js');
    return guessName(given.agent, given.model);
    """
    assert ran(script, {"agent": agent, "model": model}) == name


def test_words_have_numbers_grouped_and_the_right_form(ran: Any) -> None:
    script = """
    const { say } = await import('/static/shared/words.js');
    const { sentences } = await import('/static/shared/format.js');
    return [
      say('offline.heading', { n: 1 }), say('offline.heading', { n: 2 }),
      say('action.resume-at', { index: 5347 }), say('device.waiting', { n: 0 }),
      sentences('Paused: Pixel 7a does not answer. Its photos are kept on it. Wake it.'),
    ];
    """
    assert ran(script) == [
        "1 photo waits on this phone",
        "2 photos wait on this phone",
        "Resume at 5,347",
        "nothing waiting",
        {"heading": "Paused: Pixel 7a does not answer", "rest": "Its photos are kept on it. Wake it."},
    ]


STAGE = """
const { Stage } = await import('/static/display/stage.js');
const stage = new Stage(document.createElement('div'));
const first = await stage.show(1, null, null);
const second = stage.show(2, null, null);
for (let turn = 0; turn < 5; turn++) await Promise.resolve();
if (given.spoilt) stage.spoil();
return [first, await stage.show(3, null, null), await second];
"""


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_showing_that_is_replaced_before_its_frames_does_not_cost_the_one_before_its_confirmation(
    ran: Any, spoilt: bool
) -> None:
    first, third, second = ran(STAGE, {"spoilt": spoilt})
    assert (first["showing"], first["whole"]) == (1, None)
    assert second is None
    assert (third["showing"], third["whole"]) == (3, None if spoilt else 1)


PICTURE = """
const { Picture } = await import('/static/display/picture.js');
const canvas = Object.assign(document.createElement('canvas'), { width: 3, height: 2 });
const png = await new Promise((resolve) => canvas.toBlob(resolve));
const fetched = window.fetch, asked = [...given];
window.fetch = async () => {
  const kind = asked.shift();
  if (kind === 'away') throw new TypeError('Failed to fetch');
  if (kind === 'picture') return new Response(png);
  if (kind === 'noise') return new Response(new Blob([new Uint8Array(9)], { type: 'image/png' }));
  return new Response('{"error": {"code": "busy", "message": "No.", "details": {}}}', { status: kind });
};
const picture = new Picture('/picture');
const came = await picture.decoded.then(() => `${picture.image.naturalWidth}`, (error) => error.message);
window.fetch = fetched;
return [came, asked.length];
"""


@pytest.mark.parametrize(
    ("answers", "came"),
    [
        pytest.param(
            ["away", "away", 503, "picture"], "3", id="a short outage and a busy server are waited out"
        ),
        pytest.param([404, "picture"], "No.", id="a refusal is said, in the server's words"),
        pytest.param(["noise", "picture"], "Its picture cannot be decoded.", id="what is no picture is said"),
    ],
)
def test_the_display_asks_again_for_a_picture_until_it_comes(ran: Any, answers: list[Any], came: str) -> None:
    said, left = ran(PICTURE, answers)
    assert said == came
    assert left == (0 if came == "3" else 1)


def test_a_picture_that_nobody_waits_for_any_more_is_not_asked_for_again(ran: Any) -> None:
    script = """
    const { Picture } = await import('/static/display/picture.js');
    const fetched = window.fetch;
    let asked = 0;
    window.fetch = async () => { asked += 1; throw new TypeError('Failed to fetch'); };
    const picture = new Picture('/picture');
    picture.drop();
    const came = await picture.decoded.then(() => 'came', () => 'dropped');
    window.fetch = fetched;
    return [came, asked];
    """
    assert ran(script) == ["dropped", 1]


@pytest.mark.parametrize(
    ("battery", "charging", "said", "warned"),
    [(0.12, False, "12\u00a0%", True), (0.12, True, "12\u00a0%", False), (0.2, False, "20\u00a0%", False)],
)
def test_the_console_warns_of_a_phone_that_may_not_last(
    ran: Any, battery: float, charging: bool, said: str, warned: bool
) -> None:
    script = """
    const { Devices } = await import('/static/console/devices.js');
    const devices = new Devices({}, () => undefined);
    const camera = { width: null, settings: {} };
    const phone = {
      device: 'p', name: 'P', state: 'active', connected: true, ready: true, doing: 'waiting', index: null,
      set: 's', camera, waiting: 0, under_way: 0, ...given,
    };
    devices.update({ phase: 'running', reason: null, can: {}, display: null, phones: [phone] });
    const shown = [...devices.element.querySelectorAll('.device p')].filter(({ hidden }) => !hidden);
    return shown.map(({ textContent }) => textContent);
    """
    facts, *warnings = ran(script, {"battery": battery, "charging": charging})
    assert warnings == ([f"Battery {said}: plug this phone in"] if warned else [])
    assert (f"battery {said}" in facts) is not warned
