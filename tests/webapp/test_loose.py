"""Loose photos over REST: assigned by content, the rest to a person, each filed once and exported like any other."""

from __future__ import annotations

import gc
import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask_openapi3 import OpenAPI

from dataset.images import Pixels, encode_image, read_image
from tests.waiting import PATIENCE_S, wait_until
from tests.webapp.clients import operator_client
from tests.webapp.loose_photos import API, LoosePile, holiday, make_xrays, photo_file, xray_path
from tests.webapp.pixels import InlinePixels, run_inline
from tests.webapp.shape import assert_error
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.imports.import_filing import ImportFiling
from webapp.pixels.import_pixels import ImportPixels
from webapp.settings import Settings
from webapp.workers.client import WorkerClient


@pytest.fixture
def pile(app: OpenAPI, tmp_path: Path) -> LoosePile:
    return LoosePile(app, tmp_path / "xrays")


def test_photos_are_assigned_by_what_they_show_and_exported(pile: LoosePile, lab: Services) -> None:
    for number in (4, 2):
        assert pile.send(photo_file(number), f"IMG_{number}.JPG").status_code == 201
    first, second = pile.looked_at()
    assert [(p["file"], p["state"], p["index"], p["attempt"]) for p in (first, second)] == [
        ("IMG_4.JPG", "assigned", 4, 1),
        ("IMG_2.JPG", "assigned", 2, 1),
    ]
    assert first["camera"]["model"] == "iPhone 8"
    listed = pile.operator.get(f"{API}/sessions/{pile.id}/photos?state=accepted").json["photos"]
    assert sorted(row["index"] for row in listed) == [2, 4]
    answer = pile.operator.get(f"{API}/export?session={pile.id}&name=Out")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        manifest = archive.read("Out/manifest.csv").decode()
    assert {f"Out/train/natural/iphone1k/{xray_path(n).split('train/')[1]}" for n in (2, 4)} <= set(names)
    assert "iPhone 8" in manifest
    assert list((lab.settings.data_root / "loose").rglob("*.jpg")) == []


def test_the_bytes_are_kept_as_taken(pile: LoosePile) -> None:
    data = photo_file(3)
    pile.send(data)
    pile.looked_at()
    url = f"{API}/sessions/{pile.id}/photos/iphone1k/3/1"
    assert pile.operator.get(url).data == data


def test_a_pile_in_order_is_not_searched(pile: LoosePile) -> None:
    for number in (1, 2, 3):
        pile.send(photo_file(number), f"IMG_{number}.JPG")
    assert [photo["index"] for photo in pile.looked_at()] == [1, 2, 3]


def test_a_second_photo_of_an_xray_is_its_second_attempt(pile: LoosePile) -> None:
    pile.send(photo_file(3, seed=0))
    pile.send(photo_file(3, seed=1))
    assert [(photo["index"], photo["attempt"]) for photo in pile.looked_at()] == [(3, 1), (3, 2)]


def test_the_same_bytes_are_kept_once(pile: LoosePile) -> None:
    data = photo_file(3)
    assert pile.send(data, "a.jpg").status_code == 201
    again = pile.send(data, "b.jpg")
    assert (again.status_code, again.json["file"]) == (200, "a.jpg")
    assert len(pile.looked_at()) == 1


def test_a_photo_of_no_xray_is_assigned_to_none_until_a_person_says_so(pile: LoosePile) -> None:
    pile.send(holiday(), "beach.jpg")
    [photo] = pile.looked_at()
    assert (photo["state"], photo["index"]) == ("unknown", None), photo
    decided = pile.decide(photo["id"], index=5, person="Ada")
    assert (decided.status_code, decided.json["index"]) == (200, 5)
    assert decided.json["sentence"] == "Assigned to 5 by Ada."
    again = pile.decide(photo["id"], index=4)
    assert (again.status_code, again.json["error"]["code"]) == (409, "decided_already")


def test_equal_xrays_are_left_to_a_person_with_both_as_candidates(app: OpenAPI, tmp_path: Path) -> None:
    pile = LoosePile(app, tmp_path / "xrays", copies={6: 2})
    pile.send(photo_file(2))
    [photo] = pile.looked_at()
    assert (photo["state"], photo["reason"]) == ("doubtful", "twins")
    assert sorted(candidate["index"] for candidate in photo["candidates"]) == [2, 6]
    assert photo["candidates"][0]["path"].endswith("view1_frontal.jpg")


