"""Identification of the x-ray that a loose photo shows, and whether it may be filed without a person's decision.

Photos of a pile mostly come in the order in which the x-rays were shown, so the expected next few are compared first,
and the gallery is searched only when none of them is it. What is named must have been verified on its pixels, with
nothing else that could be meant as well: everything short of that is a person's decision, for which this gives the
candidates.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.evidence.evidence import Context, OnDemand
from matching.features.points import photo_points
from matching.features.prepared_photo import PreparedPhoto, prepare_photo
from matching.features.reference import Reference
from matching.gallery import Candidate, Gallery
from matching.match import Match
from matching.verification import verify

Outcome = Literal["assigned", "doubtful", "unknown"]

SHOWN = 6
"""Candidates that a person is shown, and at most so many are compared on their pixels."""
_RIVAL = 0.5
_CLEAR = 2.0
_SHOWS_PART = ("torn", "mirrored")


@dataclass(frozen=True, slots=True)
class Compared:
    """An x-ray that a photo was compared with."""

    index: int
    match: Match
    votes: float = 0.0


@dataclass(frozen=True, slots=True)
class Identification:
    """Result of the identification of a loose photo.

    Attributes:
        outcome: ``assigned``: it shows ``index``; ``doubtful``: probably one of ``candidates``; ``unknown``: nothing
            was found in it, and the candidates are guesses.
        index: The x-ray it shows, None unless assigned.
        reason: Why it is not assigned, a code: ``twins``, ``several``, ``not_verified``, ``nothing_found``.
        candidates: The likeliest first; the assigned x-ray alone where there is one.
        in_order: Found among the expected ones, without a search.
    """

    outcome: Outcome
    index: int | None
    reason: str
    candidates: tuple[Compared, ...]
    in_order: bool = False


def identify(
    photo: NDArray[np.uint8],
    gallery: Gallery,
    reference_of: Callable[[int], Reference],
    *,
    expected: Sequence[int] = (),
    twins: Mapping[int, Sequence[int]] | None = None,
    siblings_of: Callable[[int], Sequence[int]] = lambda _: (),
    scale: float = 1.0,
) -> Identification:
    """Identify the x-ray that a photo shows.

    Args:
        photo: uint8 (H, W), grey, upright.
        gallery: The x-rays that it may show.
        reference_of: Gives the reference of an x-ray of the gallery.
        expected: The x-rays that come next where photos are in order, likeliest first.
        twins: By index, the other x-rays that content cannot tell from it.
        siblings_of: Gives the other x-rays of an x-ray's patient: what is named must agree better than all of them.
        scale: By how much the photo was reduced when it was decoded.
    """
    prepared = prepare_photo(photo, scale=scale)
    tried: dict[int, Compared] = {}

    def against(index: int) -> Match:
        return verify(prepared, reference_of(index), Context(OnDemand(siblings_of(index), reference_of)))

    for index in expected:
        tried[index] = Compared(index, against(index))
        if _is_verified(tried[index]):
            return _named(prepared, tried[index], reference_of, twins or {}, in_order=True)
    candidates = gallery.candidates(photo_points(photo), SHOWN)
    for candidate in _worth_comparing(candidates, tried):
        match = against(candidate.index)
        tried[candidate.index] = Compared(candidate.index, match, candidate.votes)
    verified = [compared for compared in tried.values() if _is_verified(compared)]
    if len(verified) == 1:
        return _named(prepared, verified[0], reference_of, twins or {})
    if verified:
        return Identification("doubtful", None, "several", tuple(verified))
    return _undecided(candidates, tried)


def _named(
    prepared: PreparedPhoto,
    found: Compared,
    reference_of: Callable[[int], Reference],
    twins: Mapping[int, Sequence[int]],
    *,
    in_order: bool = False,
) -> Identification:
    others = [index for index in twins.get(found.index, ()) if index != found.index]
    if not others:
        return Identification("assigned", found.index, "", (found,), in_order)
    compared = (Compared(index, verify(prepared, reference_of(index))) for index in others[: SHOWN - 1])
    return Identification("doubtful", None, "twins", (found, *compared), in_order)


def _worth_comparing(candidates: Sequence[Candidate], tried: Mapping[int, Compared]) -> Iterable[Candidate]:
    """Yield candidates not yet compared, until one is verified and the next has far fewer votes."""
    for candidate in candidates:
        found = [compared.votes for compared in tried.values() if _is_verified(compared)]
        if found and candidate.votes < _RIVAL * max(found):
            return
        if candidate.index not in tried:
            yield candidate


def _undecided(candidates: Sequence[Candidate], tried: Mapping[int, Compared]) -> Identification:
    votes = {candidate.index: candidate.votes for candidate in candidates}
    order = sorted(tried, key=lambda index: (-_nearness(tried[index].match), -votes.get(index, 0.0)))
    shown = tuple(tried[index] for index in order if index in votes or tried[index].match.verdict != "wrong")
    seen = any(
        compared.match.verdict == "doubtful" or compared.match.code in _SHOWS_PART for compared in shown
    )
    clear = len(candidates) > 1 and candidates[0].votes >= _CLEAR * candidates[1].votes
    if seen or clear:
        return Identification("doubtful", None, "not_verified", shown[:SHOWN])
    return Identification("unknown", None, "nothing_found", shown[:SHOWN])


def _nearness(match: Match) -> float:
    """Return how much a failed comparison still supports an x-ray."""
    if match.verdict == "doubtful":
        return 2.0 + match.score
    return 1.0 + match.score if match.code in _SHOWS_PART else 0.0


def _is_verified(compared: Compared) -> bool:
    return compared.match.verdict == "verified"
