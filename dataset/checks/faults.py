"""Faults that a check finds: each names a file or a row, and says what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dataset.json_values import JsonObject

Code = Literal[
    "copies_apart",
    "digest",
    "file_damaged",
    "file_missing",
    "file_not_listed",
    "file_size",
    "file_type",
    "folder_renamed",
    "interrupted",
    "label_not_of_source",
    "label_unknown",
    "manifest",
    "patient_in_two_splits",
    "row_twice",
    "row_unusable",
    "similar_apart",
    "table_missing",
    "table_unreadable",
    "tables_disagree",
]
ADVICE: dict[Code, str] = {
    "copies_apart": "Remove one of the two and its rows: a model would be tested on a picture that it was trained on.",
    "digest": "Take the file from the source again, or from a backup; if it was changed on purpose, release it again.",
    "file_damaged": "Take the file from the source again, or from a backup.",
    "file_missing": "Put the file back, or remove its rows.",
    "file_not_listed": "Remove the file, or release its set again so that tables and SHA256SUMS have it.",
    "file_size": "Take the file from the source again, or correct manifest.csv.",
    "file_type": "Give the file the extension of its type, in the tables too, or take it from the source again.",
    "folder_renamed": "Rename the folder; every path is looked for from the folder above it.",
    "interrupted": "Run the same release again: it completes what is begun.",
    "label_not_of_source": "Release the set again, or check the CSV that you named as its source.",
    "label_unknown": "Use 1.0, 0.0, -1.0 or an empty cell.",
    "manifest": "Release the set again: manifest.csv has one row for each picture.",
    "patient_in_two_splits": "Remove the patient from one of the splits, with all pictures.",
    "row_twice": "Remove one of the rows.",
    "row_unusable": "Correct the row.",
    "similar_apart": "Look at both pictures. If they show the same x-ray, remove one of the two and its rows.",
    "table_missing": "Put the file back, or release the data set again.",
    "table_unreadable": "Put the file back, or release the data set again.",
    "tables_disagree": "Release the set again: the table of a set has the rows that its split has of it.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        code: Its kind.
        file: The file that it is about, below the root.
        message: What is wrong with it.
        row: The row of a table, counted from 1 below the header; None where it is about the file.
    """

    code: Code
    file: str
    message: str
    row: int | None = None

    @property
    def place(self) -> str:
        """The file or row, for people."""
        return self.file if self.row is None else f"{self.file}, row {self.row}"

    def to_json(self) -> JsonObject:
        """Return all of it as JSON values."""
        return {
            "code": self.code,
            "file": self.file,
            "row": self.row,
            "message": self.message,
            "advice": ADVICE[self.code],
        }


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of a check.

    Attributes:
        dataset: The root.
        pictures: How many pictures its tables list.
        files: How many files were read.
        faults: What was found, in order.
        compared: Rows whose labels were compared with a source's.
        notes: What could not be checked, and why.
    """

    dataset: str
    pictures: int
    files: int
    faults: tuple[Fault, ...]
    compared: int = 0
    notes: tuple[str, ...] = field(default=())

    def to_json(self) -> JsonObject:
        """Return all of it as JSON values."""
        return {
            "dataset": self.dataset,
            "pictures": self.pictures,
            "files": self.files,
            "compared_with_source": self.compared,
            "faults": [fault.to_json() for fault in self.faults],
            "counts": dict(Counter(fault.code for fault in self.faults)),
            "notes": list(self.notes),
        }

    def lines(self, most: int = 20) -> Iterator[str]:
        """Yield the report for people: of each kind the first ``most`` faults, and what to do."""
        yield f"{self.dataset}: {self.pictures:,} pictures in its tables, {self.files:,} files read"
        for code, count in sorted(Counter(fault.code for fault in self.faults).items()):
            yield ""
            for fault in [fault for fault in self.faults if fault.code == code][:most]:
                yield f"{fault.place}: {fault.message}"
            if count > most:
                yield f"and {count - most:,} more"
            yield f"  -> {ADVICE[code]}"
        yield from self.notes
        yield f"{len(self.faults):,} faults" if self.faults else "No faults."
