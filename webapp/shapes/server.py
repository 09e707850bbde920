"""The server's own account of itself, as the REST API gives it."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from capture.plan import Policy


class Health(TypedDict):
    """The server is up."""

    status: str
    version: str


class CertificateView(TypedDict):
    """What the server's certificate vouches for, and until when (Unix seconds)."""

    addresses: list[str]
    names: list[str]
    expires: float


class NameRuleView(TypedDict):
    """What a kind of name may be, and the sentences that say so."""

    pattern: str
    longest: int
    sentence: str
    example: str
    reserved: list[str]
    reserved_sentence: str


class LimitsView(TypedDict):
    """The least and the most a number may be, both included."""

    least: float
    most: float


class NameRules(TypedDict):
    """The rule for each kind of name."""

    set: NameRuleView
    folder: NameRuleView


Text = Literal["title", "reason", "condition", "notes", "reader", "reading_note"]


class FormRules(TypedDict):
    """What forms hold people to.

    ``numbers``: each capture setting's limits; ``longest``: how many characters texts may have; ``sets``: the most;
    ``export_name``: the usual one.
    """

    names: NameRules
    numbers: dict[str, LimitsView]
    longest: dict[Text, int]
    sets: int
    export_name: str


class UsualCapture(TypedDict):
    """Every setting of the server but its token, by its name; these are what forms begin with."""

    settle_ms: int
    fresh_frames: int
    max_automatic_retakes: int
    thumbnail: bool
    verification: Policy


class ServerView(TypedDict):
    """What the server is, where its data are and where it can be reached."""

    version: str
    data_root: str
    free_bytes: int
    certificate: CertificateView | None
    urls: list[str]
    advice: str
    settings: UsualCapture
    rules: FormRules
