"""``CITATION.cff`` of a release, in Citation File Format 1.2.0."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dataset.release.record import ReleaseRecord

_SPDX = re.compile(
    r"(?:CC0-1\.0|CC-BY(?:-NC)?(?:-ND|-SA)?-\d\.\d|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0|MIT|Apache-2\.0)"
)
_REFERENCES = """\
references:
  - type: conference-paper
    title: "CheXphoto: 10,000+ Photos and Transformations of Chest X-rays for Benchmarking Deep Learning Robustness"
    authors:
      - family-names: Phillips
        given-names: Nick A.
      - name: others
    year: 2020
  - type: article
    title: "CheXpert: A Large Chest Radiograph Dataset with Uncertainty Labels and Expert Comparison"
    authors:
      - family-names: Irvin
        given-names: Jeremy
      - name: others
    year: 2019
"""


def citation_text(record: ReleaseRecord) -> str:
    """Return the text of the file."""
    return "\n".join(_lines(record)) + "\n" + _REFERENCES


def _lines(record: ReleaseRecord) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield "message: If you use this data set, please cite it, and the works that it is based on."
    yield "type: dataset"
    yield f"title: {_quoted(record.title)}"
    yield f"version: {_quoted(record.version)}"
    yield f"date-released: {record.released}"
    yield "authors:"
    for creator in record.creators or ("not stated",):
        yield f"  - name: {_quoted(creator)}"
    if _SPDX.fullmatch(record.licence):  # the format has only identifiers of this list
        yield f"license: {record.licence}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON text is one of YAML, whatever is in it
