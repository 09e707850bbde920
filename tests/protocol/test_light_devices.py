"""The devices of the load benchmark keep the protocol, or what it measures would be something else."""

from __future__ import annotations

import hashlib
import io
import ssl
from collections.abc import Iterator

import numpy as np
import pytest
import simplejpeg
from PIL import Image

from benchmarks.bench_clients import Times
from benchmarks.light.devices import LightDisplay, LightPhone
from benchmarks.light.photos import Roll
from benchmarks.light.wire import Loop
from tests.protocol.bench import Bench
from webapp.virtual.network.address import JoinAddress
from webapp.virtual.network.web import DeviceCredential, join

COUNT = 4


def a_jpeg() -> bytes:
    grain = np.random.default_rng(0).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    return bytes(simplejpeg.encode_jpeg(grain, 80))


def test_photos_of_a_roll_are_whole_and_differ_by_their_digest_alone() -> None:
    roll = Roll(a_jpeg())
    photos = [roll.photo(name) for name in ("one", "two")]
    files = [bytes(photo.common) + photo.end for photo in photos]
    assert [hashlib.sha256(file).digest() for file in files] == [photo.sha256 for photo in photos]
    assert [len(file) for file in files] == [photo.size for photo in photos]
    assert files[0] != files[1]
    one, two = (np.asarray(Image.open(io.BytesIO(file))) for file in files)
    assert np.array_equal(one, two)
    one, two = (simplejpeg.decode_jpeg(file, strict=True) for file in files)
    assert np.array_equal(one, two)


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


def test_a_session_of_light_devices(bench: Bench, loop: Loop) -> None:
    bench.open(count=COUNT, sets=2)
    trust = bench.station.lab.trust
    context = ssl.create_default_context(cafile=str(trust.ca))

    def joined(role: str, name: str) -> DeviceCredential:
        return join(JoinAddress(bench.station.lab.url, bench.code(role)), name, role, trust)

    times = [Times() for _ in range(3)]
    roll = Roll(a_jpeg())
    LightDisplay(joined("display", "screen"), context, loop, times[0])
    phones = [LightPhone(joined("phone", f"phone {n}"), context, loop, times[n], roll) for n in (1, 2)]
    bench.start()
    bench.station.insist()
    rows = bench.operator.photos(bench.station.session, "accepted")
    kept = {digest for phone in phones for digest in phone.kept}
    for phone in phones:
        phone.close()
    assert sorted((row["set"], row["index"]) for row in rows) == [
        (name, index) for name in bench.sets for index in range(1, COUNT + 1)
    ]
    assert len({row["sha256"] for row in rows} & kept) == COUNT * 2
    for what in ("asked for", "took", "reported", "stored"):
        assert [(what, index) in times[1].at for index in range(1, COUNT + 1)] == [True] * COUNT
