"""``chexphoto demo``: starts the server, runs one session while the user watches, and keeps running."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from webapp.cli.main import CommandError
from webapp.cli.serve import check_pages
from webapp.cli.settings_options import settings_options
from webapp.settings import Settings

if TYPE_CHECKING:
    from webapp.virtual.lab_process import LabProcess


@click.command()
@click.option(
    "--exit", "leave", is_flag=True, help="End when the session is over; the status tells how it went."
)
@settings_options
def demo(settings: Settings, leave: bool) -> None:
    """See one whole session on drawn x-rays: shown, photographed, filed, exported, checked.

    A virtual display and a virtual phone take part in it over the network, as real ones would. With --csv the
    session is over the first 24 x-rays of that CSV instead.
    """
    from webapp.demo.run import DemoError
    from webapp.virtual.lab_process import LabError, LabProcess
    from webapp.virtual.network.web import DeviceError

    check_pages()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.umask(0o077)  # what goes into a data root is for its owner alone
    lab = LabProcess(settings.model_copy(update={"demo": True}), settings.data_root / "logs" / "server.log")
    try:
        with lab:
            right = _show(lab, leave)
    except (LabError, DemoError, DeviceError) as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("\nStopped.")
        sys.exit(0 if not leave else 1)
    sys.exit(0 if right else 1)


def _show(lab: LabProcess, leave: bool) -> bool:
    from webapp.demo.own_phone import own_phone_session
    from webapp.demo.report import table
    from webapp.demo.run import demo_dataset, run_session
    from webapp.demo.transform import transform_command

    operator = lab.operator()
    dataset = demo_dataset(operator, lab.settings, click.echo)
    outcome = run_session(lab, operator, dataset, click.echo, lambda: None if leave else _wait_for_watcher())
    click.echo(f"\n{table(outcome)}\n")
    if outcome.is_right and not leave:
        click.echo(transform_command(lab, dataset))
        click.echo(own_phone_session(lab, operator, dataset))
        threading.Event().wait()
    return outcome.is_right


def _wait_for_watcher() -> None:
    """Wait for the user to open the page: the session takes only a quarter of a minute."""
    if sys.stdin.isatty():
        with suppress(EOFError):
            input(
                "Open it (the browser warns of the lab's own certificate: go on), then press Enter here to begin. "
            )
