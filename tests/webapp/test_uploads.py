"""The upload table of the protocol, row by row: what is kept once, what is refused, and that nothing is lost by it."""

from __future__ import annotations

import base64
import threading
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from capture.archive import Archive
from capture.errors import DiskFull
from tests.webapp.devices import Phone, content_digest, sha256
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from tests.webapp.xrays import jpeg

KEY = (1, 1)


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    station = Station(app, tmp_path / "data").open()
    station.display.show_next(1)
    return station


@pytest.fixture
def phone(station: Station) -> Phone:
    """A phone that has taken the photo of x-ray 1 and not sent it yet."""
    assert station.phone.shoot(1) == KEY
    return station.phone


def stored_files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "root" / "photos").rglob("*") if path.is_file())


def test_a_photo_is_kept_once_and_acknowledged_twice(phone: Phone, tmp_path: Path) -> None:
    first, again = phone.put(KEY), phone.put(KEY)
    assert (first.status_code, again.status_code) == (201, 200)
    data = phone.held[KEY][0]
    assert first.json == {
        "index": 1,
        "attempt": 1,
        "name": "000001__01__Lab-v1.0__train__patient00001__study1__view1_frontal.jpg",
        "sha256": sha256(data),
        "size": len(data),
        "state": "pending",
    }
    assert again.json["name"] == first.json["name"]
    assert stored_files(tmp_path) == [first.json["name"]]
    assert phone.next("stored")["name"] == first.json["name"]


def test_other_bytes_under_a_kept_key_are_a_conflict_and_change_nothing(
    phone: Phone, station: Station
) -> None:
    assert phone.put(KEY).status_code == 201
    error = assert_error(phone.put(KEY, jpeg(200)), 409, "photo_conflict")
    assert "stays" in error["message"]
    kept = station.operator.get(f"/api/v1/sessions/{station.session}/photos/pixel10k/1/1")
    assert kept.data == phone.held[KEY][0]


def test_other_bytes_than_the_phone_said_it_took_are_no_conflict_while_nothing_is_kept(
    phone: Phone, tmp_path: Path
) -> None:
    error = assert_error(phone.put(KEY, jpeg(200)), 422, "photo_changed")
    assert "has changed on the phone" in error["message"]
    assert stored_files(tmp_path) == []
    damaged = phone.put(KEY, jpeg(200), Content_Digest=content_digest(jpeg(7)))
    assert_error(damaged, 400, "digest_wrong")
    assert stored_files(tmp_path) == []
    assert phone.put(KEY).status_code == 201


def test_a_photo_that_was_never_captured_is_not_expected(phone: Phone) -> None:
    for key in ((2, 1), (1, 2), (4, 1)):
        assert_error(phone.put(key, jpeg(1)), 409, "photo_not_expected")


@pytest.mark.parametrize(
    ("digest", "code"),
    [
        ("", "digest_missing"),
        ("sha-512=:AAAA:", "digest_missing"),
        ("sha-256=:not base64:", "digest_missing"),
        ("sha-256=AAAA", "digest_missing"),
        ("sha-256=:AAAA:", "digest_missing"),
    ],
)
def test_a_digest_that_is_missing_or_none_is_refused(phone: Phone, digest: str, code: str) -> None:
    assert_error(phone.put(KEY, Content_Digest=digest), 400, code)
    assert phone.put(KEY).status_code == 201


def test_a_digest_may_stand_among_others(phone: Phone) -> None:
    ours = content_digest(phone.held[KEY][0])
    assert (
        phone.put(KEY, Content_Digest=f"sha-512=:{base64.b64encode(b'x' * 64).decode()}:, {ours}").status_code
        == 201
    )


def test_bytes_damaged_on_the_way_are_refused_and_leave_nothing(phone: Phone, tmp_path: Path) -> None:
    data = phone.held[KEY][0]
    damaged = bytes([data[0] ^ 1]) + data[1:]
    assert_error(phone.put(KEY, damaged, Content_Digest=content_digest(data)), 400, "digest_wrong")
    assert stored_files(tmp_path) == []
    assert list((tmp_path / "root" / "incoming").iterdir()) == []
    assert phone.put(KEY).status_code == 201


def test_a_phone_that_hangs_up_in_the_middle_leaves_nothing(phone: Phone, tmp_path: Path) -> None:
    data = phone.held[KEY][0]
    answer = phone.put(KEY, data[:-10], length=str(len(data)), Content_Digest=content_digest(data))
    assert_error(answer, 400, "length_wrong")
    assert list((tmp_path / "root" / "incoming").iterdir()) == []
    assert phone.put(KEY).status_code == 201


