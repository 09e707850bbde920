"""``chexphoto doctor``: find what would stop a session before people come to take photos."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from webapp.cli.settings_options import settings_options
from webapp.doctor.certificate_checks import check_certificates
from webapp.doctor.check_result import CheckResult
from webapp.doctor.clock_checks import check_clock
from webapp.doctor.data_checks import check_data
from webapp.doctor.name_checks import check_name
from webapp.doctor.network_checks import check_network
from webapp.doctor.program_checks import check_program
from webapp.doctor.root_checks import check_root
from webapp.doctor.worker_checks import check_workers
from webapp.settings import Settings


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the outcomes as JSON.")
@settings_options
def doctor(settings: Settings, as_json: bool) -> None:
    """Check this machine, its network and the data root, and say what to do.

    Give it the same options as the server, which may be running. The status is 0 if nothing is bad, 1 if something is,
    2 if the options cannot be used.
    """
    found = []
    for outcome in examine(settings):
        found.append(outcome)
        if not as_json:
            click.echo("\n".join(outcome.lines()))
    sick = any(outcome.grade == "bad" for outcome in found)
    if as_json:
        body = {"ok": not sick, "outcomes": [outcome.to_json() for outcome in found]}
        click.echo(json.dumps(body, indent=2, ensure_ascii=False))
    sys.exit(1 if sick else 0)


def examine(settings: Settings) -> Iterator[CheckResult]:
    """Yield the outcome of every check as it comes."""
    yield from check_program()
    yield from check_root(settings)
    yield from check_data(settings)
    yield from check_clock(settings.data_root)
    yield from check_certificates(settings)
    yield from check_network(settings)
    yield from check_name(settings)
    yield from check_workers(settings)
