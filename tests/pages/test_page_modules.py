"""Modules of the pages that need what only a browser has: pictures, cameras, layout, IndexedDB.

The others are tested without one, in `tests/javascript`.
"""

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


def test_a_photo_and_its_place_in_the_record_are_kept_together(ran: Any) -> None:
    script = """
    const { Store } = await import('/static/phone/store.js');
    const { PhoneRecord } = await import('/static/phone/record.js');
    const store = await Store.open('session', crypto.randomUUID());
    const empty = await store.hello();
    await store.adopt(new PhoneRecord(1, 0));
    const photo = { index: 1, attempt: 1, showing: 7, sha256: 'ab', size: 3, type: 'image/jpeg', camera: {} };
    await store.keep(new PhoneRecord(1, 1), photo, new Uint8Array([1, 2, 3]).buffer);
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


PICTURE = """
const { Picture } = await import('/static/display/picture.js');
const canvas = Object.assign(document.createElement('canvas'), { width: 3, height: 2 });
const png = await new Promise((resolve) => canvas.toBlob(resolve));
const noise = new Blob([new Uint8Array(9)], { type: 'image/png' });
const fetched = window.fetch;
let asked = 0;
window.fetch = async () => { asked += 1; return new Response(given ? png : noise); };
const picture = new Picture('/picture');
const came = await picture.decoded.then(() => `${picture.image.naturalWidth}`, (error) => error.message);
window.fetch = fetched;
return [came, asked];
"""


@pytest.mark.parametrize(
    ("whole", "came"),
    [
        pytest.param(True, "3", id="a picture comes"),
        pytest.param(False, "Its picture cannot be decoded.", id="what is no picture is said"),
    ],
)
def test_the_display_asks_once_for_what_it_is_given(ran: Any, whole: bool, came: str) -> None:
    assert ran(PICTURE, whole) == [came, 1]
