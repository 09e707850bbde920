"""One fault of each kind, for a session that is running: what it does to it, and nothing about what must hold after."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.station import Station
from webapp.virtual.network.web import DeviceError

MORE_THAN_ANY_DISK_MB = 10**9
LONGEST_JUMP_S = 3600.0
"""A certificate is valid from a day before it was made."""
Fault = Callable[[Station, random.Random], None]


def kill(station: Station, dice: random.Random) -> None:
    """Kill the server at a random moment, like a power cut."""
    time.sleep(dice.uniform(0, 0.5))
    with station.restarting():
        pass


def kill_early(station: Station, dice: random.Random) -> None:
    """Kill it, and once more while it puts things in order after the start."""
    with station.restarting():
        pass
    time.sleep(dice.uniform(0, 0.3))
    with station.restarting():
        pass


def lose_network(station: Station, dice: random.Random) -> None:
    """Let the Wi-Fi go away: what was said by then is lost, or arrives late."""
    assert station.network is not None
    with station.network.outage(lost=dice.random() < 0.5):
        time.sleep(dice.uniform(0.2, 1.5))


def slow_uploads(station: Station, dice: random.Random) -> None:
    """Let every connection carry little for a while."""
    assert station.network is not None
    with station.network.slowed(dice.uniform(20_000, 80_000)):
        time.sleep(dice.uniform(0.3, 1.0))


def fill_disk(station: Station, _: random.Random) -> None:
    """Have less room than the reserve until the session has stopped, then enough."""
    roomy = station.lab.settings
    with station.restarting():
        station.lab.settings = roomy.model_copy(update={"disk_reserve_mb": MORE_THAN_ANY_DISK_MB})
    with contextlib.suppress(TimeoutError):
        station.wait_for("no room", lambda seen: _stopped_for_room(station, seen), 10)
    with station.restarting():
        station.lab.settings = roomy.model_copy(update={"port": station.lab.settings.port})


def jump_clock(station: Station, dice: random.Random) -> None:
    """Set the clock of the server's computer forward or back; a process that starts begins with it."""
    station.clock.write_text(f"{dice.uniform(-LONGEST_JUMP_S, LONGEST_JUMP_S)}", encoding="ascii")


def reload_phone(station: Station, dice: random.Random) -> None:
    """Reload a phone's page in the middle of whatever it does."""
    name = _a_phone(station, dice)
    station.device(name).stop()
    station.start_phone(name, faults=station.faults)


def reload_display(station: Station, _: random.Random) -> None:
    """Reload the display's page."""
    station.device("display").stop()
    station.start_display()


def second_tab(station: Station, dice: random.Random) -> None:
    """Open a phone's page a second time; the older one is over."""
    station.start_phone(_a_phone(station, dice), faults=station.faults)


def scan_again(station: Station, dice: random.Random) -> None:
    """Renew the code and let a phone scan the new one."""
    station.operator.call("POST", f"/sessions/{station.session}/invitations")
    reload_phone(station, dice)


def second_display(station: Station, dice: random.Random) -> None:
    """Open the session's display on another computer as well, and go back to the first."""
    station.start_display(name=f"display-{dice.random()}")
    time.sleep(dice.uniform(0, 0.3))
    # A display that was dropped does not come back by itself; it joins anew.
    station.start_display(name="display", anew=True)


def cover_display(station: Station, _: random.Random) -> None:
    """Let a message cover the picture."""
    station.device("display").device.cover()


def click_twice(station: Station, dice: random.Random) -> None:
    """Press a button of the console twice at once, then resume twice at once."""
    what, body = dice.choice(
        (("pause", {}), ("pause", {}), ("retakes", {"index": dice.randint(1, station.xrays)}))
    )
    for action, said in ((what, body), ("resume", {})):
        presses = [threading.Thread(target=_press, args=(station, action, said)) for _ in range(2)]
        for press in presses:
            press.start()
        for press in presses:
            press.join()


def pause_at_phone(station: Station, dice: random.Random) -> None:
    """Pause at a phone, and go on there."""
    phone = station.device(_a_phone(station, dice)).device
    phone.pause()
    time.sleep(dice.uniform(0, 0.2))
    phone.go_on()


KINDS: dict[str, Fault] = {
    "SIGKILL of the server": kill,
    "SIGKILL twice, the second while it starts": kill_early,
    "network lost": lose_network,
    "slow uploads": slow_uploads,
    "disk full": fill_disk,
    "clock set, up to an hour": jump_clock,
    "phone's page reloaded": reload_phone,
    "display's page reloaded": reload_display,
    "second tab of a phone": second_tab,
    "code renewed and scanned again": scan_again,
    "second display, and back": second_display,
    "picture covered": cover_display,
    "double clicks": click_twice,
    "paused at a phone, and on": pause_at_phone,
}
RARE = frozenset({"SIGKILL of the server", "SIGKILL twice, the second while it starts", "disk full"})
"""These start the server anew, which takes longer than everything else; a soak chooses how often."""


@contextlib.contextmanager
def shifted_clock(folder: Path, environment: dict[str, str]) -> Iterator[Path]:
    """Let servers that start in here have the clock that is told in the file; it is right at first."""
    file = folder / "clock"
    added = {"PYTHONPATH": str(Path(__file__).parent / "shifted_clock"), "SHIFTED_CLOCK": str(file)}
    before = {name: environment.get(name) for name in added}
    environment |= added
    try:
        yield file
    finally:
        for name, value in before.items():
            if value is None:
                del environment[name]
            else:
                environment[name] = value


def _a_phone(station: Station, dice: random.Random) -> str:
    return dice.choice(
        sorted({device.name for device in station.devices if not device.name.startswith("display")})
    )


def _press(station: Station, action: str, body: dict[str, object]) -> None:
    operator = station.lab.operator()
    with contextlib.suppress(DeviceError), contextlib.closing(operator):
        operator.act(station.session, action, **body)


def _stopped_for_room(station: Station, seen: dict[str, object]) -> bool:
    if seen["phase"] in ("finished", "finishing"):
        return True
    if seen["can"]["resume"] and seen["reason"]["code"] != "disk_full":  # type: ignore[index]
        _press(station, "resume", {})
    return bool(seen["phase"] == "paused" and seen["reason"]["code"] == "disk_full")  # type: ignore[index]
