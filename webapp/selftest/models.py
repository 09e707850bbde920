"""The result of a self-test, with bounds: anybody in the network may send one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from capture.reviews import one_line
from webapp.api.paths import Strict

Words = Annotated[str, Field(max_length=300), AfterValidator(one_line)]
Side = Annotated[int, Field(ge=0, le=100_000)]
Milliseconds = Annotated[float, Field(ge=0, le=600_000, allow_inf_nan=False)]
Bytes = Annotated[int, Field(ge=0, le=2**53)]


class TestPhoto(Strict):
    """The photo that the device took of whatever was before it; only its size is reported."""

    __test__ = False
    way: Literal["takePhoto", "frame"]
    width: Side
    height: Side
    bytes: Bytes
    ms: Milliseconds


class SelfTest(Strict):
    """Features that a browser reports; null where it did not say."""

    name: Annotated[str, Field(max_length=80), AfterValidator(one_line)] = ""
    browser: Words
    secure: bool
    cameras: Annotated[
        list[Annotated[str, Field(max_length=100), AfterValidator(one_line)]], Field(max_length=12)
    ]
    largest: tuple[Side, Side] | None = None
    photo: TestPhoto | None = None
    frame_callbacks: bool
    frames_per_second: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None = None
    wake_lock: bool
    storage: bool
    quota: Bytes | None = None
    web_socket: bool
    clock_offset_ms: Annotated[float, Field(ge=-1e13, le=1e13, allow_inf_nan=False)] | None = None
    upload_ms: Milliseconds | None = None
