"""``chexphoto virtual-phone`` and ``chexphoto virtual-display``: devices backed by files, for trials and tests."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click
import urllib3

if TYPE_CHECKING:  # the devices take a second to import, and only their own commands need them
    from webapp.virtual.camera.frames import Camera
    from webapp.virtual.display import VirtualDisplay
    from webapp.virtual.network.faults import Faults
    from webapp.virtual.network.session_client import ClientBehaviour
    from webapp.virtual.network.web import DeviceCredential, Trust
    from webapp.virtual.phone.phone import VirtualPhone

Command = TypeVar("Command", bound=Callable[..., Any])
Log = Callable[[str], None]


class ConnectionOptions(TypedDict):
    """The options of both commands, as Click passes them."""

    screen: Path
    ca: Path | None
    insecure: bool
    name: str | None
    polling: bool
    store: Path | None
    stay: bool
    quiet: bool
    size: str


class PhoneOptions(ConnectionOptions):
    """A phone's."""

    lens: str
    level: int
    plain: bool
    quality: int
    shutter_delay: float
    frame_latency: float
    frame_rate: float
    loss: float
    duplicate: float
    reorder: float
    seed: int
    go_on: bool


class DisplayOptions(ConnectionOptions):
    """A display's."""

    paint_delay: float
    panel_lag: float


def _connection_options(command: Command) -> Command:
    for option in reversed(
        [
            click.argument("url"),
            click.option(
                "--screen",
                required=True,
                type=click.Path(dir_okay=False, path_type=Path),
                help="Image file that stands for the monitor; its suffix is its format (.png, .bmp, .pgm).",
            ),
            click.option(
                "--ca",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help="Certificate authority to trust: <data root>/tls/ca.crt. Without it, the system's.",
            ),
            click.option("--insecure", is_flag=True, help="Believe any certificate."),
            click.option("--name", default=None, help="Name under which the console lists the device."),
            click.option("--polling", is_flag=True, help="Do without WebSocket."),
            click.option(
                "--store",
                type=click.Path(file_okay=False, path_type=Path),
                help="Folder of the device's memory; started again with it, it is the same device.",
            ),
            click.option(
                "--stay",
                is_flag=True,
                help="Wait for more when the session has ended, and go along to the next subset.",
            ),
            click.option("--quiet", is_flag=True, help="Say nothing but why it stopped."),
        ]
    ):
        command = option(command)
    return command


_probability = click.FloatRange(0, 1)


@click.command("virtual-phone")
@_connection_options
@click.option(
    "--lens",
    default="nokia6",
    show_default=True,
    metavar="PROFILE",
    help="Camera it has (see the camera model).",
)
@click.option(
    "--level",
    default=1,
    show_default=True,
    type=click.IntRange(1, 4),
    help="From 1, a tripod in a dark room, to 4, in a hurry by the window.",
)
@click.option(
    "--plain", is_flag=True, help="A plain drawn distortion instead of the camera model; any --size."
)
@click.option("--size", default="1152x864", show_default=True, help="Of its photos, WIDTHxHEIGHT.")
@click.option("--quality", default=90, show_default=True, type=click.IntRange(1, 100), help="Of its JPEGs.")
@click.option(
    "--shutter-delay", default=50.0, show_default=True, metavar="MS", help="Between command and exposure."
)
@click.option(
    "--frame-latency", default=0.0, show_default=True, metavar="MS", help="Age of what its frames show."
)
@click.option("--frame-rate", default=30.0, show_default=True, help="Of its camera, frames a second.")
@click.option("--loss", default=0.0, type=_probability, help="Of messages that never arrive.")
@click.option("--duplicate", default=0.0, type=_probability, help="Of messages that arrive twice.")
@click.option("--reorder", default=0.0, type=_probability, help="Of messages that are overtaken.")
@click.option("--seed", default=0, help="Of its camera and of its bad luck.")
@click.option("--go-on", is_flag=True, help="Resume the session when it is paused because of this phone.")
def phone(url: str, **options: Unpack[PhoneOptions]) -> None:
    """Photograph the screen file as a phone of the session behind URL (https://.../join?code=...).

    It sees nothing but that file, at its shutter instant, so it can be wrong as a real phone can.
    """
    camera = _camera(options)  # what is wrong with it is said before anything is joined
    sys.exit(_run("phone", url, options, lambda joined, log: _make_phone(*joined, options, camera, log)))


