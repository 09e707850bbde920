"""A whole session over REST and sockets, with scripted devices."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.station import Station


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data").open()


def test_every_xray_is_photographed_once_and_filed_under_its_own_name(
    station: Station, tmp_path: Path
) -> None:
    for index in range(1, 5):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    folder = tmp_path / "root" / "photos" / "pixel10k" / station.session
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert [name[:10] for name in names] == ["000001__01", "000002__01", "000003__01", "000004__01"]
    assert all("patient0000" in name for name in names)
