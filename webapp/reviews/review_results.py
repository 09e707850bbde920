"""Results of reviews: each reader's counts, and the agreement of each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import combinations

from capture.reviews import REASONS, Choice, PhotoKey, Review
from capture.reviews.agreement import agreement, disagreements
from webapp.shapes.review import AgreementView, Difference, PairAgreement, ReaderCounts

Choices = Mapping[str, Mapping[PhotoKey, Review]]


def results(photos: Collection[PhotoKey], held: Choices) -> AgreementView:
    """Return counts for each reader and agreement for each pair, as the API gives them.

    Photos on which two differ are named only where both have read all of ``photos``.

    Args:
        photos: The selection; choices of other photos do not count.
        held: The choices that hold, by reader and photo.
    """
    read = {
        reader: {key: review for key, review in choices.items() if key in photos}
        for reader, choices in held.items()
    }
    readers = [reader for reader, choices in read.items() if choices]
    return {
        "photos": len(photos),
        "readers": [_reader(reader, read[reader]) for reader in readers],
        "pairs": [_pair(read, pair, len(photos)) for pair in combinations(readers, 2)],
    }


def _reader(reader: str, choices: Mapping[PhotoKey, Review]) -> ReaderCounts:
    newest = max(choices.values(), key=lambda review: review.id)
    said = Counter(review.choice for review in choices.values())
    reasons = Counter(reason for review in choices.values() for reason in review.reasons)
    return {
        "reader": reader,
        "name": newest.name,
        "read": len(choices),
        "usable": said["usable"],
        "unusable": said["unusable"],
        "reasons": {reason: reasons[reason] for reason in REASONS},
        "newest_at": newest.at,
    }


def _pair(read: Choices, pair: tuple[str, str], photos: int) -> PairAgreement:
    first, second = (_choices(read[reader]) for reader in pair)
    found = agreement((choice, second[key]) for key, choice in first.items() if key in second)
    through = len(first) == len(second) == photos
    different = sorted(disagreements(first, second), key=lambda key: (key.session, key.index, key.set))
    return {
        "readers": list(pair),
        "both": found.both,
        "agreed": found.agreed,
        "usable": found.usable,
        "first_only": found.first_only,
        "second_only": found.second_only,
        "unusable": found.unusable,
        "kappa": found.kappa,
        "interval": found.interval,
        "disagreements": [_difference(key, read, pair) for key in different] if through else None,
    }


def _choices(reviews: Mapping[PhotoKey, Review]) -> dict[PhotoKey, Choice]:
    return {key: review.choice for key, review in reviews.items()}


def _difference(key: PhotoKey, read: Choices, pair: tuple[str, str]) -> Difference:
    return {
        "session": key.session,
        "set": key.set,
        "index": key.index,
        "attempt": key.attempt,
        "choices": [read[reader][key].choice for reader in pair],
        "reasons": [list(read[reader][key].reasons) for reader in pair],
    }