@click.command("virtual-display")
@_connection_options
@click.option("--size", default="1920x1080", show_default=True, help="Of the screen, WIDTHxHEIGHT.")
@click.option(
    "--paint-delay", default=30.0, show_default=True, metavar="MS", help="Until a picture is painted."
)
@click.option("--panel-lag", default=0.0, show_default=True, metavar="MS", help="From `shown` to the light.")
def display(url: str, **options: Unpack[DisplayOptions]) -> None:
    """Show the x-rays of the session behind URL (https://.../join?code=...) in the screen file."""
    sys.exit(_run("display", url, options, lambda joined, log: _make_display(*joined, options, log)))


def _run(
    role: str,
    url: str,
    options: ConnectionOptions,
    make: Callable[[tuple[DeviceCredential, Trust], Log], VirtualPhone | VirtualDisplay],
) -> int:
    """Join, take part to the end, and report how it ended; 0 when the session has finished."""
    from webapp.virtual.network.address import AddressError
    from webapp.virtual.network.following import run_on
    from webapp.virtual.network.joining import joined, remember
    from webapp.virtual.network.web import DeviceError, Trust

    def log(line: str) -> None:
        if not options["quiet"]:
            click.echo(f"{time.strftime('%H:%M:%S')} {line}")

    if options["insecure"]:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # it was asked for
    trust = Trust(options["ca"], options["insecure"])
    try:
        credential = joined(url, options["name"] or f"Virtual {role}", role, trust, options["store"])
    except (AddressError, DeviceError) as error:
        click.echo(f"chexphoto: {error}", err=True)
        return 2

    def made(credential: DeviceCredential) -> VirtualPhone | VirtualDisplay:
        if store := options["store"]:
            remember(store, credential)
        device = make((credential, trust), log)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: device.stop())
        return device

    try:
        ending = run_on(made, credential, trust)
    except DeviceError as error:
        click.echo(f"chexphoto: {error}", err=True)
        return 2
    click.echo(f"{role}: {ending.message}")
    return 0 if ending.code in ("finished", "stopped") else 1


def _make_phone(
    credential: DeviceCredential, trust: Trust, options: PhoneOptions, camera: Camera, log: Log
) -> VirtualPhone:
    import numpy as np

    from webapp.virtual.camera.shutter import Shutter
    from webapp.virtual.camera.viewfinder import Viewfinder
    from webapp.virtual.network.faults import Faults
    from webapp.virtual.network.joining import memory
    from webapp.virtual.phone.phone import Habits, VirtualPhone
    from webapp.virtual.phone.store import PhoneStore

    finder = Viewfinder(options["screen"], options["frame_rate"], options["frame_latency"] / 1000)
    rng = np.random.default_rng(options["seed"])
    shutter = Shutter(finder, camera, options["shutter_delay"] / 1000, rng)
    store = PhoneStore(memory(options["store"], credential) / "photos.db" if options["store"] else None)
    faults = Faults(options["loss"], options["duplicate"], options["reorder"], seed=options["seed"])
    habits = Habits(go_on=options["go_on"], stay=options["stay"])
    return VirtualPhone(credential, trust, store, shutter, _behaviour(options, faults), habits, log)


def _camera(options: PhoneOptions) -> Camera:
    from transforms import TransformError
    from webapp.virtual.camera.frames import SimpleCamera
    from webapp.virtual.camera.tripod_camera import TripodCamera

    size = _size(options["size"])
    if options["plain"]:
        return SimpleCamera(*size, quality=options["quality"])
    try:
        return TripodCamera(options["lens"], size, options["level"], options["seed"], options["quality"])
    except TransformError as error:
        raise click.UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


def _make_display(
    credential: DeviceCredential, trust: Trust, options: DisplayOptions, log: Log
) -> VirtualDisplay:
    from webapp.virtual.camera.screen import ScreenFile
    from webapp.virtual.display import Panel, VirtualDisplay
    from webapp.virtual.network.faults import Faults

    screen = ScreenFile(options["screen"], *_size(options["size"]))
    panel = Panel(options["paint_delay"] / 1000, options["panel_lag"] / 1000)
    return VirtualDisplay(
        credential, trust, screen, panel, _behaviour(options, Faults()), options["stay"], log
    )


def _behaviour(options: ConnectionOptions, faults: Faults) -> ClientBehaviour:
    from webapp.virtual.network.session_client import ClientBehaviour

    return ClientBehaviour(faults, ("polling",) if options["polling"] else ("polling", "websocket"))


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a size; write it like 1600x1200.") from None
    if not (16 <= width <= 20_000 and 16 <= height <= 20_000):
        raise click.BadParameter(f"{text} is not a usable size; each side has 16 to 20,000 pixels.")
    return width, height
