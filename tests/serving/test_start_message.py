"""Where the terminal sends people."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import pytest

from webapp.serving import start_message as module
from webapp.serving.start_message import start_message
from webapp.settings import Settings


def said(monkeypatch: pytest.MonkeyPatch, host: str, lan: tuple[str, ...], port: int = 8443) -> str:
    monkeypatch.setattr(module, "lan_addresses", lambda: tuple(map(ip_address, lan)))
    return start_message(Settings(host=host, data_root=Path("/srv/xrays")), "t0ken", "AB:CD", port)


def test_every_address_is_told_with_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, "0.0.0.0", ("192.168.1.7", "10.0.0.2", "fd00::2"))
    assert "https://localhost:8443/?token=t0ken" in text
    assert "https://192.168.1.7:8443/?token=t0ken" in text
    assert "https://10.0.0.2:8443/?token=t0ken" in text
    assert "fd00" not in text
    assert "https://192.168.1.7:8443/join" in text
    assert "https://192.168.1.7:8443/trust" in text
    assert "AB:CD" in text
    assert "/srv/xrays" in text


def test_ipv6_addresses_are_bracketed_where_they_are_listened_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "https://[fd00::2]/?token" in said(monkeypatch, "::", ("fd00::2",), port=443)


def test_a_single_address_is_the_only_one_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, "10.0.0.2", ("192.168.1.7", "10.0.0.2"))
    assert "https://10.0.0.2:8443/?token" in text
    assert "192.168" not in text
    assert "localhost" not in text


@pytest.mark.parametrize(
    ("host", "lan"), [("127.0.0.1", ("192.168.1.7",)), ("localhost", ()), ("0.0.0.0", ())]
)
def test_a_server_nobody_else_can_reach_says_so(
    monkeypatch: pytest.MonkeyPatch, host: str, lan: tuple[str, ...]
) -> None:
    assert "No other machine can reach this server" in said(monkeypatch, host, lan)
