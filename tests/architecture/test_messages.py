"""The catalogue is whole: every language has every message with its values, and nothing is said that is not there."""

from __future__ import annotations

import ast as python
import re
from functools import cache

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import matching
from capture.reasons import MISMATCHES, PAUSES, REJECTIONS
from matching.limits import LIMITS
from messages import DEFAULT, LANGUAGES, Message, catalogue
from messages.catalogue import files
from tests.architecture.sources import ROOT, modules

OTHERS = [language for language in LANGUAGES if language != DEFAULT]
PAGES = [path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts]
TEMPLATES = [*(ROOT / "templates").glob("*.html")]


class Variables(Visitor):  # type: ignore[misc]
    """The names of the values that a pattern uses."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


class References(Visitor):  # type: ignore[misc]
    """The messages and terms that an entry refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def variables(pattern: ast.Pattern) -> frozenset[str]:
    seen = Variables()
    seen.visit(pattern)
    return frozenset(seen.names)


def entries(language: str) -> list[ast.EntryType]:
    return [
        entry
        for path in files(language)
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body
    ]


@cache
def patterns(language: str) -> dict[str, frozenset[str]]:
    """Return the values that each message takes, attributes by ``id.attribute``."""
    found = {}
    for entry in entries(language):
        if isinstance(entry, ast.Message):
            if entry.value is not None:
                found[entry.id.name] = variables(entry.value)
            for attribute in entry.attributes:
                found[f"{entry.id.name}.{attribute.id.name}"] = variables(attribute.value)
    return found


def test_a_message_refers_to_its_own_file_only_because_files_are_parsed_one_by_one() -> None:
    for language in LANGUAGES:
        for path in files(language):
            read = FluentParser().parse(path.read_text(encoding="utf-8"))
            seen = References()
            seen.visit(read)
            own = {entry.id.name for entry in read.body if isinstance(entry, ast.Message | ast.Term)}
            assert seen.names <= own, path


def test_there_is_more_than_one_language() -> None:
    assert set(LANGUAGES) >= {"en", "de"}
    assert len(patterns(DEFAULT)) > 900


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_junk_and_no_message_twice(language: str) -> None:
    read = entries(language)
    junk = [entry.content for entry in read if isinstance(entry, ast.Junk)]
    names = [entry.id.name for entry in read if isinstance(entry, ast.Message)]
    assert junk == []
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_message_in_the_same_file_with_the_same_values(language: str) -> None:
    assert patterns(language) == patterns(DEFAULT)
    assert [f"{path.parent.name}/{path.name}" for path in files(language)] == [
        f"{path.parent.name}/{path.name}" for path in files(DEFAULT)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_holds_markup_other_than_bold(language: str) -> None:
    for path in files(language):
        text = path.read_text(encoding="utf-8")
        assert "<" not in text, path
        odd = [line for line in text.splitlines() if line.count("**") % 2]
        assert odd == [], path


def literals() -> str:
    """Return the sources in which messages are named, the catalogue's own package apart."""
    product = [path for name, path in modules().items() if not name.startswith("messages")]
    return "\n".join(path.read_text(encoding="utf-8") for path in [*PAGES, *TEMPLATES, *product])


def test_every_message_is_used() -> None:
    source = literals()
    whole = set(re.findall(r"[\"'`]([a-z][\w-]*(?:\.[a-z-]+)?)[\"'`]", source))
    # What is put together from a code: `phase-${phase}`, f"verdict-{code}", `code-${code}.label`.
    made = {
        re.compile(re.sub(r"(?:\\\$)?\\\{.*?\\\}", r"[\\w-]*", re.escape(text)))
        for text in re.findall(r"[`\"']([a-z][\w-]*-\$?\{[^`\"\n]*)[`\"]", source)
    }
    contexts = set(re.findall(r"\"([a-z-]+)\"", source))
    unused = [
        name
        for name in patterns(DEFAULT)
        if name not in whole
        and not any(pattern.fullmatch(name) for pattern in made)
        and not (name.startswith("code-") and name.partition(".")[2] in contexts)
    ]
    assert unused == []


def test_every_message_that_the_server_names_exists() -> None:
    named = [
        node.args[0].value
        for module in modules().values()
        for node in python.walk(python.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, python.Call)
        and isinstance(node.func, python.Name)
        and node.func.id == "Message"
        and isinstance(node.args[0], python.Constant)
    ]
    assert len(named) > 50
    assert [name for name in named if name not in patterns(DEFAULT)] == []


def test_every_code_has_every_context_it_is_shown_in() -> None:
    said = catalogue().with_context
    limits = {limit.code for limit in LIMITS.values() if limit.reject is not None}
    assert said("framing") == set(matching.ADVICE_CODES)
    assert said("warning") >= limits
    assert said("poor") == limits
    assert PAUSES & REJECTIONS & said("rejected") >= MISMATCHES
    assert said("rejected") == MISMATCHES | limits
    assert said("hint") <= said("label")
    # By this the console knows which pauses are about what a photo shows (static/console/mismatch.js).
    assert said("rejected") & PAUSES == MISMATCHES


def test_a_message_is_said_in_another_language_with_the_messages_inside_it() -> None:
    inside = Message("reason-this-device", role="phone")
    message = Message("hindrance-not-ready", device=inside, why="")
    assert message == "this phone is not ready."
    assert message.said_in("de") == "dieses Handy ist nicht bereit."
    assert (
        Message("log-row-stored", index=5347, device="Pixel").said_in("de") == "5.347 von Pixel gespeichert."
    )
