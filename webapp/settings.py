"""Every setting of the server in one model.

A setting has one name everywhere: ``settle_ms`` here, ``CHEXPHOTO_SETTLE_MS`` in the environment, ``--settle-ms`` on
the command line (which wins over the environment). What is about one session only (its subset, sets, conditions) is
not a setting; what a session may choose for itself takes its default from here. ``docs/settings.md`` lists them all.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from capture.plan import GoesOn
from webapp.faults import sentence
from webapp.limits import within

PREFIX = "CHEXPHOTO_"
AbsolutePath = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
HOST_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*", re.IGNORECASE
)


LABEL = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"


class SettingsError(ValueError):
    """Invalid settings; the text names each by option and environment variable."""


class Settings(BaseSettings):
    """Settings of one server. Values come from the arguments, then ``CHEXPHOTO_*``, then the defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    # Where things are
    data_root: AbsolutePath = Field(
        default_factory=lambda: default_data_root(),
        validate_default=True,
        description="Folder of everything the server keeps: database, photos, certificates, exports. "
        "Without it, `data` in a checkout, else `~/chexphoto-lab`.",
    )
    csv: AbsolutePath | None = Field(
        None, description="CheXpert-format CSV that is offered as a data set from the start."
    )
    demo: bool = Field(
        True, description="Offer the drawn demo x-rays as a data set; they are made at first use."
    )
    data_dir: AbsolutePath | None = Field(
        None,
        description="Folder that the CSV's paths begin in. Without it, looked for from the CSV's own folder upwards.",
    )
    allow_links: bool = Field(
        False,
        description="Follow symbolic links that lead out of the data folder. Off, such x-rays are refused.",
    )
    disk_reserve_mb: int = Field(
        500,
        ge=0,
        description="Free space to leave on the disk, in MB. With less, sessions pause and phones keep their photos.",
    )

    # The network
    host: str = Field(
        "0.0.0.0", description="Address to listen on; `0.0.0.0` is every network of this machine."
    )
    port: int = Field(8443, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    connections_per_address: int = Field(
        64,
        ge=8,
        le=4096,
        description="Connections a network address may have open without a credential, and requests a second. "
        "More where all devices come by one address (a proxy, a router that hides them).",
    )
    local_name: str = Field(
        "chexphoto",
        pattern=LABEL,
        description="Name of this server in its own network, announced as `chexphoto.local`; `none` announces none. "
        "Two servers in one network need different ones.",
    )
    names: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Further host names or addresses that lead here: in the certificate, and first in QR codes. "
        "Separated by commas.",
    )
    ping_s: float = Field(
        10,
        ge=0.5,
        le=60,
        description="Time in s between the signs of life that open pages are asked for. A page that gives none for "
        "twice as long counts as gone.",
    )
    operator_token: str | None = Field(
        None,
        min_length=16,
        repr=False,
        description="The operator's sign-in token, at least 16 characters. Without it, one is made and kept.",
    )

    # Capture: defaults of new sessions
    settle_ms: Annotated[int, within("settle_ms")] = Field(
        200,
        description="Time in ms a phone lets the picture settle before the shutter.",
    )
    fresh_frames: Annotated[int, within("fresh_frames")] = Field(
        5,
        description="New camera frames a phone waits for before the shutter, so that no photo is stale.",
    )
    frame_timeout_ms: Annotated[int, within("frame_timeout_ms")] = Field(
        500,
        description="Time in ms a phone waits for each of these frames; a still source may send none.",
    )
    thumbnail: bool = Field(
        True, description="Show the expected x-ray, small, to the person who holds the phone."
    )
    capture_timeout_s: Annotated[float, within("capture_timeout_s")] = Field(
        20,
        description="Time in s within which a phone has to say that it has taken the photo, or has failed.",
    )
    silent_after_s: Annotated[float, within("silent_after_s")] = Field(
        20,
        description="Time in s without a sign of life after which a device counts as silent and the session pauses.",
    )
    command_repeat_s: Annotated[float, within("command_repeat_s")] = Field(
        1,
        description="Time in s after which a command that nobody has confirmed is sent again.",
    )
    max_automatic_retakes: Annotated[int, within("max_automatic_retakes")] = Field(
        3,
        description="Retakes of one x-ray in a row that the server orders by itself, whatever the causes, before it "
        "asks the operator.",
    )

    verification: Literal["strict", "flag", "off"] = Field(
        "strict",
        description="What happens to a photo that does not show its x-ray: `strict` sets it aside and has it taken "
        "again, `flag` keeps it for a person to look at, `off` looks at no pixels.",
    )

    # Capture by a person: defaults of new sessions by hand, or of films
    goes_on: GoesOn = Field(
        "itself",
        description="After a person's photo: to the next x-ray by `itself`, or when `asked` to.",
    )
    shutter_after_s: Annotated[float, within("shutter_after_s")] = Field(
        0,
        description="Time in s after which a phone that a person holds takes its photo by itself; 0 leaves it to them.",
    )
    conditions_every: Annotated[int, within("conditions_every")] = Field(
        150,
        description="Photos by a person after which the conditions are asked for again; 0 never asks.",
    )

    # Limits
    max_photo_bytes: int = Field(40_000_000, ge=100_000, description="Largest photo taken in, in bytes.")
    max_image_bytes: int = Field(
        100_000_000, ge=100_000, description="Largest image taken in to be transformed, in bytes."
    )
    variant_cache_mb: int = Field(
        2000,
        ge=0,
        description="Space for transformed images that were made before, in MB; the oldest go first.",
    )
    max_photo_megapixels: float = Field(
        100, ge=0.1, le=1000, description="Largest photo or x-ray that is decoded, in megapixels."
    )

    # Workers
    workers: int = Field(
        2,
        ge=1,
        le=64,
        description="Processes that decode photos and make pictures; each takes about 150 MB of memory.",
    )
    worker_time_limit_s: float = Field(
        30,
        gt=0,
        le=3600,
        description="Processor time in s after which a task on pixels is ended and counts as failed; photos have 10 s.",
    )
    worker_memory_mb: int = Field(
        4000,
        ge=1000,
        description="Memory that each of these processes may have, in MB; an image that needs more is refused.",
    )
    worker_queue_limit: int = Field(
        512, ge=1, description="Tasks on pixels that may wait; beyond it the server says that it is busy."
    )
    worker_nice: int = Field(
        5, ge=0, le=19, description="How far the workers stand back for the server (nice level)."
    )

    # Challenges: strangers' programs on withheld sets
    challenge_python: AbsolutePath | None = Field(
        None,
        description="Python that runs submitted programs; a virtual environment with the libraries that you offer. "
        "Without it, the server's own, with NumPy, Pillow and OpenCV.",
    )
    challenge_time_limit_s: float = Field(
        3600, gt=0, le=7 * 24 * 3600, description="Time in s after which a submitted program is stopped."
    )
    challenge_memory_mb: int = Field(
        8000,
        ge=100,
        description="Memory that a submitted program may have, in MB, all its processes together.",
    )
    challenge_scratch_mb: int = Field(
        1000, ge=1, description="Space that it may write to, in MB of memory; it has three such places."
    )
    challenge_upload_mb: int = Field(
        2000, ge=1, description="Largest archive of a program, in MB; unpacked it may have four times that."
    )
    challenge_log_characters: int = Field(
        300, ge=0, le=2000, description="Length of the log that goes back to its sender; 0 sends none."
    )

    # Running
    async_mode: Literal["eventlet", "threading"] = Field(
        "threading" if sys.platform == "win32" else "eventlet",
        description="How the server serves many clients at once; in Windows `threading`.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged to the terminal."
    )

    @property
    def local_host(self) -> str | None:
        """The name that is announced in the network, None if none is."""
        return None if self.local_name == "none" else f"{self.local_name}.local"

    @property
    def certified_names(self) -> tuple[str, ...]:
        """The names besides this machine's own that the certificate is to have."""
        return tuple(dict.fromkeys((*self.names, *filter(None, [self.local_host]))))

    @field_validator("names", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("names")
    @classmethod
    def _are_host_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not HOST_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is not a host name")
        return tuple(name.lower() for name in value)


def default_data_root() -> Path:
    """Return the default data root: one place, whatever the working directory."""
    beside = Path(__file__).parents[1]
    return beside / "data" if (beside / "pyproject.toml").is_file() else Path("~/chexphoto-lab")


def read_settings(given: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings: ``given`` before the environment before the defaults.

    Raises:
        SettingsError: if a value is not allowed, naming every such value.
    """
    try:
        return Settings(**dict(given or {}))
    except ValidationError as error:
        faults = [f"{_spelled(str(fault['loc'][0]))}: {sentence(fault)}" for fault in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(faults))) from None


def environment(settings: Settings) -> dict[str, str]:
    """Return ``settings`` as environment variables, for the server's own interpreter."""
    values = settings.model_dump(exclude_none=True)
    return {PREFIX + name.upper(): _as_text(value) for name, value in values.items()}


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _spelled(name: str) -> str:
    return f"--{name.replace('_', '-')} ({PREFIX}{name.upper()})"
