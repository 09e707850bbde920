"""``chexphoto doctor`` finds what would stop a session, and says what to do."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from capture.storage import DatasetRow, Storage
from dataset.files import sha256_of_file
from webapp.cli.main import cli
from webapp.doctor import certificate_checks, name_checks, network_checks, program_checks, root_checks
from webapp.doctor.certificate_checks import check_certificates
from webapp.doctor.check_result import CheckResult
from webapp.doctor.clock_checks import check_clock
from webapp.doctor.data_checks import check_data
from webapp.doctor.name_checks import check_name
from webapp.doctor.network_checks import check_network
from webapp.doctor.program_checks import check_program
from webapp.doctor.root_checks import check_root
from webapp.doctor.worker_checks import check_cage, check_workers
from webapp.serving.data_root_lock import DataRootLock
from webapp.serving.port import listen
from webapp.settings import Settings, read_settings
from webapp.tls.addresses import machine_reach
from webapp.tls.store import ensure_certificate
from webapp.workers.cage import Protection


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir(mode=0o700)
    Storage(f"sqlite:///{folder / 'lab.db'}").close()
    ensure_certificate(folder / "tls", machine_reach(settings_of(folder).certified_names), datetime.now(UTC))
    return folder


def settings_of(root: Path, **more: Any) -> Settings:
    return read_settings({"data_root": root, "port": 0, **more})


def grades(outcomes: Iterator[CheckResult]) -> dict[str, str]:
    found = list(outcomes)
    assert [outcome for outcome in found if outcome.grade != "ok" and not outcome.advice] == []
    return {outcome.subject: outcome.grade for outcome in found}


def sick(outcomes: Iterator[CheckResult]) -> dict[str, str]:
    return {subject: grade for subject, grade in grades(outcomes).items() if grade != "ok"}


def test_a_healthy_installation_is_found_so(root: Path) -> None:
    assert sick(check_root(settings_of(root))) == {}
    assert sick(check_clock(root)) == {}
    assert sick(check_certificates(settings_of(root))) == {}
    assert "bad" not in sick(check_program()).values()


def test_before_the_first_start_nothing_is_made_and_nothing_is_bad(tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert sick(check_root(settings_of(root))) == {}
    assert sick(check_certificates(settings_of(root))) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_data_root_that_others_can_read_is_a_warning(root: Path) -> None:
    root.chmod(0o755)
    assert sick(check_root(settings_of(root))) == {"rights": "warn"}


@pytest.mark.parametrize(
    ("revision", "grade"), [("0001", "warn"), ("9999", "bad")], ids=["an older", "a newer"]
)
def test_a_database_of_another_revision_is_told(root: Path, revision: str, grade: str) -> None:
    with closing(sqlite3.connect(root / "lab.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    assert sick(check_root(settings_of(root))) == {"database": grade}


def test_a_damaged_database_is_told(root: Path) -> None:
    (root / "lab.db").write_bytes(b"x" * 8192)
    assert sick(check_root(settings_of(root))) == {"database": "bad"}


def test_a_full_disk_and_a_nearly_full_one_are_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, grade in ((100_000_000, "bad"), (1_000_000_000, "warn")):
        usage = type("Usage", (), {"free": free})
        monkeypatch.setattr(root_checks.shutil, "disk_usage", lambda _, usage=usage: usage)
        assert sick(check_root(settings_of(root))) == {"disk": grade}


def test_a_network_file_system_is_bad(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mount = type("Mount", (), {"mountpoint": str(root.parent), "fstype": "nfs4"})
    monkeypatch.setattr(root_checks.psutil, "disk_partitions", lambda **_: [mount])
    assert sick(check_root(settings_of(root))) == {"file system": "bad"}


def test_a_clock_before_the_journal_is_bad(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + 3600
    with closing(sqlite3.connect(root / "lab.db")) as database, database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("INSERT INTO facts (session, body) VALUES ('s', ?)", (json.dumps({"at": later}),))
    assert sick(check_clock(root)) == {"clock": "bad"}
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    assert sick(check_clock(root))["clock"] == "bad"


def test_a_certificate_for_other_addresses_is_a_warning(root: Path) -> None:
    assert sick(check_certificates(settings_of(root, names="10.9.8.7"))) == {"certificate": "warn"}


def test_certificates_out_of_their_time_and_open_keys_are_told(root: Path) -> None:
    (root / "tls" / "ca-key.pem").chmod(0o644)
    assert sick(check_certificates(settings_of(root))) == {"keys": "bad"}
    old = root / "old"
    ensure_certificate(old / "tls", machine_reach(), datetime.now(UTC) - timedelta(days=4000))
    assert sick(check_certificates(settings_of(old)))["authority"] == "bad"
    (old / "tls" / "ca-key.pem").write_text("x")
    assert sick(check_certificates(settings_of(old)))["authority"] == "bad"


def test_a_port_that_another_program_has_is_bad(root: Path) -> None:
    with closing(listen("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert sick(check_network(settings_of(root, host="127.0.0.1", port=port)))["port"] == "bad"


def test_a_server_on_another_port_is_told(root: Path) -> None:
    with closing(listen("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    with closing(DataRootLock(root)):
        found = sick(check_network(settings_of(root, host="127.0.0.1", port=port)))
    assert found == {"port": "warn", "addresses": "bad", "pages by network": "bad"}


def test_addresses_of_containers_alone_are_a_warning(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = type("Entry", (), {"address": "172.17.0.1"})
    monkeypatch.setattr(network_checks, "hosts_for_others", lambda _: ("172.17.0.1",))
    monkeypatch.setattr(network_checks.psutil, "net_if_addrs", lambda: {"docker0": [entry]})
    assert sick(check_network(settings_of(root))) == {"addresses": "warn"}


def test_a_machine_without_a_browser_or_a_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_checks.shutil, "which", lambda _: None)
    monkeypatch.setattr(program_checks, "requires", lambda _: ["not-there-at-all>=1"])
    assert sick(check_program()) == {"browser": "warn", "libraries": "bad"}


def test_rights_without_modes_are_those_of_the_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (certificate_checks, root_checks):
        monkeypatch.setattr(module, "HAS_MODES", False)
    root.chmod(0o755)
    (root / "tls" / "ca-key.pem").chmod(0o644)
    assert sick(check_certificates(settings_of(root))) == {}
    monkeypatch.setattr(Path, "home", lambda: root.parent)
    assert sick(check_root(settings_of(root))) == {}
    monkeypatch.setattr(Path, "home", lambda: root / "elsewhere")
    assert sick(check_root(settings_of(root))) == {"rights": "warn"}


def test_another_encoding_than_utf_8_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_checks.locale, "getpreferredencoding", lambda _: "cp1252")
    assert sick(check_program())["text"] == "warn"


def test_copies_from_before_upgrades_are_named(root: Path) -> None:
    (root / "lab.db.0007.backup").touch()
    assert "lab.db.0007.backup" in {o.subject: o.said for o in check_root(settings_of(root))}["upgrades"]


def test_csvs_that_are_gone_changed_or_without_x_rays_are_told(root: Path, tmp_path: Path) -> None:
    csv, xray = tmp_path / "train.csv", tmp_path / "train" / "patient00001" / "study1" / "view1_frontal.jpg"
    xray.parent.mkdir(parents=True)
    xray.write_bytes(b"x")
    csv.write_text(f"Path\n{xray.relative_to(tmp_path).as_posix()}\n")
    storage = Storage(f"sqlite:///{root / 'lab.db'}")
    storage.datasets.add(
        DatasetRow(
            "d1", "Ours", str(csv), str(tmp_path), sha256_of_file(csv), 1, {"train": 1}, ("Path",), 1.0
        )
    )
    storage.close()
    given = settings_of(root, csv=csv, data_dir=tmp_path)
    assert grades(check_data(given)) == {"csv": "ok", "data set": "ok"}
    csv.write_text(csv.read_text() + "train/patient00002/study1/view1_frontal.jpg\n")
    assert sick(check_data(given)) == {"data set": "warn"}
    xray.unlink()
    assert sick(check_data(given)) == {"csv": "bad", "data set": "warn"}


@pytest.mark.parametrize(
    ("found", "running", "grade"),
    [
        (["192.168.1.7"], True, "ok"),
        ([], False, "ok"),
        ([], True, "warn"),
        (["192.168.1.9", "192.168.1.7"], True, "warn"),
        (["192.168.1.9"], False, "warn"),
    ],
)
def test_the_name_in_the_network_is_this_server_s_or_nobody_s(
    root: Path, monkeypatch: pytest.MonkeyPatch, found: list[str], running: bool, grade: str
) -> None:
    monkeypatch.setattr(name_checks, "announced_in", lambda _: (IPv4Interface("192.168.1.7/24"),))
    monkeypatch.setattr(name_checks, "who_has", lambda *_: {IPv4Address(host) for host in found})
    monkeypatch.setattr(name_checks, "server_runs", lambda _: running)
    monkeypatch.setattr(name_checks, "CONTAINER_MARKS", ())
    assert grades(check_name(settings_of(root))) == {"name": grade}


def test_a_container_s_own_network_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_checks, "CONTAINER_MARKS", (root,))
    alone = settings_of(root, local_name="none")
    assert sick(check_name(alone)) == {"container": "warn"}
    assert sick(check_name(settings_of(root, local_name="none", names="192.168.1.20"))) == {}


def test_a_worker_decodes_every_format(root: Path) -> None:
    found = {outcome.subject: outcome for outcome in check_workers(settings_of(root, workers=1))}
    assert found["workers"].grade == found["formats"].grade == "ok"
    assert "JPEG, PNG, PNG of 16 bits, TIFF, WebP, HEIC, DICOM" in found["formats"].said
    assert found["cage"].grade in ("ok", "warn"), "what this machine offers"


def test_a_system_without_a_cage_for_decoders_is_told() -> None:
    assert check_cage(Protection(system_calls=True, files=True)).grade == "ok"
    half = check_cage(Protection(system_calls=True, files=False))
    assert half.grade == "warn"
    assert "restrict the files of" in half.said
    assert "system calls and files" in check_cage(None).said


def test_the_command_prints_lines_or_json_and_its_status_tells(root: Path) -> None:
    arguments = ["doctor", "--data-root", str(root), "--port", "0", "--workers", "1"]
    (root / "lab.db").write_bytes(b"x" * 8192)
    spoken = CliRunner().invoke(cli, arguments)
    assert spoken.exit_code == 1
    assert "bad  database: " in spoken.output
    assert "restore a backup" in spoken.output
    told = CliRunner().invoke(cli, [*arguments, "--json"])
    assert told.exit_code == 1
    assert {"database"} == {
        o["subject"] for o in json.loads(told.output)["outcomes"] if o["grade"] == "bad"
    } - {
        "addresses"  # a machine that runs tests need not be in a network
    }
    assert CliRunner().invoke(cli, ["doctor", "--port", "x"]).exit_code == 2
