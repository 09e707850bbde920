"""Rules for names that become folders and files, all in one place.

A rule is written once, here; the REST API, the pages (through ``GET /server``) and the command line take it from here,
so that a name is refused everywhere or nowhere, and in the same words.  Data sets are copied to whatever computer
trains a model, so that names which Windows cannot hold are refused on every system.
"""

import re
from dataclasses import dataclass

from dataset.errors import LayoutError

RESERVED = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
"""Names that Windows keeps for devices, in any case and whatever follows the first dot."""

RESERVED_SENTENCE = "Windows keeps the name {name} for itself. Choose another one."

EXPORT_NAME = "CheXphoto-Lab-v1.0"
"""What an export is called unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class NameRule:
    """The rule for one kind of name.

    Attributes:
        pattern: A regular expression for the whole name that Python and browsers read alike.
        longest: The most characters.
        sentence: The rule, for the person who has broken it.
        example: A name that keeps it.
    """

    pattern: str
    longest: int
    sentence: str
    example: str

    def problem(self, name: str) -> str:
        """Return what is wrong with a name, as a sentence; empty if valid."""
        if len(name) > self.longest or not re.fullmatch(self.pattern, name, re.ASCII):
            return self.sentence
        if name.split(".")[0].lower() in RESERVED:
            return RESERVED_SENTENCE.format(name=name)
        return ""

    def checked(self, name: str) -> str:
        """Return a name that satisfies the rule, or raise.

        Raises:
            ValueError: It does not.
        """
        if problem := self.problem(name):
            raise ValueError(problem)
        return name


SET = NameRule(
    "[a-z0-9][a-z0-9_-]*",
    32,
    "Lower-case letters, figures, dash and underscore only, the first one a letter or figure, at most 32.",
    "nokia10k",
)
"""A set: one phone's photos. Lower case, since ``A`` and ``a`` are one folder on many disks."""

FOLDER = NameRule(
    "[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9_+-])?",
    100,
    "Letters, figures, dot, dash, plus and underscore only, the first one a letter or figure, no dot at the end, "
    "at most 100.",
    EXPORT_NAME,
)
"""Anything else that becomes a folder: an export, a made data set, a pipeline."""


def checked_name(name: str, what: str) -> str:
    """Validate the name of a future folder and return it.

    Raises:
        LayoutError: It cannot be one, on this system or another.
    """
    if problem := FOLDER.problem(name):
        raise LayoutError(f"the {what} {name!r} cannot name a folder. {problem}")
    return name


def visible_text(text: str) -> str:
    """Return a text without signs that control what shows it instead of being shown.

    Left out are escape sequences' beginnings, which command a terminal, marks that turn the direction of what follows
    (``photo\u202egpj.exe`` reads as a picture), signs without width, which make two names look alike, and NUL. Line
    breaks and tabs stay.
    """
    if text.isprintable():
        return text
    signs = text.replace("\r\n", "\n")
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" else " " if sign.isspace() else "" for sign in signs
    )
