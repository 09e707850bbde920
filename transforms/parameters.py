"""Parameters of a transform: self-validating frozen dataclasses that serialise to JSON.

A picture must be replayable from its manifest years later, so parameters are plain values (numbers, texts,
tuples of them), floats survive the trip through JSON unchanged, and nothing outside their range can be
constructed. pydantic does the checking and writes the JSON schema that the REST interface publishes.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, dataclass_transform

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as pydantic_dataclass

from .errors import ParameterError

COMMENT = "note"
"""A key that may stand in any parameter dictionary for people to read; it is ignored."""

Fraction = Annotated[float, Field(ge=0, le=1)]
Position = Annotated[float, Field(ge=-100_000, le=100_000)]
"""A coordinate in pixels."""
Length = Annotated[float, Field(ge=0, le=100_000)]
"""A distance in pixels."""

JsonValues = dict[str, JsonValue]
"""A JSON object: parameters as each transform has its own, or their schema."""

T = TypeVar("T")
ParamsT = TypeVar("ParamsT", bound="Params")


class Params:
    """Base of every parameter dataclass (see `parameters`)."""

    def to_dict(self) -> JsonValues:
        """Return plain values: what `json.dumps` takes and `params_from` turns back into an equal object."""
        plain: JsonValues = dataclasses.asdict(self)  # type: ignore[call-overload]
        return plain

    def to_json(self) -> str:
        """Return compact JSON with sorted keys: equal parameters give equal text."""
        return json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass_transform(frozen_default=True, field_specifiers=(Field, dataclasses.field))
def parameters(cls: type[T]) -> type[T]:
    """Turn a class into a frozen dataclass that refuses unknown fields, wrong types, NaN and infinity."""
    config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    checked: type[T] = pydantic_dataclass(frozen=True, config=config)(cls)  # type: ignore[assignment]
    return checked


def read(owner: str, kind: type[ParamsT], values: Mapping[str, Any]) -> ParamsT:
    """Make `kind` from a dictionary as it comes out of JSON.

    Args:
        owner: name of the transform, for the message.
        kind: the parameter dataclass.
        values: field names and values; `note` is ignored.

    Raises:
        ParameterError: a field is missing, unknown, of the wrong type or out of range.
    """
    try:
        text = json.dumps({key: value for key, value in values.items() if key != COMMENT})
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        raise ParameterError(f"{owner}: {_first_fault(error)}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise ParameterError(f"{owner}: parameters must be a JSON object ({error})") from None


def schema(kind: type[Params]) -> JsonValues:
    """Return the JSON schema of a parameter dataclass."""
    return TypeAdapter(kind).json_schema()


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in fault["loc"]) or "parameters"
    missing = fault["type"] == "missing"
    return f"{field}: {fault['msg']}" + ("" if missing else f", got {fault['input']!r}")
