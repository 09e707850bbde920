"""Policy for a verified photo: accept it, accept it with a flag, or reject it and take it again.

Indices, digests and acknowledgements can all be right while the picture is the previous one, torn, or black; only the
pixels prove what a photo shows.  The session's policy decides on the consequences:

* ``strict`` (the default): a photo that is not certainly this x-ray, all of it and usable, is rejected.  The display
  stops, the x-ray is taken once more with care (`careful`), and if that fails too the session pauses and says why.
* ``flag``: every photo that can be decoded is accepted; what strict would have refused is marked for a person.
* ``off``: nothing but decoding is asked of a photo.

An x-ray with too little structure, or with a copy in the data set, can be verified by no photo of it: to refuse would
only retake it until the session pauses.  Its photos are accepted and flagged whatever the policy, and it is reported
before the session starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from capture.facts import Verdict
from capture.plan import CaptureSettings, Policy
from capture.reasons import said_of
from messages import Message

FEW_FEATURES = "few_features"
NOT_CHECKED = "not_checked"
"""The flag of a film's photo that no x-ray could be compared with."""
UNDECIDABLE = frozenset({FEW_FEATURES, "ambiguous"})
"""Reasons that no photo of the x-ray can settle: it has too little structure, or a copy in the data set."""
CAREFUL_FRAMES = 5
CAREFUL_SETTLE_MS = 200

_BY_MATCH = {
    "torn": "photo_torn",
    "black_screen": "black_screen",
    "mirrored": "photo_mirrored",
    "cut": "photo_cut",
    "not_this_xray": "wrong_xray",
    "unsure": "not_verified",
    "overexposed": "poor_quality",
    "mixed": "photo_mixed",
    "covered": "photo_covered",
    "off_screen": "badly_displayed",
    "stretched": "badly_displayed",
    "several": "badly_displayed",
}


@dataclass(frozen=True, slots=True)
class PixelFinding:
    """A worker's result for a photo.

    Attributes:
        broken: Why it cannot be decoded, empty if it can.
        measures: JSON values: ``format``, ``width``, ``height``, ``orientation``; where its pixels were compared also
            ``match`` (with ``shows``, the x-ray that it shows instead, if it is one of those around), ``homography``,
            ``corners``, ``quality``, ``warnings`` and ``rejections``.
    """

    broken: str = ""
    measures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a photo: ``flag`` is the reason why a person should look at a filed one."""

    verdict: Verdict
    code: str = ""
    detail: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Care:
    """Instructions for a careful retake after a photo that did not show its x-ray."""

    settle_ms: int
    fresh_frames: int


def judge(finding: PixelFinding, policy: Policy, *, has_twin: bool = True) -> Judgement:
    """Decide the verdict on a photo from a worker's finding; a film may have no x-ray to compare it with."""
    if finding.broken:
        return Judgement("rejected", "photo_broken", finding.broken)
    if not has_twin:
        return Judgement("accepted", flag=NOT_CHECKED)
    code = "" if policy == "off" else _fault(finding.measures)
    if not code:
        return Judgement("accepted")
    if policy == "flag" or code in UNDECIDABLE:
        return Judgement("accepted", flag=code)
    return Judgement("rejected", code, describe(code, finding.measures))


def careful(settings: CaptureSettings) -> Care:
    """Return the instructions for a careful retake: fresh frames and twice the settle delay, always."""
    return Care(2 * max(settings.settle_ms, CAREFUL_SETTLE_MS), max(settings.fresh_frames, CAREFUL_FRAMES))


def describe(code: str, measures: Mapping[str, Any]) -> str:
    """Return what a refused photo shows, as the end of a sentence: ``it shows x-ray 5,346``."""
    shows = _shown(measures)
    if code == "wrong_xray" and shows is not None:
        return Message("rejected-shows", shows=shows)
    if code == "poor_quality" and (poor := _poor(measures)):
        return Message.joined((said_of(name, "poor") for name in poor), by=", ")
    return said_of(code, "rejection")


def account(
    index: int, device: str, code: str, said: str, before: str | None, measures: Mapping[str, Any]
) -> str:
    """Return why a session pauses over an x-ray, as the rest of ``the photo of 5,347 ...``.

    Args:
        index: The x-ray.
        device: The phone's name.
        code: Why its photo was rejected.
        said: What `describe` said of the photo.
        before: What it said of the one before, None if this was the first.
        measures: Of the photo.
    """
    shown = _predicate(code, measures)
    if before is None:
        return Message("account-first", said=shown)
    if said != before:
        return Message("account-other", said=shown, before=before)
    neighbours = {index - 1: "account-previous", index + 1: "account-next"}
    shows = _shown(measures)
    account = "account-same" if shows is None else neighbours.get(shows, "account-same")
    return Message(account, said=shown, device=device)


def _predicate(code: str, measures: Mapping[str, Any]) -> str:
    """Return what `describe` says as the rest of a sentence about the photo: ``shows x-ray 5,346``."""
    shows = _shown(measures)
    if code == "wrong_xray" and shows is not None:
        return Message("rejected-shows-predicate", shows=shows)
    if code == "poor_quality" and (poor := _poor(measures)):
        first, *others = poor
        rest = (said_of(name, "poor") for name in others)
        return Message.joined([said_of(first, "rejected"), *rest], by=", ")
    return said_of(code, "rejected")


def _poor(measures: Mapping[str, Any]) -> list[str]:
    """Return the limits that a photo misses, each once."""
    overexposed = (measures.get("match") or {}).get("code") == "overexposed"
    return list(dict.fromkeys([*(["overexposed"] if overexposed else []), *measures.get("rejections", ())]))


def _fault(measures: Mapping[str, Any]) -> str:
    """Return the fault of a photo's pixels, empty if none; a photo that was not compared is not verified."""
    match = measures.get("match")
    if not match:
        return "not_verified"
    if match["code"] in UNDECIDABLE:
        return str(match["code"])
    if match["verdict"] != "verified":
        doubt = "wrong_xray" if match["verdict"] == "wrong" else "not_verified"
        return _BY_MATCH.get(match["code"], doubt)
    return "poor_quality" if measures.get("rejections") else ""


def _shown(measures: Mapping[str, Any]) -> int | None:
    shows = (measures.get("match") or {}).get("shows")
    return shows if isinstance(shows, int) else None
