"""Invitations lead to an address that a phone can open, or say that there is none."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp import reach
from webapp.container import Services
from webapp.reach import hosts_for_others, why_unreachable
from webapp.settings import Settings
from webapp.system import address
from webapp.system.phone_address import PhoneAddress

LAN = ("192.168.1.7", "10.0.0.4")
OTHER_MACHINE = {"REMOTE_ADDR": "192.168.1.50"}


@pytest.fixture(autouse=True)
def lan(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reach, address):
        monkeypatch.setattr(module, "lan_addresses", lambda: tuple(map(ip_address, LAN)))


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data")


def invitations(station: Station, host: str, **environ: str) -> dict[str, object]:
    path = f"/api/v1/sessions/{station.session}/invitations"
    answer = station.operator.get(path, base_url=f"https://{host}", environ_overrides=environ)
    assert answer.status_code == 200, answer.json
    assert isinstance(answer.json, dict)
    return answer.json


def host_of(url: object) -> str:
    return str(url).removeprefix("https://").partition("/")[0]


@pytest.fixture
def at_any_host(station: Station) -> Station:
    bearer = station.operator.application.extensions["services"].operator.token
    station.operator.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {bearer}"
    return station


@pytest.mark.parametrize(
    "used", ["localhost:8443", "127.0.0.1:8443", "vm:8443", "[::1]:8443", "lab.localhost:8443"]
)
def test_a_name_used_on_the_server_itself_is_not_what_phones_are_told(
    at_any_host: Station, used: str
) -> None:
    found = invitations(at_any_host, used)
    assert found["addresses"] == [f"https://{address}:8443" for address in LAN]
    for role in ("phone", "display"):
        assert host_of(found[role]["url"]) == "192.168.1.7:8443"  # type: ignore[index]
    assert found["advice"] == ""


def test_the_qr_leads_to_the_join_page_and_needs_no_inline_style(station: Station) -> None:
    invitation = station.operator.get(f"/api/v1/sessions/{station.session}/invitations").json["phone"]
    assert invitation["url"] == f"https://192.168.1.7:8443/join?code={invitation['code']}"
    qr = station.operator.get(invitation["qr"])
    assert qr.mimetype == "image/svg+xml"
    assert b"style=" not in qr.data
    assert b"<script" not in qr.data


def test_the_address_in_use_comes_first(at_any_host: Station) -> None:
    assert invitations(at_any_host, "10.0.0.4:8443")["addresses"] == [
        "https://10.0.0.4:8443",
        "https://192.168.1.7:8443",
    ]


def test_a_name_that_led_another_machine_here_comes_first(at_any_host: Station) -> None:
    found = invitations(at_any_host, "lab.hospital.internal:9443", **OTHER_MACHINE)
    assert found["addresses"] == [
        "https://lab.hospital.internal:9443",
        "https://192.168.1.7:9443",
        "https://10.0.0.4:9443",
    ]


def test_a_tunnel_to_localhost_proves_nothing(at_any_host: Station) -> None:
    found = invitations(at_any_host, "localhost:8443", **OTHER_MACHINE)
    assert "https://localhost:8443" not in found["addresses"]  # type: ignore[operator]


def test_the_operator_chooses_among_several_networks_and_it_is_remembered(
    at_any_host: Station, lab: Services, settings: Settings
) -> None:
    at_any_host.post("/server/address", url="https://10.0.0.4:8443")
    assert host_of(invitations(at_any_host, "localhost:8443")["phone"]["url"]) == "10.0.0.4:8443"  # type: ignore[index]
    assert PhoneAddress(settings.data_root, lab.offload).host == "10.0.0.4"


def test_a_chosen_address_that_is_gone_is_not_told(
    at_any_host: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_any_host.post("/server/address", url="https://10.0.0.4:8443")
    monkeypatch.setattr(reach, "lan_addresses", lambda: (ip_address("192.168.1.7"),))
    assert invitations(at_any_host, "vm:8443")["addresses"] == ["https://192.168.1.7:8443"]


def test_the_name_in_the_network_is_offered_last_and_used_only_if_it_is_chosen(
    at_any_host: Station, lab: Services
) -> None:
    lab.local_name.held = "chexphoto.local"
    name, addresses = "https://chexphoto.local:8443", [f"https://{address}:8443" for address in LAN]
    for host, environ in (("localhost:8443", {}), ("chexphoto.local:8443", OTHER_MACHINE)):
        assert invitations(at_any_host, host, **environ)["addresses"] == [*addresses, name]
    at_any_host.post("/server/address", url=name)
    assert invitations(at_any_host, "localhost:8443")["addresses"] == [name, *addresses]
    lab.local_name.held = None  # another machine has it now
    assert invitations(at_any_host, "localhost:8443")["addresses"] == addresses


def test_an_address_of_another_machine_cannot_be_chosen(at_any_host: Station) -> None:
    answer = at_any_host.operator.post("/api/v1/server/address", json={"url": "https://192.168.1.99:8443"})
    assert_error(answer, 422, "address_unknown")
    assert "https://192.168.1.7:8443" in answer.json["error"]["message"]


class TestBoundToLoopback:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"host": "127.0.0.1"})

    def test_there_is_no_qr_and_the_words_say_why(self, at_any_host: Station) -> None:
        found = invitations(at_any_host, "localhost:8443")
        assert found["addresses"] == []
        assert "127.0.0.1 only" in str(found["advice"])
        for role in ("phone", "display"):
            assert host_of(found[role]["url"]) == "localhost:8443"  # type: ignore[index]
            answer = at_any_host.operator.get(found[role]["qr"])  # type: ignore[index]
            assert_error(answer, 409, "unreachable")
        assert at_any_host.operator.get("/api/v1/server").json["urls"] == []


def listening(host: str, names: str = "") -> Settings:
    return Settings(host=host, names=names)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "names", "hosts"),
    [
        ("0.0.0.0", "", LAN),
        ("10.0.0.4", "", ("10.0.0.4",)),
        ("127.0.0.1", "", ()),
        ("127.0.1.1", "", ()),
        ("::1", "", ()),
        ("localhost", "", ()),
        ("no-such-host.invalid", "", ()),
        ("127.0.0.1", "proxy.example", ("proxy.example",)),
        ("0.0.0.0", "192.168.1.20,localhost,127.0.0.1", ("192.168.1.20", *LAN)),
    ],
)
def test_only_what_is_listened_on_or_named_by_the_operator_counts(
    host: str, names: str, hosts: tuple[str, ...]
) -> None:
    assert hosts_for_others(listening(host, names)) == hosts


@pytest.mark.parametrize(
    ("kernel", "interfaces", "names", "hosts"),
    [
        ("Linux version 5.15.167.4-microsoft-standard-WSL2", ("lo", "eth0"), "", ()),
        ("Linux version 5.15.167.4-microsoft-standard-WSL2", ("lo", "eth0"), "192.168.1.7", ("192.168.1.7",)),
        ("Linux version 5.15.167.4-microsoft-standard-WSL2", ("lo", "loopback0", "eth0"), "", LAN),
        ("Linux version 4.4.0-19041-Microsoft", ("lo", "eth0"), "", LAN),
        ("Linux version 6.1.0-18-amd64", ("lo", "eth0"), "", LAN),
    ],
)
def test_in_wsl_only_mirrored_networking_or_a_named_address_lets_phones_in(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kernel: str,
    interfaces: tuple[str, ...],
    names: str,
    hosts: tuple[str, ...],
) -> None:
    version = tmp_path / "version"
    version.write_text(kernel)
    monkeypatch.setattr(reach, "KERNEL", version)
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {name: [] for name in interfaces})
    assert hosts_for_others(listening("0.0.0.0", names)) == hosts
    if not hosts:
        assert "mirrored networking" in why_unreachable(listening("0.0.0.0"))
