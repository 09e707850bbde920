"""The addresses in the terminal at start."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from webapp import reach
from webapp.serving.start_message import start_message
from webapp.settings import Settings


def said(
    monkeypatch: pytest.MonkeyPatch, host: str, lan: tuple[str, ...], port: int = 8443, names: str = ""
) -> str:
    monkeypatch.setattr(reach, "lan_addresses", lambda: tuple(map(ip_address, lan)))
    settings = Settings(host=host, names=names, data_root=Path("/srv/xrays"))  # type: ignore[arg-type]
    return start_message(settings, lambda: "c0de", "AB:CD", port)


def test_every_address_is_told_with_one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, "0.0.0.0", ("192.168.1.7", "10.0.0.2", "fd00::2"))
    assert "https://localhost:8443/sign-in#c0de" in text
    assert "https://192.168.1.7:8443/sign-in#c0de" in text
    assert "https://10.0.0.2:8443/sign-in#c0de" in text
    assert "fd00" not in text
    assert "https://192.168.1.7:8443/join" in text
    assert "https://192.168.1.7:8443/trust" in text
    assert "https://chexphoto.local:8443" in text
    assert "AB:CD" in text
    assert "/srv/xrays" in text


def test_ipv6_addresses_are_bracketed_where_they_are_listened_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "https://[fd00::2]/sign-in#" in said(monkeypatch, "::", ("fd00::2",), port=443)


def test_a_single_address_is_the_only_one_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, "10.0.0.2", ("192.168.1.7", "10.0.0.2"))
    assert text.count("https://10.0.0.2:8443/sign-in#") == 1
    assert "https://10.0.0.2:8443/join" in text
    assert "192.168" not in text
    assert "localhost" not in text


@pytest.mark.parametrize(
    ("host", "lan", "why"),
    [
        ("127.0.0.1", ("192.168.1.7",), "listens on 127.0.0.1 only"),
        ("localhost", ("192.168.1.7",), "listens on localhost only"),
        ("0.0.0.0", (), "is in no network"),
    ],
)
def test_a_server_nobody_else_can_reach_says_why_and_names_no_address(
    monkeypatch: pytest.MonkeyPatch, host: str, lan: tuple[str, ...], why: str
) -> None:
    text = said(monkeypatch, host, lan)
    assert "No phone can join." in text
    assert why in " ".join(text.split())
    assert "/join" not in text
    assert "192.168" not in text


def test_behind_a_proxy_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, "127.0.0.1", (), names="xrays.hospital.example")
    assert "https://xrays.hospital.example:8443/join" in text
    assert "No phone can join." not in text


def test_the_journal_of_systemd_gets_no_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "journal").open("w") as journal:
        state = os.fstat(journal.fileno())
        monkeypatch.setattr(sys, "stdout", journal)
        monkeypatch.setenv("JOURNAL_STREAM", f"{state.st_dev}:{state.st_ino}")
        text = said(monkeypatch, "0.0.0.0", ("192.168.1.7",))
    assert "c0de" not in text
    assert "https://192.168.1.7:8443/sign-in" in text
    assert "chexphoto sign-in" in text
