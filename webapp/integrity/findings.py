"""Findings of a check of a data root, and the report on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dataset.json_values import JsonObject

Severity = Literal["problem", "note"]
"""A ``note`` is harmless: nothing is lost and nothing needs to be done."""
Code = Literal[
    "missing",
    "truncated",
    "changed",
    "unreadable",
    "misplaced",
    "doubled",
    "stray",
    "set_aside",
    "unfinished",
    "database_damaged",
    "journal_differs",
    "session_unreadable",
    "dataset_missing",
]

ADVICE: dict[Code, str] = {
    "missing": "Copy the file back from a backup. Without one, list the x-ray for a retake.",
    "truncated": "Replace the file from a backup. Without one, list the x-ray for a retake.",
    "changed": "Replace the file from a backup. Without one, list the x-ray for a retake.",
    "unreadable": "Give its owner the right to read it, or check the disk, then verify again.",
    "misplaced": "Start the server once: it moves the file to its folder.",
    "doubled": "The file in the folder that its state names counts. Move the other one out of the data root.",
    "stray": "No row of the database knows the file. Keep it, and move it out of the data root if it is not yours.",
    "set_aside": "It was never acknowledged, so its phone sent it again. Delete it when you have no use for it.",
    "unfinished": "An upload was interrupted; its phone sends it again. The next start of the server removes it.",
    "database_damaged": "Restore the data root from a backup, and keep this one.",
    "journal_differs": "Keep the data root as it is, and report this with the output of --json.",
    "session_unreadable": "Install the version that wrote it, or a newer one, and verify again.",
    "dataset_missing": "Put the CSV back where it was, unchanged. The photos are safe meanwhile.",
}
NOTES: frozenset[Code] = frozenset({"set_aside", "unfinished"})


@dataclass(frozen=True, slots=True)
class RootFinding:
    """One thing that is not as it should be: where, and what."""

    code: Code
    where: str
    what: str

    @property
    def severity(self) -> Severity:
        """Whether something has to be done about it."""
        return "note" if self.code in NOTES else "problem"

    def to_json(self) -> JsonObject:
        """Return it as JSON values."""
        return {
            "code": self.code,
            "severity": self.severity,
            "where": self.where,
            "what": self.what,
            "advice": ADVICE[self.code],
        }


@dataclass(slots=True)
class RootReport:
    """Report of a check: its extent, and its findings.

    Attributes:
        server: Whether a server had the data root open.
        complete: Whether digests were computed; without them a changed file of the same size goes unnoticed.
    """

    root: Path
    server: bool
    complete: bool
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[RootFinding] = field(default_factory=list)

    @property
    def problems(self) -> list[RootFinding]:
        """The findings that something has to be done about."""
        return [finding for finding in self.findings if finding.severity == "problem"]

    def to_json(self) -> JsonObject:
        """Return it as JSON values."""
        return {
            "data_root": str(self.root),
            "server_running": self.server,
            "digests": self.complete,
            "checked": dict(self.counts),
            "ok": not self.problems,
            "findings": [finding.to_json() for finding in self.findings],
        }

    def lines(self) -> Iterator[str]:
        """Yield it as lines for people: each finding, then what to do about each kind, then the counts."""
        for finding in self.findings:
            yield f"{finding.code.replace('_', ' ')}: {finding.where}: {finding.what}"
        for code, count in Counter(finding.code for finding in self.findings).items():
            yield f"{count:,} {code.replace('_', ' ')}. {ADVICE[code]}"
        yield "Checked: " + ", ".join(f"{count:,} {name}" for name, count in self.counts.items()) + "."
        if self.problems:
            yield f"{len(self.problems):,} {'problem' if len(self.problems) == 1 else 'problems'} found."
        else:
            yield (
                "The data root is whole."
                if self.complete
                else "Nothing is missing; contents were not compared."
            )
