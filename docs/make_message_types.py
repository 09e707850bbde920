"""Write ``static/types/messages.d.ts``, the ids of the messages that pages may say, out of the English catalogue.

``python -m docs.make_message_types`` (``make types``); with ``--check`` it only says whether the file is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fluent.syntax import FluentParser, ast

from messages import DEFAULT, page_source

FILE = Path(__file__).parents[1] / "static" / "types" / "messages.d.ts"
BANNER = "/* Made of messages/en/pages by `make types`; never edited by hand. */"


def main() -> None:
    """Write the file, or with ``--check`` compare it with what it should be."""
    made = declaration(page_source(DEFAULT))
    if "--check" not in sys.argv[1:]:
        FILE.write_text(made, encoding="utf-8")
    elif not FILE.is_file() or FILE.read_text(encoding="utf-8") != made:
        sys.exit(f"static/types/{FILE.name} is stale: run `make types`")


def declaration(source: str) -> str:
    """Return a union of the ids of a Fluent source, attributes as ``id.attribute``."""
    names = "".join(f'\n  | "{name}"' for name in ids(source))
    return f"{BANNER}\n\nexport type MessageId ={names};\n"


def ids(source: str) -> list[str]:
    """Return the ids of a Fluent source in its order."""
    entries = [entry for entry in FluentParser().parse(source).body if isinstance(entry, ast.Message)]
    return [
        name
        for entry in entries
        for name in [
            *([entry.id.name] if entry.value else []),
            *(f"{entry.id.name}.{attribute.id.name}" for attribute in entry.attributes),
        ]
    ]


if __name__ == "__main__":
    main()
