"""Selection of a machine's addresses for phones."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from types import SimpleNamespace

import psutil
import pytest

from webapp.tls.addresses import host_names, lan_addresses, machine_reach


def interfaces(
    monkeypatch: pytest.MonkeyPatch, addresses: dict[str, list[str]], down: tuple[str, ...] = ()
) -> None:
    entries = {
        name: [
            SimpleNamespace(family=socket.AF_INET6 if ":" in text else socket.AF_INET, address=text)
            for text in texts
        ]
        for name, texts in addresses.items()
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: entries)
    monkeypatch.setattr(
        psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name not in down) for name in entries}
    )


def told() -> list[str]:
    return list(map(str, lan_addresses()))


def test_the_real_network_comes_before_virtual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    interfaces(monkeypatch, {"docker0": ["172.17.0.1"], "lo": ["127.0.0.1", "::1"], "wlan0": ["192.168.1.7"]})
    assert told() == ["192.168.1.7", "172.17.0.1"]


def test_every_interface_that_is_up_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    interfaces(
        monkeypatch, {"eth0": ["10.0.0.4"], "wlan0": ["192.168.1.7"], "usb0": ["169.254.3.4"]}, down=("eth0",)
    )
    assert told() == ["192.168.1.7", "169.254.3.4"]


def test_addresses_that_browsers_cannot_open_or_that_change_daily_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interfaces(monkeypatch, {"wlan0": ["192.168.1.7", "fe80::1%wlan0", "fd00::2", "2001:db8::77"]})
    assert told() == ["192.168.1.7", "fd00::2"]


def test_a_public_address_counts_where_it_is_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    interfaces(monkeypatch, {"eth0": ["2a02:120b::9", "fe80::1%eth0"]})
    assert told() == ["2a02:120b::9"]


def test_without_a_network_there_is_still_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    interfaces(monkeypatch, {"lo": ["127.0.0.1"]})
    assert told() == []
    assert machine_reach().addresses == (ip_address("127.0.0.1"), ip_address("::1"))


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ("Lab-Mac", ("localhost", "lab-mac", "lab-mac.local")),
        ("lab.uni.example", ("localhost", "lab.uni.example", "lab", "lab.local")),
        ("lab.local", ("localhost", "lab.local", "lab")),
        ("", ("localhost",)),
        ("10.0.0.4", ("localhost",)),
        ("röntgen", ("localhost",)),
    ],
)
def test_a_machine_answers_to_its_names(
    monkeypatch: pytest.MonkeyPatch, own: str, names: tuple[str, ...]
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: own)
    assert host_names() == names


def test_names_and_addresses_given_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    interfaces(monkeypatch, {})
    reach = machine_reach(["Xrays.Example", "203.0.113.5"])
    assert ip_address("203.0.113.5") in reach.addresses
    assert reach.names[-1] == "xrays.example"
