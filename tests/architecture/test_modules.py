"""Rules for modules: their docstrings, their names, their length."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import modules, tracked_files, tree

SAYS_NOTHING = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "managers",
    "tools",
    "stuff",
}
LONGEST = 350
QUESTION = re.compile(r"(What|How|Which|Where|When|Who|Why)\b")
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [module for module in modules() if not ast.get_docstring(tree(module))]
    assert silent == []


def test_summaries_are_no_indirect_questions() -> None:
    found = [
        f"{module}: {summary}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, Documented) and QUESTION.match(summary := ast.get_docstring(node) or "")
    ]
    assert found == []


def test_names_say_what_is_inside() -> None:
    named = {path for path in tracked_files() if path.stem.lower() in SAYS_NOTHING}
    assert named == set()


def test_modules_are_short_enough_to_read() -> None:
    lines = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in modules().items()}
    assert {module: count for module, count in lines.items() if count > LONGEST} == {}
