"""Names that become folders: refused in one place, in words, on every system alike."""

from __future__ import annotations

import pytest

from dataset.errors import LayoutError
from dataset.layout import natural_group, synthetic_group
from dataset.names import EXPORT_NAME, FOLDER, RESERVED, SET, NameRule, checked_name


@pytest.mark.parametrize("name", ["nokia10k", "a", "0", "a_b-c", "x" * 32, "console", "com10", "lpt"])
def test_sets_may_be_called_so(name: str) -> None:
    assert SET.problem(name) == ""
    assert SET.checked(name) == name


@pytest.mark.parametrize(
    "name", ["", "Nokia10k", "iphone.1k", "x" * 33, "-a", "_a", "a b", "é", "a\n", "../a"]
)
def test_other_sets_are_refused_with_the_rule_in_words(name: str) -> None:
    assert SET.problem(name) == SET.sentence


@pytest.mark.parametrize(
    "name", [EXPORT_NAME, "A", "a.b+c-d_e", "x" * 100, "glare_matte+moire+tilt-2", "a.con"]
)
def test_folders_may_be_called_so(name: str) -> None:
    assert checked_name(name, "export name") == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a.", "a/b", "a\\b", "-x", "a b", "a ", "é", "x" * 101, "a\n", "a:b"]
)
def test_other_folders_are_refused_with_the_rule_in_words(name: str) -> None:
    with pytest.raises(LayoutError) as caught:
        checked_name(name, "export name")
    assert FOLDER.sentence in str(caught.value)
    assert "export name" in str(caught.value)


@pytest.mark.parametrize("rule", [SET, FOLDER])
@pytest.mark.parametrize("name", [*RESERVED, "con", "aux", "nul", "com1", "lpt9"])
def test_names_that_windows_keeps_are_refused_everywhere(rule: NameRule, name: str) -> None:
    assert "Windows" in rule.problem(name)


@pytest.mark.parametrize("name", ["CON", "Aux", "nul.v1", "COM1.2.3"])
def test_no_case_and_no_ending_makes_a_windows_name_good(name: str) -> None:
    assert "Windows" in FOLDER.problem(name)
    with pytest.raises(LayoutError):
        natural_group(name)
    with pytest.raises(LayoutError):
        synthetic_group(f"{name}.x", 2)
