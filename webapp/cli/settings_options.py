"""An option for every setting, generated from the settings model: ``settle_ms`` becomes ``--settle-ms``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

import click
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from webapp.cli.main import CommandError
from webapp.settings import Settings, SettingsError, read_settings

Command = TypeVar("Command", bound=Callable[..., Any])


def settings_options(command: Command) -> Command:
    """Give ``command`` an option for every setting, and pass the result as its argument ``settings``.

    An option that is not given leaves its setting to the environment, then to the default.
    """

    @functools.wraps(command)
    def with_settings(**arguments: Any) -> Any:
        options = {name: arguments.pop(name) for name in Settings.model_fields}
        try:
            settings = read_settings({name: value for name, value in options.items() if value is not None})
        except SettingsError as error:
            raise CommandError(str(error)) from None
        return command(settings=settings, **arguments)

    wrapped: Any = with_settings
    for name, field in reversed(Settings.model_fields.items()):
        wrapped = _option(name, field)(wrapped)
    return wrapped  # type: ignore[no-any-return]


def option_name(setting: str) -> str:
    """Return the name of a setting on the command line."""
    return f"--{setting.replace('_', '-')}"


def _option(name: str, field: FieldInfo) -> Callable[[Any], Any]:
    spelled = option_name(name)
    help_text = f"{field.description}{_default(field)}"
    if field.annotation is bool:
        return click.option(f"{spelled}/--no-{spelled[2:]}", name, default=None, help=help_text)
    return click.option(
        spelled, name, type=_type(field), default=None, help=help_text, metavar=_metavar(field)
    )


def _type(field: FieldInfo) -> Any:
    kinds = [kind for kind in get_args(field.annotation) or (field.annotation,) if kind is not NoneType]
    if get_origin(field.annotation) is Literal:
        return click.Choice(kinds)
    return str


def _metavar(field: FieldInfo) -> str | None:
    if get_origin(field.annotation) is Literal:
        return None
    kinds = {int: "NUMBER", float: "NUMBER"}
    text = str(field.annotation)
    return kinds.get(field.annotation, "PATH" if "Path" in text else "TEXT")  # type: ignore[arg-type]


def _default(field: FieldInfo) -> str:
    value = field.default
    if value in (None, (), PydanticUndefined):
        return ""
    shown = ("off", "on")[value] if isinstance(value, bool) else value
    return f" [{shown}]"