def test_copies_treated_as_one_leave_nothing_to_a_person(app: OpenAPI, tmp_path: Path) -> None:
    pile = LoosePile(app, tmp_path / "xrays", copies={6: 2})
    pile.send(photo_file(2))
    assert [photo["reason"] for photo in pile.looked_at()] == ["twins"]
    assert pile.operator.post(f"{API}/loose/{pile.id}/copies-as-one").json["id"] == pile.id
    wait_until(lambda: pile.read()["counts"] == {"assigned": 1}, "the photo filed")
    for seed in (1, 2):
        pile.send(photo_file(2, seed=seed))
    pile.send(photo_file(3))
    filed = [(photo["state"], photo["index"], photo["attempt"]) for photo in pile.looked_at()]
    assert sorted(filed[:2]) == [("assigned", 2, 1), ("assigned", 6, 1)], "each copy has a photo first"
    assert filed[2][:2] in (("assigned", 2), ("assigned", 6))
    assert (filed[2][2], filed[3]) == (2, ("assigned", 3, 1))
    events = pile.operator.get(f"{API}/sessions/{pile.id}/events?limit=500").json["events"]
    assert [row["message"] for row in events if "treated as one" in row["message"]] == [
        "These x-rays show the same picture and are treated as one: 2 = 6."
    ]


def test_only_copies_are_treated_as_one(pile: LoosePile) -> None:
    pile.send(holiday())
    before = pile.looked_at()
    pile.operator.post(f"{API}/loose/{pile.id}/copies-as-one")
    pile.send(photo_file(1))
    assert [photo["state"] for photo in pile.looked_at()] == ["unknown", "assigned"]
    assert pile.read()["photos"][0] == before[0]


def test_a_photo_left_out_can_be_taken_back_in(pile: LoosePile) -> None:
    pile.send(holiday())
    [photo] = pile.looked_at()
    assert pile.leave_out(photo["id"]).json["state"] == "left_out"
    assert pile.decide(photo["id"], index=1).json["state"] == "assigned"


def test_a_person_cannot_choose_an_xray_that_is_not_there(pile: LoosePile) -> None:
    pile.send(holiday())
    [photo] = pile.looked_at()
    answer = pile.decide(photo["id"], index=7)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "index_outside")
    assert pile.read()["counts"] == {"unknown": 1}


@pytest.mark.parametrize(
    ("make", "status", "code"),
    [
        (lambda: b"no photo", 415, "photo_type"),
        (lambda: photo_file(1)[:-900], 422, "photo_broken"),
        (bytes, 411, "length_required"),
    ],
    ids=["no photo", "cut", "nothing"],
)
def test_what_is_no_photo_is_refused_and_not_kept(
    pile: LoosePile, make: Callable[[], bytes], status: int, code: str
) -> None:
    answer = pile.send(make())
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert pile.read()["photos"] == []


def test_bytes_damaged_on_the_way_are_refused(pile: LoosePile) -> None:
    answer = pile.send(photo_file(1), digest=b"\0" * 32)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "digest_wrong")


def test_a_files_name_is_shown_and_leads_nowhere(pile: LoosePile) -> None:
    answer = pile.send(holiday(), "../../etc/pass\nwd.jpg")
    assert answer.json["file"] == "passwd.jpg"


def test_a_photo_can_be_looked_at_before_and_after_it_is_filed(pile: LoosePile) -> None:
    pile.send(photo_file(3))
    pile.send(holiday())
    photos = pile.looked_at()
    assert len(photos) == 2
    for photo in photos:
        answer = pile.operator.get(photo["picture"])
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")


@pytest.mark.parametrize("held", [(ImportFiling, "place"), (ImportPixels, "picture")], ids=["found", "made"])
def test_a_photo_that_is_filed_while_its_picture_is_made_is_shown(
    app: OpenAPI, pile: LoosePile, monkeypatch: pytest.MonkeyPatch, held: tuple[type, str]
) -> None:
    pile.send(holiday())
    [photo] = pile.looked_at()
    go_on, decided = getattr(*held), list[int]()

    def once_it_is_filed(*arguments: Any) -> Any:
        if not decided:
            decided.append(photo["id"])
            assert pile.decide(photo["id"], index=5).status_code == 200
        return go_on(*arguments)

    monkeypatch.setattr(*held, once_it_is_filed)
    answer = operator_client(app).get(photo["picture"])
    assert (answer.status_code, answer.mimetype, decided) == (200, "image/jpeg", [photo["id"]])


