"""Choices about the server itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from capture.reviews import MAX_NAME, one_line
from webapp.api.paths import Id, Strict


class ChosenAddress(Strict):
    """The address of this server for QR codes, one of ``urls``."""

    url: str = Field(max_length=300)


class SignIn(Strict):
    """A one-time code, the operator's token, or what a reader's link holds."""

    token: str = Field(min_length=1, max_length=200)


class NewCredential(Strict):
    """A token for scripts, or a link for a reader."""

    scope: Literal["operator", "transforms", "reviewer"] = Field(
        description="`operator` opens everything but these credentials, `transforms` makes variants of images that "
        "are sent along, `reviewer` is a link with which one reader reviews photos."
    )
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(one_line)] = Field(
        description="Whose it is; a reader reviews under this name."
    )
    days: int = Field(default=30, ge=1, le=366, description="After so many days it is void.")


class CredentialPath(BaseModel):
    """One credential."""

    credential: Id


class ChangesQuery(Strict):
    """The part of the record of changes to read."""

    limit: int = Field(default=200, ge=1, le=1000, description="The newest so many.")
