"""Write ``static/types/api.d.ts`` from the server's own declarations of its messages.

``python -m docs.make_types`` (``make types``); with ``--check`` it only says whether the file is stale.

The REST API's shapes come from its OpenAPI document, the sockets' from the classes of `webapp.shapes.message` and
`webapp.sockets.messages`; one generator, json-schema-to-typescript, makes TypeScript of both.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema
from typing_extensions import is_typeddict

from tests.webapp.pixels import InlinePixels
from webapp.api.blueprint import PREFIX
from webapp.app import close_app, create_app
from webapp.settings import Settings
from webapp.shapes import message, station
from webapp.sockets import messages

ROOT = Path(__file__).parents[1]
FILE = ROOT / "static" / "types" / "api.d.ts"
BINARIES = ROOT / "node_modules" / ".bin"
BANNER = "/* Made of the server's own declarations by `make types`; never edited by hand. */"
REF = "#/definitions/{model}"
TITLE = "Routes"
UNUSED = ("$defs", "example", "examples", "default", "minItems", "maxItems")
METHODS = ("get", "post", "put", "patch", "delete")


def main() -> None:
    """Write the file, or with ``--check`` compare it with what it should be."""
    made = typescript(schema())
    if "--check" not in sys.argv[1:]:
        FILE.write_text(made, encoding="utf-8")
    elif not FILE.is_file() or FILE.read_text(encoding="utf-8") != made:
        sys.exit(f"{FILE.relative_to(ROOT)} is stale: run `make types`")


def schema() -> dict[str, Any]:
    """Return one JSON schema: an object whose properties are the routes, and every shape by its name."""
    document = openapi()
    definitions = document["components"]["schemas"] | _sent() | _received()
    routes = {
        f"{method.upper()} {_pattern(path)}": _route(operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }
    whole = {"title": TITLE, **_object(routes), "definitions": definitions}
    return dict(_plain(whole, named=True))


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document of a server that has just begun."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data_root=Path(folder), operator_token="t" * 32, async_mode="threading", disk_reserve_mb=0
        )
        app = create_app(settings, pixels=InlinePixels(), with_demo=False)
        try:
            document: dict[str, Any] = app.api_doc
        finally:
            close_app(app)
    return dict(json.loads(json.dumps(document).replace("#/components/schemas/", REF.format(model=""))))


def typescript(schema: dict[str, Any]) -> str:
    """Return the TypeScript of a JSON schema, formatted as the rest of the pages."""
    options = (
        "--unreachableDefinitions",
        "--no-additionalProperties",
        "--no-format",
        f"--bannerComment={BANNER}",
    )
    made = _run("json2ts", *options, given=json.dumps(schema))
    made = re.sub(r"(?:\n \* *)?\n \* This interface was referenced by .*\n.*", "", made).replace(
        "/**\n */\n", ""
    )
    return _run("prettier", "--stdin-filepath", str(FILE), given=made)


def _run(program: str, *arguments: str, given: str) -> str:
    done = subprocess.run(
        [BINARIES / program, *arguments], input=given, capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        sys.exit(f"{program} failed: {done.stderr}")
    return done.stdout


def _pattern(path: str) -> str:
    return re.sub(r"\{\w+\}", "*", path.removeprefix(PREFIX))


def _route(operation: dict[str, Any]) -> dict[str, Any]:
    answers = (_json(answer) for status, answer in operation["responses"].items() if status in ("200", "201"))
    found = {"answer": next((answer for answer in answers if answer), {"tsType": "undefined"})}
    if body := _json(operation.get("requestBody", {})):
        found["body"] = body
    return _object(found)


def _json(part: dict[str, Any]) -> dict[str, Any]:
    return dict(part.get("content", {}).get("application/json", {}).get("schema", {}))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _sent() -> dict[str, Any]:
    """Return the schemas of what the sockets send."""
    shapes = [
        shape for module in (message, station) for shape in vars(module).values() if is_typeddict(shape)
    ]
    _, schema = TypeAdapter.json_schemas(
        [(shape.__name__, "serialization", TypeAdapter(shape)) for shape in shapes], ref_template=REF
    )
    return dict(schema["$defs"])


def _received() -> dict[str, Any]:
    """Return the schemas of what the sockets are sent."""
    models = [
        model
        for model in vars(messages).values()
        if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == messages.__name__
    ]
    _, schema = models_json_schema([(model, "validation") for model in models], ref_template=REF)
    return dict(schema["$defs"])


def _plain(value: Any, *, named: bool = False) -> Any:
    """Return a schema as the generator wants it: titles on shapes alone, bytes and tuples said in its own way."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("format") == "binary":
        return {"tsType": "ArrayBuffer"}
    if items := value.get("prefixItems"):
        return {"type": "array", "items": _plain(items), "minItems": len(items), "maxItems": len(items)}
    if value.get("minItems") == value.get("maxItems") == 2:
        return {"type": "array", "items": [_plain(value["items"])] * 2, "minItems": 2, "maxItems": 2}
    plain = {}
    for key, item in value.items():
        if key in ("properties", "definitions"):
            plain[key] = {name: _plain(inner, named=key == "definitions") for name, inner in item.items()}
        elif key not in UNUSED and (named or key != "title"):
            plain[key] = _plain(item)
    return plain


if __name__ == "__main__":
    main()