def shot(station: Station, data: bytes) -> Phone:
    """Have the phone take a photo with these bytes."""
    phone = station.phone
    order = phone.next("capture")
    facts = {name: order[name] for name in ("index", "attempt", "showing")}
    phone.say("received", **facts)
    phone.keep(KEY, data, order["showing"])
    assert phone.say("captured", **facts, sha256=sha256(data), size=len(data), camera={}) == {"ok": True}
    return phone


def png_header(width: int, height: int) -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 10))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "kind", "status", "code"),
    [
        (b"", "image/jpeg", 422, "photo_empty"),
        (b"not an image at all", "image/jpeg", 415, "photo_type"),
        (jpeg(1)[:-2], "image/jpeg", 422, "photo_broken"),
        (jpeg(1), "image/gif", 415, "photo_type"),
        (png_header(20_000, 20_000), "image/png", 422, "photo_too_many_pixels"),
    ],
)
def test_bytes_that_can_never_be_a_photo_are_refused_for_good_and_taken_again(
    station: Station, tmp_path: Path, data: bytes, kind: str, status: int, code: str
) -> None:
    phone = shot(station, data)
    assert_error(phone.put(KEY, length=str(len(data)), Content_Type=kind), status, code)
    assert stored_files(tmp_path) == []
    assert phone.say("spoiled", index=1, attempt=1) == {"ok": True}
    station.display.show_next(1)
    phone.upload(phone.shoot(1, attempt=2))


def test_a_photo_of_many_megabytes_is_kept_byte_for_byte(station: Station) -> None:
    data = jpeg(1, (3000, 4000)) + b"\0" * 4_000_000 + b"\xff\xd9"
    phone = shot(station, data)
    assert phone.put(KEY).status_code == 201
    kept = station.operator.get(f"/api/v1/sessions/{station.session}/photos/pixel10k/1/1")
    assert sha256(kept.data) == sha256(data)


def test_a_photo_over_the_limit_is_refused_by_its_length_alone(station: Station) -> None:
    data = jpeg(1)
    phone = shot(station, data)
    answer = phone.put(KEY, length="40000001")
    assert_error(answer, 413, "photo_too_large")


def test_a_photo_without_a_length_is_refused(phone: Phone) -> None:
    answer = phone.put(KEY, Transfer_Encoding="chunked")
    assert_error(answer, 411, "length_required")


def test_of_many_uploads_of_one_photo_at_once_one_is_new(phone: Phone, tmp_path: Path) -> None:
    statuses: list[int] = []
    barrier = threading.Barrier(6)

    def put() -> None:
        barrier.wait(5)
        statuses.append(phone.put(KEY).status_code)

    threads = [threading.Thread(target=put) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(statuses) == [200] * 5 + [201]
    assert len(stored_files(tmp_path)) == 1


def test_a_full_disk_pauses_the_session_and_the_photo_stays_on_the_phone(
    phone: Phone, station: Station, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: Any) -> None:
        raise DiskFull("The server's disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Archive, "receive", full)
        answer = phone.put(KEY)
    assert_error(answer, 507, "disk_full")
    assert int(answer.headers["Retry-After"]) > 0
    snapshot = station.snapshot()
    assert (snapshot["phase"], snapshot["reason"]["code"]) == ("paused", "disk_full")
    assert stored_files(tmp_path) == []
    assert phone.put(KEY).status_code == 201
    station.act("resume")
    assert station.snapshot()["phase"] == "running"


def test_a_dropped_phone_may_still_send_what_it_took_and_a_revoked_one_may_not(
    phone: Phone, station: Station
) -> None:
    device = f"/api/v1/sessions/{station.session}/devices/{phone.id}"
    assert station.operator.delete(device).status_code == 200
    assert phone.next("dropped") == {"code": "dropped"}
    assert phone.put(KEY).status_code == 201
    assert station.operator.post(f"{device}/revoke").status_code == 200
    assert_error(phone.put(KEY), 403, "credential_revoked")


def test_a_phone_may_put_its_own_photos_only(phone: Phone, station: Station) -> None:
    other = Phone(station.app, station.code("phone"), "Other")
    url = f"/api/v1/sessions/{phone.session}/phones/{phone.id}/photos/1/1"
    data = phone.held[KEY][0]
    headers = {"Content-Digest": content_digest(data), "Content-Type": "image/jpeg"}
    assert_error(other.browser.put(url, data=data, headers=headers), 403, "forbidden")
    assert_error(station.operator.put(url, data=data, headers=headers), 403, "forbidden")


def test_a_photo_never_leaves_its_folder_whatever_the_address_says(phone: Phone) -> None:
    for path in ("0/1", "1/0", "-1/1", "1/100", "99999999999999999999/1", "1/..%2f..%2f1"):
        url = f"/api/v1/sessions/{phone.session}/phones/{phone.id}/photos/{path}"
        answer = phone.browser.put(url, data=b"x", headers={"Content-Digest": content_digest(b"x")})
        assert_error(answer, answer.status_code)
        assert answer.status_code in (404, 422)
