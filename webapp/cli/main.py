"""``chexphoto``: dispatches to the command, and reports invalid input in one line.

Commands are listed by name and place, and imported when they are run: ``chexphoto serve`` need not wait for OpenCV,
nor ``chexphoto export`` for the web server.
"""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import version

import click

from dataset.errors import DatasetError
from webapp.serving.terminal import guard_terminal

COMMANDS = {
    "backup": ("webapp.backups.command:backup_command", "Back up a data root, also of a running server."),
    "check": ("webapp.cli.check:check_command", "Check that a data set is whole and its splits keep apart."),
    "check-photos": ("webapp.cli.check_photos:check_photos", "Check that photos show what their names say."),
    "doctor": ("webapp.doctor.command:doctor", "Check this machine, its network and the data root."),
    "demo": ("webapp.demo.command:demo", "See one whole session on drawn x-rays."),
    "evaluate": ("webapp.evaluations.command:evaluate", "Score a model's predictions on a data set."),
    "export": ("webapp.cli.export:export", "Write a CheXphoto-layout data set from photos."),
    "release": (
        "webapp.cli.release:release_command",
        "Put a data set together from sessions, exports and synthetic sets.",
    ),
    "report": ("webapp.cli.report:report", "Tell what happened in a session, in one HTML page."),
    "import-photos": (
        "webapp.cli.import_photos:import_photos",
        "File a camera app's photos by what they show.",
    ),
    "mimic-table": (
        "webapp.cli.tables.mimic_table:mimic_table_command",
        "Join MIMIC-CXR-JPG's tables into one CSV.",
    ),
    "number-patients": (
        "webapp.cli.tables.number_patients:number_patients",
        "Give x-rays paths as CheXpert has them.",
    ),
    "rollback": (
        "webapp.backups.command:rollback_command",
        "Put the database back as it was before an upgrade.",
    ),
    "sample": ("webapp.cli.tables.sample:sample_command", "Draw patients or x-rays at random."),
    "restore": ("webapp.backups.command:restore_command", "Make a data root from a backup."),
    "serve": ("webapp.cli.serve:serve", "Start the server."),
    "sign-in": ("webapp.cli.sign_in:sign_in", "Print an address that signs the operator in, once."),
    "stats": ("webapp.cli.tables.stats:stats", "Count a data set: labels, patients, studies, images."),
    "synthesize": ("webapp.cli.synthesize:synthesize", "Make synthetic photos of a data set's x-rays."),
    "verify": ("webapp.integrity.command:verify_command", "Check that a data root is whole."),
    "virtual-display": ("webapp.cli.virtual:display", "Show x-rays in a file instead of on a monitor."),
    "virtual-phone": ("webapp.cli.virtual:phone", "Photograph such a file instead of a monitor."),
    "visualize": ("webapp.cli.visualize:visualize", "Show transforms of an x-ray side by side."),
}


class CommandError(click.ClickException):
    """The input of a command is unusable; the text says what to do."""

    exit_code = 2


class Commands(click.Group):
    """The commands of `COMMANDS`, each imported on demand."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the available commands."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, None if it does not exist."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; report invalid input without a traceback."""
        try:
            return super().invoke(ctx)
        except (DatasetError, OSError) as error:
            raise CommandError(_plain(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(version("chexphoto-lab"), prog_name="chexphoto")
def cli() -> None:
    """Photograph chest x-rays from a monitor with any phone's browser, or synthesise such photos."""


def main() -> None:
    """Run the command line."""
    guard_terminal()
    sys.exit(cli())


def _plain(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}"
    return str(error)
