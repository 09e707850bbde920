"""Croissant 1.1 metadata of a release (https://mlcommons.org/croissant): files, sets, and the columns of the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from dataset.chexpert import PATH
from dataset.json_values import JsonObject
from dataset.release.combining import ReleasePlan
from dataset.release.further_tables import MANIFEST
from dataset.release.paths import SPLIT_TABLES, group_of
from dataset.release.record import ReleaseRecord

_CONTEXT: JsonObject = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "excludes": "cr:excludes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "readLines": "cr:readLines",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
    "unArchive": "cr:unArchive",
    "value": "cr:value",
}
FORMAT = "http://mlcommons.org/croissant/1.1"


def croissant_text(plan: ReleasePlan, record: ReleaseRecord, digests: Mapping[str, str], terms: str) -> str:
    """Return the text of the file.

    Args:
        plan: The release.
        record: What is stated about it.
        digests: Of its tables, by path.
        terms: What a user has to know of the sources' terms.
    """
    splits = [split for split, file in SPLIT_TABLES.items() if file in digests]
    tables = [SPLIT_TABLES[split] for split in splits] + [MANIFEST] * (MANIFEST in digests)
    values = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": record.title,
        "description": record.description or "Photos and synthetic photos of chest x-rays, with labels.",
        "conformsTo": FORMAT,
        "license": record.licence_line,
        "usageInfo": terms,
        "creator": [
            {"@type": "sc:Organization", "name": name} for name in record.creators or ("not stated",)
        ],
        "datePublished": record.released,
        "version": record.version,
        "url": f"./{plan.name}",
        "citeAs": f"{', '.join(record.creators) or 'not stated'}: {record.title}, version {record.version}",
        "isLiveDataset": False,
        "distribution": [*(_table(file, digests[file]) for file in tables), *_sets(plan)],
        "recordSet": [_records(split, plan.columns[split]) for split in splits],
    }
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def _table(file: str, sha256: str) -> JsonObject:
    return {
        "@type": "cr:FileObject",
        "@id": file,
        "name": file,
        "contentUrl": file,
        "encodingFormat": "text/csv",
        "sha256": sha256,
    }


def _sets(plan: ReleasePlan) -> Iterator[JsonObject]:
    for group in sorted({group_of(path) for path in plan.rows}):
        yield {
            "@type": "cr:FileSet",
            "@id": group,
            "name": group,
            "encodingFormat": "image/jpeg",
            "includes": f"{group}/**/*.jpg",
        }


def _records(split: str, columns: tuple[str, ...]) -> JsonObject:
    names = field_names(columns)
    return {
        "@type": "cr:RecordSet",
        "@id": split,
        "name": split,
        "key": {"@id": f"{split}/{names[columns.index(PATH)]}"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{split}/{name}",
                "name": column,
                "dataType": "sc:Text",  # an empty cell is a label too: not mentioned
                "source": {"fileObject": {"@id": f"{split}.csv"}, "extract": {"column": column}},
            }
            for column, name in zip(columns, names, strict=True)
        ],
    }


def field_names(columns: tuple[str, ...]) -> list[str]:
    """Return names for columns in identifiers, which may not have blanks; no two are alike."""
    names = [re.sub(r"[^A-Za-z0-9._-]+", "_", column) or "_" for column in columns]
    return [
        name if names.count(name) == 1 else f"{name}-{position}"
        for position, name in enumerate(names, start=1)
    ]
