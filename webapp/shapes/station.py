"""Stations, as the overview page gets them."""

from __future__ import annotations

from typing_extensions import TypedDict

from capture.shapes import StationView


class Station(StationView):
    """A tile; ``code`` is what the device that it ``lacks`` joins by."""

    code: str | None


class StationChange(Station, total=False):
    """Changes of a tile, and always its ``session``."""


class PhotosToday(TypedDict):
    """Photos that were stored since midnight, and in the last minute, of all sessions."""

    photos: int
    a_minute: int


class OverviewState(TypedDict):
    """The answer to a page that opens the overview: all tiles, in order of their making."""

    stations: list[Station]
    today: PhotosToday


class OverviewChange(TypedDict):
    """``stations``: what has changed since the last such message; sent every few seconds even if nothing has."""

    stations: list[StationChange]
    today: PhotosToday | None
