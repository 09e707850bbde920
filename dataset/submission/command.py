"""The command of a submitted program: the contract of the CheXpert contest.

``python src/<program> <input.csv> <output.csv>``, alone or within the command line of a CodaLab bundle, as teams of
that contest have it in their notes:
``cl run valid.csv:0x1234 src:0x5678 "python src/<program> valid.csv output.csv" -n run-predictions``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from dataset.submission.errors import SubmissionError

LONGEST = 2000
CONTRACT = "python src/<program> <input.csv> <output.csv>"
PYTHON = re.compile(r"python(3(\.\d+)?)?")
FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}")
DEPENDENCY = re.compile(r"(?P<name>[^:/\s]*):(?P<target>\S*)")
SOURCE = "src"


@dataclass(frozen=True, slots=True)
class SubmittedCommand:
    """The command of a submission.

    Attributes:
        program: Path of the program, in ``src/``.
        input: Name under which it finds the table of pictures.
        output: Name of the file that it writes.
        folders: Of a CodaLab bundle: what else it was made of, and so has to be in the archive.
    """

    program: str
    input: str
    output: str
    folders: tuple[str, ...] = ()

    def arguments(self, python: str) -> list[str]:
        """Return the arguments by which a Python runs it."""
        return [python, self.program, self.input, self.output]

    def __str__(self) -> str:
        """Return the command of the contract."""
        return " ".join(self.arguments("python"))


def parse_command(text: str) -> SubmittedCommand:
    """Parse a command, or a whole ``cl run`` line.

    Raises:
        SubmissionError: It is neither.
    """
    if len(text) > LONGEST:
        raise SubmissionError(f"the command is longer than {LONGEST} characters")
    words = _words(text)
    if words[:2] == ["cl", "run"]:
        return _of_bundle(words[2:])
    return _of_contract(words)


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text)
    except ValueError:
        raise SubmissionError("a quote in the command is not closed") from None
    return words[1:] if words[:1] == ["$"] else words


def _of_contract(words: Sequence[str]) -> SubmittedCommand:
    if len(words) != 4 or not PYTHON.fullmatch(words[0]):
        raise SubmissionError(f"the command must be {CONTRACT}; it is {' '.join(words)[:200]!r}")
    _, program, given, made = words
    parts = PurePosixPath(program).parts
    if len(parts) < 2 or parts[0] != SOURCE or not all(PART.fullmatch(part) for part in parts):
        raise SubmissionError(
            f"the program must be a file in {SOURCE}/, of letters, digits, '_', '.', '+' and '-'; it is {program!r}"
        )
    for name in (given, made):
        if not FILE.fullmatch(name) or name == SOURCE:
            raise SubmissionError(
                f"the program's input and output must be names of files without a folder; one is {name!r}"
            )
    if given == made:
        raise SubmissionError("the program's input and output must be two files")
    return SubmittedCommand("/".join(parts), given, made)


def _of_bundle(words: Sequence[str]) -> SubmittedCommand:
    """Return the command of a CodaLab bundle; what it asks of CodaLab's machines (image, memory) is left out."""
    names, at = [], 0
    while at < len(words) and (found := DEPENDENCY.fullmatch(words[at])):
        names.append(found["name"] or PurePosixPath(found["target"]).name)
        at += 1
    if at == len(words):
        raise SubmissionError(f'the command of the bundle is missing: cl run ... "{CONTRACT}"')
    command = _of_contract(_words(words[at]))
    if SOURCE not in names:
        raise SubmissionError(f"the bundle must have {SOURCE}:... among what it is made of")
    if command.input not in names:
        raise SubmissionError(f"the bundle must have {command.input}:... among what it is made of")
    folders = tuple(name for name in names if name not in (SOURCE, command.input))
    if wrong := [name for name in folders if not FILE.fullmatch(name)]:
        raise SubmissionError(f"the bundle has a part of which the name cannot be used: {wrong[0]!r}")
    return SubmittedCommand(command.program, command.input, command.output, folders)
