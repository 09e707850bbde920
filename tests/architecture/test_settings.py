"""Sources of a setting's value, and the messages about a wrong one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from webapp.cli.main import cli
from webapp.cli.settings_options import settings_options
from webapp.settings import PREFIX, Settings, SettingsError, environment, read_settings


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


@click.command()
@settings_options
def show(settings: Settings) -> None:
    click.echo(settings.model_dump_json())


def shown(*options: str) -> Settings:
    done = CliRunner().invoke(show, options)
    assert done.exit_code == 0, done.output
    return Settings.model_validate_json(done.output)


def test_an_option_wins_over_the_environment_and_that_over_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHEXPHOTO_PORT", "9001")
    monkeypatch.setenv("CHEXPHOTO_SETTLE_MS", "300")
    settings = shown("--port", "9002")
    assert (settings.port, settings.settle_ms, settings.fresh_frames) == (9002, 300, 5)


def test_switches_are_switched_both_ways() -> None:
    settings = shown("--allow-links", "--no-thumbnail")
    assert (settings.allow_links, settings.thumbnail) == (True, False)


def test_an_empty_variable_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHEXPHOTO_CSV", "")
    assert read_settings().csv is None


def test_settings_reach_another_interpreter_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        data_root=tmp_path / "a b",
        csv=Path("train.csv"),
        names=("Lab.example", "10.0.0.9"),
        thumbnail=False,
        command_repeat_s=0.5,
        operator_token="x" * 20,
    )
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    assert read_settings() == settings


def test_paths_do_not_depend_on_where_a_process_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({"csv": "train.csv"}).csv == tmp_path / "train.csv"
    assert read_settings({"data_root": "~/x"}).data_root == Path.home() / "x"
    assert read_settings().data_root.is_absolute()


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHEXPHOTO_PORT", "99999")
    with pytest.raises(SettingsError) as caught:
        read_settings({"names": "a b", "settle_ms": "soon"})
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert any(line.startswith("--port (CHEXPHOTO_PORT): ") for line in lines)
    assert any("'a b' is not a host name" in line for line in lines)


def test_the_token_is_not_shown_by_accident() -> None:
    assert "secret" not in repr(Settings(operator_token="secret-secret-secret"))


@pytest.mark.processes
@pytest.mark.parametrize(
    "arguments", [["serve", "--port", "99999"], ["serve", "--no-such-option"], ["no-such-command"]]
)
def test_bad_input_is_an_error_without_a_traceback(arguments: list[str]) -> None:
    command = [Path(sys.executable).with_name("chexphoto"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_an_error_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def broken() -> None:
        Path("/no/such/file").read_text()

    monkeypatch.setattr(cli, "get_command", lambda _ctx, _name: broken)
    done = CliRunner().invoke(cli, ["broken"])
    assert done.exit_code == 2
    assert done.output == "Error: /no/such/file: No such file or directory\n"