@pytest.mark.parametrize("damaged", [range(1, 7), range(1, 6)], ids=["all", "all but one"])
def test_a_pile_over_xrays_that_cannot_be_read_says_so(
    pile: LoosePile, tmp_path: Path, damaged: range
) -> None:
    for index in damaged:
        (tmp_path / "xrays" / xray_path(index)).write_bytes(b"no image")
    pile.send(photo_file(2))
    (photo,) = pile.looked_at()
    assert (photo["state"], photo["index"]) == ("unknown", None), photo


def test_a_heic_is_recognised_as_its_jpeg_twin_is(pile: LoosePile) -> None:
    heic = Path(__file__).parents[1] / "dataset" / "files" / "photo-of-drawn-2.heic"
    for data, name in ((heic.read_bytes(), "IMG_1.HEIC"), (encode_image(read_image(heic)), "IMG_2.JPG")):
        assert pile.send(data, name).status_code == 201
    assert [(photo["state"], photo["index"]) for photo in pile.looked_at()] == [("assigned", 2)] * 2


def test_a_heic_is_kept_as_it_is_and_exported_as_a_jpeg(pile: LoosePile) -> None:
    data = (Path(__file__).parents[1] / "dataset" / "files" / "turned.heic").read_bytes()
    assert pile.send(data, "IMG_0001.HEIC").status_code == 201
    [photo] = pile.looked_at()
    assert pile.operator.get(photo["picture"]).mimetype == "image/jpeg"
    assert pile.decide(photo["id"], index=2).status_code == 200
    kept = pile.operator.get(f"{API}/sessions/{pile.id}/photos/iphone1k/2/1")
    assert (kept.data, kept.mimetype) == (data, "image/heic")
    answer = pile.operator.get(f"{API}/export?session={pile.id}&name=Out")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        [exported] = [name for name in archive.namelist() if name.endswith("frontal.jpg")]
        assert archive.read(exported).startswith(b"\xff\xd8")


def test_the_same_pile_begun_again_is_the_same(pile: LoosePile) -> None:
    assert pile.begin().json["id"] == pile.id
    assert pile.begin(title="Another").json["id"] != pile.id
    listed = pile.operator.get(f"{API}/loose").json["piles"]
    assert [entry["title"] for entry in listed] == ["Another", "Loose photos"]


def test_an_unknown_pile_is_not_found(pile: LoosePile) -> None:
    pile.id = "abcdefgh"
    assert pile.send(holiday()).status_code == 404


