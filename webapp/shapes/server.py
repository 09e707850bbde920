"""The server's description of itself, as the REST API gives it."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from capture.shapes import SessionSettings


class Health(TypedDict):
    """The server is up."""

    status: str
    version: str


class CertificateView(TypedDict):
    """Names in the server's certificate, and its expiry (Unix seconds)."""

    addresses: list[str]
    names: list[str]
    expires: float


class NameRuleView(TypedDict):
    """The rule for one kind of name, and the sentences that explain it."""

    pattern: str
    longest: int
    sentence: str
    example: str
    reserved: list[str]
    reserved_sentence: str


class LimitsView(TypedDict):
    """Minimum and maximum of a number, both included."""

    least: float
    most: float


class NameRules(TypedDict):
    """The rule for each kind of name."""

    set: NameRuleView
    folder: NameRuleView


Text = Literal["title", "reason", "condition", "notes", "reader", "reading_note"]


class FormRules(TypedDict):
    """Rules that forms enforce.

    ``numbers``: limits of each capture setting and of what a display varies; ``longest``: how many characters texts
    may have; ``sets``: the most; ``export_name``: the usual one.
    """

    names: NameRules
    numbers: dict[str, LimitsView]
    longest: dict[Text, int]
    sets: int
    export_name: str


class UsualCapture(SessionSettings):
    """Every setting of the server but its token, by its name; the defaults of forms."""


class ServerView(TypedDict):
    """Identity, data and addresses of the server."""

    version: str
    data_root: str
    free_bytes: int
    certificate: CertificateView | None
    urls: list[str]
    advice: str
    settings: UsualCapture
    rules: FormRules
