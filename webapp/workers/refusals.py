"""Workers' refusals, in a form that the web process can unpickle without importing the transforms."""

from __future__ import annotations

from typing import Literal

from capture.errors import CodedError

Refusal = Literal["transform_unknown", "transform_invalid"]


class OrderRefused(CodedError):
    """An invalid order of a variant: no such transform, or impossible parameters."""

    def __init__(self, code: Refusal, message: str) -> None:
        super().__init__(code, message)
        self.code: Refusal = code
        self.message = message
