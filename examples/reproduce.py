"""A whole study from nothing: x-rays, photos, synthetic photos, a release, models, scores, plots and tables.

    make reproduce

A virtual phone photographs drawn x-rays from a virtual display, in a session of a real server, as `make demo` does.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dataset.scoring.bootstrap import RESAMPLES
from examples import steps
from examples.robustness import study, table
from webapp.cli.main import COMMANDS
from webapp.demo.devices import virtual_devices
from webapp.demo.run import photograph
from webapp.settings import read_settings
from webapp.virtual.lab_process import LabProcess

NAME = "CheXphoto-Drawn-v1.0"
SET = "virtual-phone"


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--train", "patients", default=240, show_default=True, help="Patients to train on.")
@click.option("--valid", default=100, show_default=True, help="Patients to score on.")
@click.option("--photos", default=60, show_default=True, help="X-rays that the virtual phone photographs.")
@click.option("--resamples", default=RESAMPLES, show_default=True)
def main(out: Path, patients: int, valid: int, photos: int, resamples: int) -> None:
    """Make everything in the new folder OUT."""
    if out.exists():
        raise click.UsageError(f"{out} exists already; remove it, or choose another folder")
    out = out.absolute()
    xrays = steps.draw(out, patients, valid)
    click.echo(f"{patients + valid} x-rays drawn")
    session = photographed(out, xrays["valid"], min(photos, valid))
    synthetic = steps.synthesize(xrays["valid"], out, "Synthetic-v1.0", steps.RECIPES)
    click.echo(f"{len(synthetic.paths)} synthetic photos made")
    root = released(out, session, synthetic.csv.parent)
    evaluations = study(out, xrays, steps.Pictures(root / "valid.csv", out), resamples)
    click.echo(table(evaluations) + f"\n{out / 'results'}")


def photographed(out: Path, xrays: steps.Pictures, count: int) -> str:
    """Photograph the first x-rays with a virtual phone, and return the session."""
    settings = read_settings({"data_root": out / "data", "port": 0})
    with LabProcess(settings, out / "data" / "logs" / "server.log") as lab, TemporaryDirectory() as folder:
        operator = lab.operator()
        dataset = operator.register("Drawn x-rays", str(xrays.csv), str(xrays.folder))
        session = operator.new_session(dataset, 1, count, [SET], title="Photos of drawn x-rays")
        with virtual_devices(operator, session, lab.trust, Path(folder)):
            photograph(operator, session, click.echo, Path(folder))
    return session


def released(out: Path, session: str, synthetic: Path) -> Path:
    """Put photos and synthetic photos together into one data set, check and count it."""
    root = out / NAME
    steps.command(
        "release", root, synthetic, "--session", session, "--data-root", out / "data", "--licence", "CC0-1.0"
    )
    if "check" in COMMANDS:
        click.echo(steps.command("check", root))
    click.echo(steps.command("stats", root))
    return root


if __name__ == "__main__":
    main()
