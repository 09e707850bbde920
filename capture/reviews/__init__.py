"""Reviews: what readers say of photos and of samples of images, and how far they agree."""

from capture.reviews.review import (
    MAX_NAME,
    MAX_NOTE,
    REASONS,
    Choice,
    NewReview,
    PhotoKey,
    Reason,
    Review,
    Summary,
    in_force,
    is_flagged,
    manifest_facts,
    one_line,
    reader_key,
    summary,
)

__all__ = [
    "MAX_NAME",
    "MAX_NOTE",
    "REASONS",
    "Choice",
    "NewReview",
    "PhotoKey",
    "Reason",
    "Review",
    "Summary",
    "in_force",
    "is_flagged",
    "manifest_facts",
    "one_line",
    "reader_key",
    "summary",
]
