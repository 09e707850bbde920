"""Interference of browsers with a phone's page, which the session survives."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.pages import accessibility
from tests.pages.closed_loop import make_session
from tests.pages.handheld import LIVE, QUICK, TRACKS, Handheld
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import stored_photos

pytestmark = pytest.mark.browser

Opener = Callable[..., Handheld]
NO_STILLS = "delete globalThis.ImageCapture;"


@pytest.fixture
def hold(browser: Browser, server: LabServer) -> Iterator[Opener]:
    """Open a session of ``count`` x-rays with a display and a phone in whose browser ``script`` has run."""
    held: list[Handheld] = []

    def open_session(script: str = "", count: int = 3) -> Handheld:
        session = make_session(server, count, name="faults", **QUICK)
        held.append(Handheld(browser, server, session, script))
        return held[-1]

    yield open_session
    for each in held:
        each.close()


def test_a_browser_without_memory_for_a_canvas_gives_no_black_photo(hold: Opener) -> None:
    phone = hold(
        NO_STILLS + "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (...how) {"
        "  return window.full && this.width * this.height > 200000 ? null : real.apply(this, how); };"
    )
    phone.until(lambda view: bool(view["can"]["start"]))
    phone.page.evaluate("window.full = true")
    phone.ask("start")
    paused = phone.until_phase("paused")
    assert paused["reason"]["code"] == "capture_failed"
    assert "no memory left" in paused["reason"]["message"]
    assert paused["progress"]["stored"] == 0
    phone.page.evaluate("window.full = false")
    phone.page.get_by_role("button", name="Resume at 1").click()
    phone.until_phase("finished")


def test_all_photos_from_frames_share_one_canvas(hold: Opener) -> None:
    phone = hold(
        NO_STILLS + "window.large = new Set(); const real = HTMLCanvasElement.prototype.toBlob;"
        "HTMLCanvasElement.prototype.toBlob = function (...how) {"
        "  window.large.add(this); return real.apply(this, how); };"
    )
    phone.start()
    assert phone.until_phase("finished")["progress"]["stored"] == 3
    assert phone.page.evaluate("window.large.size") == 1


def test_a_frame_that_was_never_drawn_is_no_photo(hold: Opener) -> None:
    phone = hold(
        NO_STILLS + "const real = CanvasRenderingContext2D.prototype.drawImage;"
        "CanvasRenderingContext2D.prototype.drawImage = function (what, ...where) {"
        "  if (!(window.empty && what instanceof HTMLVideoElement)) real.call(this, what, ...where); };"
    )
    phone.until(lambda view: bool(view["can"]["start"]))
    phone.page.evaluate("window.empty = true")
    phone.ask("start")
    assert "picture is empty" in phone.until_phase("paused")["reason"]["message"]


LOSE_DATABASE = """
const dead = new WeakSet(); const every = new Set(); window.opened = 0;
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...what) {
  if (window.refused) throw new DOMException('The operation is insecure.', 'SecurityError');
  window.opened += 1;
  const request = open.apply(this, what);
  request.addEventListener('success', () => every.add(request.result));
  return request;
};
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...what) {
  if (dead.has(this)) throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
  return transaction.apply(this, what);
};
window.loseDatabase = (told) => {
  for (const db of every) { dead.add(db); if (told) db.dispatchEvent(new Event('close')); }
  every.clear();
};
"""


@pytest.mark.parametrize("told", [True, False], ids=["with a close event", "in silence"])
def test_a_database_that_the_system_closed_is_opened_anew_and_the_session_goes_on(
    hold: Opener, told: bool
) -> None:
    phone = hold(LOSE_DATABASE)
    phone.hold_photos()
    phone.start()
    phone.until_held()
    phone.page.evaluate("told => window.loseDatabase(told)", told)
    phone.release_photos()
    assert phone.until_phase("finished")["progress"]["stored"] == 3
    assert phone.page.evaluate("window.opened") == 2


def test_a_database_that_cannot_be_had_again_is_said_to_be_lost(hold: Opener) -> None:
    phone = hold(LOSE_DATABASE)
    phone.until(lambda view: bool(view["can"]["start"]))
    phone.page.evaluate("window.refused = true; window.loseDatabase(true)")
    phone.ask("start")
    expect(
        phone.page.get_by_role("heading", name="The browser lost access to this phone’s storage")
    ).to_be_visible()
    phone.until_phase("paused")
    phone.until(lambda view: view["phones"][0]["code"] == "storage_failed")
    accessibility.check(phone.page)
    phone.page.get_by_role("button", name="Reload this page").click()
    phone.until(lambda view: bool(view["can"]["resume"]))
    phone.ask("resume")
    phone.until_phase("finished")


MUTING = """
const take = ImageCapture.prototype.takePhoto;
ImageCapture.prototype.takePhoto = async function (...how) {
  const { track } = this;
  track.dispatchEvent(new Event('mute'));
  const photo = await take.apply(this, how);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  track.dispatchEvent(new Event('unmute'));
  return photo;
};
"""


def test_a_camera_that_is_silent_while_it_takes_a_photo_pauses_nothing(hold: Opener) -> None:
    phone = hold(MUTING)
    phone.start()
    assert phone.until_phase("finished")["progress"]["stored"] == 3


def test_a_camera_that_stays_silent_pauses_until_it_is_back(hold: Opener) -> None:
    phone = hold(TRACKS)
    phone.hold_photos()
    phone.start()
    phone.until_held()
    phone.page.evaluate("window.tracks.at(-1).dispatchEvent(new Event('mute'))")
    assert phone.until_phase("paused")["phones"][0]["code"] == "camera_lost"
    expect(phone.page.get_by_role("heading", name="The camera stopped")).to_be_visible()
    phone.release_photos()
    phone.page.evaluate("window.tracks.at(-1).dispatchEvent(new Event('unmute'))")
    # The pause was for this alone: the session goes on by itself.
    phone.until(lambda view: view["phase"] in ("running", "finishing", "finished"))
    expect(phone.page.get_by_role("heading", name="The camera stopped")).to_be_hidden()


def test_the_dialog_that_asks_for_the_camera_leaves_one_stream(hold: Opener) -> None:
    dialog = (
        "const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices); window.asked = 0;"
        "navigator.mediaDevices.getUserMedia = async (wish) => { window.asked += 1;"
        "  await new Promise((resolve) => { window.allow = resolve; }); return ask(wish); };"
    )
    phone = hold(TRACKS + dialog)
    expect(phone.page.get_by_role("heading", name="Waiting for the camera")).to_be_visible()
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.page.evaluate("window.allow()")
    expect(phone.page.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    phone.until(lambda view: bool(view["phones"][0]["ready"]))
    assert phone.page.evaluate("window.asked") == 1
    assert phone.page.evaluate(LIVE) == 1


def test_a_camera_that_is_given_back_while_it_opens_is_stopped(page: Page, server: LabServer) -> None:
    page.goto(f"{server.url}/join")
    live = page.evaluate(
        """async () => {
        const { Camera } = await import('/static/phone/camera.js');
        const tracks = [];
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wish) => {
          await new Promise((resolve) => setTimeout(resolve, 100));
          const stream = await open(wish);
          tracks.push(...stream.getVideoTracks());
          return stream;
        };
        const video = Object.assign(document.createElement('video'), { muted: true });
        const camera = new Camera(video);
        const first = camera.open();
        await new Promise((resolve) => setTimeout(resolve, 20));
        const second = camera.open();
        await Promise.all([first, second]);
        const one = tracks.filter(({ readyState }) => readyState === 'live').length;
        const third = camera.open();
        camera.close();
        await third;
        return [tracks.length, one, tracks.filter(({ readyState }) => readyState === 'live').length];
    }"""
    )
    assert live == [2, 1, 0]


AWAKE = """
window.awake = 0;
navigator.wakeLock.request = async (...what) => {
  const held = { released: false, addEventListener() {} };
  held.release = async () => { if (!held.released) window.awake -= 1; held.released = true; };
  window.awake += 1;
  return held;
};
"""


SOON = """
const later = window.setTimeout;
window.setTimeout = (what, ms, ...rest) => later(what, ms >= 30 * 60_000 ? 1 : ms, ...rest);
"""
"""The half hour for which a phone waits for a next session is over at once."""


def test_a_phone_gives_camera_and_screen_back_when_it_is_done_and_takes_them_for_a_retake(
    hold: Opener, server: LabServer
) -> None:
    phone = hold(TRACKS + AWAKE + SOON)
    phone.start()
    phone.until_phase("finished")
    expect(phone.page.get_by_role("heading", name="All 3 photos stored")).to_be_visible()
    phone.until_here(f"{LIVE} === 0 && window.awake === 0")
    expect(phone.page.get_by_role("link", name="Join the next session")).to_be_visible()
    accessibility.check(phone.page)
    phone.ask("retakes", {"index": 2})
    phone.ask("resume")
    phone.until_here("window.tracks.length === 2")
    phone.until_phase("finished")
    assert len(stored_photos(server, phone.view["session"])) == 4
    phone.until_here(f"{LIVE} === 0 && window.awake === 0")


def test_an_aborted_phone_gives_its_camera_back_and_goes_on_when_the_session_does(hold: Opener) -> None:
    phone = hold(TRACKS + AWAKE + SOON, count=8)
    phone.start()
    phone.until_stored(2)
    phone.ask("abort")
    phone.until_here(f"{LIVE} === 0 && window.awake === 0")
    expect(phone.page.get_by_role("link", name="Join the next session")).to_be_visible()
    accessibility.check(phone.page)
    phone.until(lambda view: bool(view["can"]["resume"]))
    phone.ask("resume")
    phone.until_phase("finished")


def test_a_dropped_phone_gives_its_camera_back(hold: Opener, server: LabServer) -> None:
    phone = hold(TRACKS + AWAKE)
    phone.until(lambda view: bool(view["phones"][0]["ready"]))
    server.call("DELETE", f"/sessions/{phone.view['session']}/devices/{phone.phone['device']}")
    phone.until_here(f"{LIVE} === 0 && window.awake === 0")


def test_a_page_that_is_reloaded_in_mid_run_pauses_nothing(hold: Opener) -> None:
    phone = hold(count=12)
    phone.start()
    for stored in (2, 6):
        phone.until_stored(stored)
        phone.page.reload()
    assert phone.until_phase("finished")["progress"]["stored"] == 12


def test_a_page_in_the_background_pauses_and_goes_on_by_itself_once_it_is_in_front(hold: Opener) -> None:
    phone = hold()
    phone.hold_photos()
    phone.start()
    phone.until_held()
    phone.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert phone.until_phase("paused")["phones"][0]["code"] == "page_hidden"
    phone.release_photos()
    phone.page.evaluate(
        "delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))"
    )
    finished = phone.until(lambda view: bool(view["phase"] == "finished"))
    assert finished["progress"]["stored"] == 3


def test_a_page_from_the_browsers_cache_connects_and_films_again(hold: Opener) -> None:
    phone = hold(TRACKS, count=3)
    phone.until(lambda view: bool(view["phones"][0]["ready"]))
    phone.page.evaluate(
        "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));"
        "window.tracks.at(-1).stop();"
        "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));"
    )
    phone.until_here(f"window.tracks.length === 2 && {LIVE} === 1")
    phone.start()
    phone.until_phase("finished")


def test_a_phone_reads_about_itself_in_the_second_person(hold: Opener) -> None:
    phone = hold(NO_STILLS + "HTMLCanvasElement.prototype.toBlob = (give) => give(null);")
    phone.start()
    view = phone.until_phase("paused")
    expect(phone.page.locator("#sheet")).to_contain_text("this phone could not take the photo of 1")
    expect(phone.page.get_by_role("button", name=f"Resume at {view['next_index']}")).to_be_visible()
    assert view["phones"][0]["name"] in view["reason"]["message"]


SPOIL = """
window.spoil = () => new Promise((resolve, reject) => {
  const name = `chexphoto-${document.body.dataset.session}-${document.body.dataset.device}`;
  const request = indexedDB.open(name);
  request.onsuccess = () => {
    const change = request.result.transaction("bytes", "readwrite");
    change.objectStore("bytes").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      const bytes = new Uint8Array(cursor.value);
      bytes[bytes.length >> 1] ^= 1;
      cursor.update(bytes.buffer);
      cursor.continue();
    };
    change.oncomplete = () => { request.result.close(); resolve(); };
    change.onerror = reject;
  };
});
"""


def test_a_photo_that_has_changed_in_the_phones_store_is_never_sent_and_taken_again(
    hold: Opener, server: LabServer
) -> None:
    phone = hold(SPOIL)
    sent: list[str] = []
    phone.hold_photos()
    phone.start()
    phone.until_held()
    phone.page.evaluate("window.spoil()")
    phone.release_photos()
    phone.page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    phone.until_phase("finished")
    assert {url.rsplit("/photos/")[1] for url in sent} == {"1/2", "2/2", "3/1"}
    photos = server.call("GET", f"/sessions/{phone.view['session']}/photos")["photos"]
    filed = sorted((photo["index"], photo["attempt"]) for photo in photos if photo["state"] == "accepted")
    assert filed == [(1, 2), (2, 2), (3, 1)]


def test_a_photo_in_conflict_is_told_of_and_strands_nothing(hold: Opener) -> None:
    phone = hold(LOSE_DATABASE)
    answer = {
        "error": {
            "code": "photo_conflict",
            "message": "Another photo of 1 is stored. It stays.",
            "details": {},
        }
    }

    def refuse(route: Route) -> None:
        route.fetch()  # the server has it, and its answer is another one
        route.fulfill(status=409, json=answer)

    phone.page.route("**/photos/1/1", refuse)
    phone.page.evaluate("window.WebSocket = null")
    phone.start()
    phone.until_phase("finished")
    expect(phone.page.get_by_role("heading", name="All 3 photos stored")).to_be_visible()


def test_a_phone_that_keeps_nothing_says_so_and_offers_a_way_on(hold: Opener) -> None:
    phone = hold(
        "if (location.pathname.startsWith('/phone/') && !sessionStorage.mended)"
        " IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };"
    )
    expect(
        phone.page.get_by_role("heading", name="This browser cannot keep photos on this phone")
    ).to_be_visible()
    phone.until(lambda view: view["phones"][0]["code"] == "storage_failed")
    assert any("cannot keep photos" in words for words in phone.view["waits_for"])
    accessibility.check(phone.page)
    phone.page.evaluate("sessionStorage.mended = 'yes'")
    phone.page.get_by_role("button", name="Reload this page").click()
    expect(phone.page.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    assert phone.until(lambda view: bool(view["phones"][0]["ready"]))["phones"][0]["code"] == ""


def test_a_battery_that_will_not_last_is_a_warning(hold: Opener) -> None:
    phone = hold(
        "navigator.getBattery = async () => Object.assign(new EventTarget(), { level: 0.04, charging: false });"
    )
    expect(phone.page.get_by_text("Battery 4 %: plug this phone in")).to_be_visible()


def test_a_phone_without_a_network_counts_down_to_its_next_try(hold: Opener) -> None:
    phone = hold()
    expect(phone.page.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    phone.context.set_offline(True)
    expect(phone.page.get_by_text("Trying again in")).to_be_visible()
    phone.page.get_by_role("button", name="Try now").click()
    expect(phone.page.get_by_role("button", name="Trying…")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Try now")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.page.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
