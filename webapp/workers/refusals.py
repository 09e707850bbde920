"""What a worker refuses, in a form that travels to the web process without the transforms themselves."""

from __future__ import annotations

from typing import Literal

Refusal = Literal["transform_unknown", "transform_invalid"]


class OrderRefused(Exception):
    """The order of a variant makes no sense: no such transform, or it is not to be had like that."""

    def __init__(self, code: Refusal, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
