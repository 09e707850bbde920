"""Photos, as the operator and their phones request them."""

from __future__ import annotations

from pydantic import Field

from capture.plan import MAX_REASON
from capture.shapes import KeptState
from webapp.api.paths import SetName, Strict, WithSchema


class PhotosQuery(Strict):
    """A filter of photos: of one set, in one state, flagged, taken before another."""

    set: SetName | None = None
    state: KeptState | None = None
    flagged: bool = Field(default=False, description="Only those that a person should look at.")
    before: int | None = Field(
        default=None, ge=1, le=2**53, description="The `id` of the last photo of the page before."
    )
    limit: int = Field(default=50, ge=1, le=500)


class PhotoNote(Strict):
    """A note on a photo; an empty one removes it."""

    note: str = Field(max_length=MAX_REASON)


class UploadHeaders(WithSchema):
    """Declared properties of an upload's body."""

    content_digest: str | None = Field(
        default=None,
        alias="Content-Digest",
        description="SHA-256 of the body (RFC 9530), `sha-256=:<base64>:`. An upload without it is refused (400).",
    )
