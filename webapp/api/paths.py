"""Path parameters of the API: ids, indices, names of sets."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, ValidationInfo, field_validator
from pydantic.json_schema import JsonSchemaValue

from capture.state.record import MOST_ATTEMPTS
from dataset.names import FOLDER, SET, NameRule, visible_text

MAX_INDEX = 10_000_000
MOST_NESTED = 20

Id = Annotated[str, Field(pattern=r"^[a-z0-9]{8,16}$", description="Eight to sixteen letters and digits.")]
Index = Annotated[int, Field(ge=1, le=MAX_INDEX, description="The x-ray's row in the CSV, from 1.")]
Attempt = Annotated[int, Field(ge=1, le=MOST_ATTEMPTS, description="1, or higher after a retake.")]


def _schema(rule: NameRule) -> dict[str, JsonValue]:
    """Return a rule for the OpenAPI document; the rule itself validates, with a readable message."""
    return {
        "minLength": 1,
        "maxLength": rule.longest,
        "pattern": f"^{rule.pattern}$",
        "example": rule.example,
    }


SetName = Annotated[
    str,
    AfterValidator(SET.checked),
    Field(description="Becomes the folder `natural/<set>/`.", json_schema_extra=_schema(SET)),
]
FolderName = Annotated[
    str,
    AfterValidator(FOLDER.checked),
    Field(description="Becomes a folder.", json_schema_extra=_schema(FOLDER)),
]


def _visible(value: Any, depth: int = 0) -> Any:
    """Return a value of JSON with `visible_text` for every text in it."""
    if isinstance(value, str):
        return visible_text(value)
    if isinstance(value, list | dict) and depth == MOST_NESTED:
        raise ValueError("This is nested too deep.")
    if isinstance(value, list):
        return [_visible(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {_visible(name): _visible(one, depth + 1) for name, one in value.items()}
    return value


class AsGiven:
    """Mark of a text that names a file of the server: cleaned, it would name another one."""


FileOfServer = Annotated[str, AsGiven(), Field(max_length=4096)]


class FromOutside(BaseModel):
    """A body or message from outside: its texts are shown in pages, tables and terminals, and control none of them."""

    @field_validator("*", mode="before")
    @classmethod
    def _control_nothing(cls, value: Any, info: ValidationInfo) -> Any:
        marks = cls.model_fields[info.field_name].metadata if info.field_name else ()
        return value if any(isinstance(mark, AsGiven) for mark in marks) else _visible(value)


class WithSchema(BaseModel):
    """Part of a request whose JSON schema is made once: the router asks for it at every request."""

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> JsonSchemaValue:
        """Return the schema; with options, a new one, which the document's maker may change."""
        return super().model_json_schema(*args, **options) if args or options else _schema_of(cls)


class Strict(FromOutside, WithSchema):
    """A body or query in which an unknown name is an error."""

    model_config = ConfigDict(extra="forbid")


class DatasetPath(BaseModel):
    """One data set."""

    dataset: Id


class DatasetXrayPath(DatasetPath):
    """One x-ray of a data set."""

    index: Index


class SessionPath(BaseModel):
    """One session."""

    session: Id


class InvitationPath(SessionPath):
    """The invitation of a session for one kind of device."""

    role: Literal["phone", "display"]


class DevicePath(SessionPath):
    """One phone or display of a session."""

    device: Id


class SessionXrayPath(SessionPath):
    """One x-ray of a session."""

    index: Index


class UploadPath(DevicePath):
    """The key of a photo as its phone knows it."""

    index: Index
    attempt: Attempt


class PhotoPath(SessionPath):
    """The key of a photo as the archive knows it."""

    set: SetName
    index: Index
    attempt: Attempt


@cache
def _schema_of(model: type[WithSchema]) -> JsonSchemaValue:
    return super(WithSchema, model).model_json_schema()