def test_photos_that_waited_when_the_server_stopped_are_looked_at_at_the_next_start(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    pile = LoosePile(app, tmp_path / "xrays")
    lab: Services = app.extensions["services"]
    lab.loose.identification._look = lambda *_: None  # type: ignore[method-assign]  # the server stops before it comes to it
    pile.send(photo_file(3))
    assert pile.read()["counts"] == {"waiting": 1}
    close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    pile.operator = operator_client(again)
    assert [photo["index"] for photo in pile.looked_at()] == [3]
    close_app(again)


def test_a_stop_after_filing_files_nothing_twice(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    pile, data = LoosePile(app, tmp_path / "xrays"), photo_file(3)
    pile.send(data)
    [photo] = pile.looked_at()
    lab: Services = app.extensions["services"]
    # As if the server had stopped before it wrote down that the photo is filed.
    lab.storage.imports.change(photo["id"], {"state": "waiting", "index": None, "attempt": None})
    close_app(app)
    staged = settings.data_root / "loose" / pile.id / f"{photo['sha256']}.jpg"
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.write_bytes(data)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    pile.operator = operator_client(again)
    assert [(p["index"], p["attempt"]) for p in pile.looked_at()] == [(3, 1)]
    listed = pile.operator.get(f"{API}/sessions/{pile.id}/photos").json["photos"]
    assert [(row["index"], row["attempt"], row["state"]) for row in listed] == [(3, 1, "accepted")]
    close_app(again)
    staged.write_bytes(data)  # as if it had stopped before it removed the file
    close_app(create_app(settings, pixels=InlinePixels(), with_demo=False))
    assert not staged.exists()


def test_only_what_changed_is_described_again(app: OpenAPI, lab: Services, tmp_path: Path) -> None:
    pile = LoosePile(app, tmp_path / "xrays")
    before = lab.loose.identification.gallery(pile.id)
    assert before.unreadable == ()
    (tmp_path / "xrays" / xray_path(5)).write_bytes(b"no x-ray any more")
    assert lab.loose.identification.gallery(pile.id) is before
    lab.galleries.forget()
    after = lab.loose.identification.gallery(pile.id)
    assert [index for index, _ in after.unreadable] == [5]
    assert after.folder != before.folder
    older = before.folder
    assert older.exists(), "somebody has it"
    del before
    gc.collect()
    (tmp_path / "xrays" / xray_path(4)).write_bytes(b"no x-ray any more")
    lab.galleries.forget()
    lab.loose.identification.gallery(pile.id)
    assert not older.exists()


def test_what_a_check_is_using_stays_while_a_gallery_of_changed_files_is_made(
    app: OpenAPI, lab: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile = LoosePile(app, tmp_path / "xrays", copies={6: 2})
    find_alike, held = ImportPixels.find_alike, list[Path]()

    def once_a_gallery_is_made(pixels: ImportPixels, described: Any, indices: Any) -> Any:
        if not held:
            held.extend(described)
            (tmp_path / "xrays" / xray_path(5)).write_bytes(b"no x-ray any more")
            lab.loose.identification.gallery(pile.id)
        return find_alike(pixels, described, indices)

    monkeypatch.setattr(ImportPixels, "find_alike", once_a_gallery_is_made)
    body = {"first": 1, "last": 4, "sets": ["iphone1k"]}
    assert pile.operator.post(f"{API}/datasets/{pile.dataset}/checks", json=body).status_code == 200
    assert [file.exists() for file in held] == [True]
    (tmp_path / "xrays" / xray_path(4)).write_bytes(b"no x-ray any more")
    lab.galleries.forget()
    lab.loose.identification.gallery(pile.id)
    assert [file.exists() for file in held] == [False]


def test_a_check_tells_which_xrays_look_the_same_before_they_are_photographed(
    app: OpenAPI, tmp_path: Path
) -> None:
    pile = LoosePile(app, tmp_path / "xrays", copies={6: 2})
    url = f"{API}/datasets/{pile.dataset}/checks"
    body = {"first": 1, "last": 6, "sets": ["iphone1k"]}
    [warning] = pile.operator.post(url, json=body).json["warnings"]
    assert warning["code"] == "alike_xrays"
    assert "2 = 6" in warning["message"]
    assert pile.operator.post(url, json=body | {"last": 5}).json["warnings"] == []


def test_the_comparison_of_a_check_tells_how_far_it_is_and_can_be_stopped(
    app: OpenAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = operator_client(app)
    csv = make_xrays(tmp_path / "xrays", {6: 2})
    body = {"name": "Drawn", "csv": str(csv), "data_dir": str(tmp_path / "xrays")}
    url = f"{API}/datasets/{operator.post(f'{API}/datasets', json=body).json['id']}/checks"
    confirm, seen = ImportPixels.confirm, list[Any]()

    def stopped_meanwhile(pixels: ImportPixels, pairs: Any, xrays: Any) -> Any:
        seen.append(operator_client(app).get(url).json)
        assert operator_client(app).delete(url).status_code == 204
        return confirm(pixels, pairs, xrays)

    monkeypatch.setattr(ImportPixels, "confirm", stopped_meanwhile)
    wish = {"first": 1, "last": 6, "sets": ["iphone1k"]}
    assert_error(operator.post(url, json=wish), 409, "check_stopped")
    assert [(now["stage"], now["done"], now["total"]) for now in seen] == [("comparing", 0, 1)]
    assert operator.get(url).json["total"] == 0
    [warning] = operator.post(url, json=wish).json["warnings"]
    assert "2 = 6" in warning["message"]
    assert len(seen) == 1, "what was compared by then is kept"


def cut(xray: Pixels) -> Pixels:
    height, width = xray.shape[:2]
    return xray[height // 20 : -height // 20, width // 20 : -width // 20]


def turned(xray: Pixels) -> Pixels:
    height, width = xray.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 3, 1)
    return np.asarray(cv2.warpAffine(xray, turn, (width, height)), xray.dtype)


def bordered(xray: Pixels) -> Pixels:
    height, width = xray.shape[:2]
    return np.pad(xray, [(height // 8, height // 8), (width // 5, width // 5)])


def saved_again(xray: Pixels) -> Pixels:
    half = cv2.resize(xray, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    return np.asarray(255 * (half / 255.0) ** 0.8, xray.dtype)


@pytest.mark.parametrize("change", [cut, turned, bordered, saved_again])
def test_a_check_and_a_gallery_find_a_copy_that_is_changed_and_compare_it_once(
    app: OpenAPI,
    lab: Services,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Pixels], Pixels],
) -> None:
    pile = LoosePile(app, tmp_path / "xrays")
    copy = change(read_image(tmp_path / "xrays" / xray_path(2)))
    (tmp_path / "xrays" / xray_path(4)).write_bytes(encode_image(np.ascontiguousarray(copy)))
    asked: list[str] = []

    def noted(task: str, **arguments: Any) -> Any:
        asked.append(task)
        return run_inline(task, **arguments)

    monkeypatch.setattr(InlinePixels.loose, "_workers", WorkerClient(noted))
    for last in (4, 5, 4):
        body = {"first": 1, "last": last, "sets": ["iphone1k"]}
        [warning] = pile.operator.post(f"{API}/datasets/{pile.dataset}/checks", json=body).json["warnings"]
        assert (warning["code"], "2 = 4" in warning["message"]) == ("alike_xrays", True)
    assert asked.count("describe_xrays") == 1
    assert asked.count("find_alike") == 2
    assert asked.count("confirm_pairs") == 1
    assert lab.loose.identification.gallery(pile.id).twins == ((2, 4),)
    assert asked.count("confirm_pairs") == 1


def test_xrays_that_are_all_missing_are_listed_by_the_check_and_refused_at_creation(
    app: OpenAPI, tmp_path: Path
) -> None:
    pile = LoosePile(app, tmp_path / "xrays")
    for index in (2, 3):
        (tmp_path / "xrays" / xray_path(index)).unlink()
    body = {"first": 2, "last": 3, "sets": ["iphone1k"]}
    checked = pile.operator.post(f"{API}/datasets/{pile.dataset}/checks", json=body)
    made = pile.operator.post(f"{API}/sessions", json=body | {"dataset": pile.dataset})
    for answer in (checked, made):
        assert (answer.status_code, answer.json["error"]["code"]) == (422, "xrays_unreadable")
        assert [row["index"] for row in answer.json["error"]["details"]["problems"]] == [2, 3]
    some = pile.operator.post(f"{API}/datasets/{pile.dataset}/checks", json=body | {"last": 4})
    assert (some.status_code, [row["index"] for row in some.json["problems"]]) == (200, [2, 3])


def test_getting_to_know_the_xrays_can_be_stopped_and_goes_on_where_it_was(
    pile: LoosePile, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe, held, asked = ImportPixels.describe, threading.Event(), []

    def slowly(pixels: ImportPixels, xrays: Any, target: Path) -> None:
        asked.append(target)
        assert held.wait(PATIENCE_S)
        describe(pixels, xrays, target)

    def preparing(what: str) -> Any:
        return pile.operator.post(f"{API}/loose/{pile.id}/preparing/{what}").json

    assert preparing("stop")["stopped"] is False
    monkeypatch.setattr(ImportPixels, "describe", slowly)
    pile.send(photo_file(4))
    wait_until(lambda: asked, "the x-rays being described")
    assert pile.read()["preparing"]["stage"] == "describing"
    assert preparing("stop") == {
        "stage": "describing",
        "done": 0,
        "total": 6,
        "seconds_left": None,
        "stopped": True,
    }
    held.set()
    pile.send(photo_file(2), "IMG_2.JPG")
    assert pile.read()["counts"] == {"waiting": 2}
    assert pile.read()["preparing"]["stopped"] is True
    preparing("resume")
    assert [photo["index"] for photo in pile.looked_at()] == [4, 2]
    assert len(asked) == 1
    assert pile.read()["preparing"]["stopped"] is False


def test_a_check_tells_which_xrays_are_the_same_file(app: OpenAPI, tmp_path: Path) -> None:
    pile = LoosePile(app, tmp_path / "xrays")
    (tmp_path / "xrays" / xray_path(3)).write_bytes((tmp_path / "xrays" / xray_path(1)).read_bytes())
    url = f"{API}/datasets/{pile.dataset}/checks"
    [warning] = pile.operator.post(url, json={"first": 1, "last": 4, "sets": ["a"]}).json["warnings"]
    assert (warning["code"], "1 = 3" in warning["message"]) == ("identical_xrays", True)
