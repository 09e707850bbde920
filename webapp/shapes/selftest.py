"""Self-tests of devices, as the REST API gives them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class TestPhotoView(TypedDict):
    """The size of a photo, and the time in ms that it took."""

    way: Literal["takePhoto", "frame"]
    width: int
    height: int
    bytes: int
    ms: float


class SelfTestView(TypedDict):
    """Features that a device's browser reports; null where it did not say."""

    at: float
    name: str
    browser: str
    secure: bool
    cameras: list[str]
    largest: tuple[int, int] | None
    photo: TestPhotoView | None
    frame_callbacks: bool
    frames_per_second: float | None
    wake_lock: bool
    storage: bool
    quota: int | None
    web_socket: bool
    clock_offset_ms: float | None
    upload_ms: float | None


class SelfTests(TypedDict):
    """The newest results, newest first."""

    tests: list[SelfTestView]


class Swallowed(TypedDict):
    """Number of bytes that arrived and were forgotten, and the server's time (Unix seconds)."""

    bytes: int
    at: float
