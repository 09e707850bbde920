"""Possible next events in the simulated lab: the one list of troubles, for both kinds of tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from capture import events
from capture.by_person import events as wishes
from capture.phone_events import PausePhone, PhoneFramed, ResumePhone, SwapPhones
from capture.plan import Way
from tests.capture.quiescence import await_end, calm, settle
from tests.capture.simulated_lab import Lab

Choose = Callable[[int], int]
"""A number from 0 to below n."""


def _operator(lab: Lab, choose: Choose) -> None:
    wish = choose(4)
    agreed = lab.plan.sets[choose(len(lab.plan.sets) + 1) :]
    event = (
        events.Start(lab.t, agreed),
        events.Pause(lab.t),
        events.Resume(lab.t, without=agreed),
        events.Abort(lab.t),
    )[wish]
    lab.handle(event)


def _resume(lab: Lab, _choose: Choose) -> None:
    agreed = tuple(place.set for place in lab.session.state.unfilled())
    if lab.session.state.phase in ("waiting", "aiming"):
        lab.handle(events.Start(lab.t, agreed))
    else:
        lab.handle(events.Resume(lab.t, without=agreed))


def _aim(lab: Lab, _choose: Choose) -> None:
    lab.handle(events.Aim(lab.t))


def _frame(lab: Lab, choose: Choose) -> None:
    """A phone's frame was analysed; most phones stand as they stood in the session before."""
    if lab.phones:
        phone = lab.phones[choose(len(lab.phones))]
        code = ("", "", "", "framing_poor", "framing_moved")[choose(5)]
        lab.handle(PhoneFramed(lab.t, phone.device, code))


def _retake(lab: Lab, choose: Choose) -> None:
    set_name = (None, *lab.plan.sets)[choose(len(lab.plan.sets) + 1)]
    lab.handle(events.Retake(lab.t, lab.plan.first + choose(lab.plan.xrays), set_name))


def _treat_as_one(lab: Lab, choose: Choose) -> None:
    first = lab.plan.first + choose(lab.plan.xrays)
    lab.handle(events.TreatAsOne(lab.t, ((first, min(first + 1, lab.plan.last)),)))


def _skip(lab: Lab, choose: Choose) -> None:
    lab.handle(events.Skip(lab.t, lab.plan.first + choose(lab.plan.xrays), "cannot be read"))


def _join(lab: Lab, choose: Choose) -> None:
    if len(lab.phones) < 4:
        lab.admit_phone(f"p{len(lab.phones) + 1}")
    elif len(lab.displays) < 3 and choose(2):
        lab.admit_display(f"d{len(lab.displays) + 1}")


def _take_out(lab: Lab, choose: Choose) -> None:
    device = list(lab.devices)[choose(len(lab.devices))]
    spares = [d.device for d in lab.session.state.devices.values() if d.role == "phone" and d.set is None]
    what = choose(3)
    if what == 0:
        lab.handle(events.Drop(lab.t, device))
    elif what == 1:
        lab.handle(events.Revoke(lab.t, device))
    elif spares:
        lab.handle(events.Replace(lab.t, device, spares[choose(len(spares))]))


def _hold(lab: Lab, choose: Choose) -> None:
    """The operator pauses one phone, or lets it take part again."""
    if lab.phones:
        phone = lab.phones[choose(len(lab.phones))].device
        lab.handle((PausePhone, ResumePhone)[choose(2)](lab.t, phone))


def _swap(lab: Lab, choose: Choose) -> None:
    """The operator puts two phones in each other's place, if they have one."""
    if lab.phones:
        one, other = (lab.phones[choose(len(lab.phones))].device for _ in range(2))
        lab.handle(SwapPhones(lab.t, one, other, f"{one}+{lab.step}a", f"{other}+{lab.step}b"))


def _join_again(lab: Lab, choose: Choose) -> None:
    """A phone scans the code again, be it dropped or not."""
    if lab.phones:
        lab.rejoin(lab.phones[choose(len(lab.phones))])


def _phone(lab: Lab, choose: Choose) -> None:
    if not lab.phones:
        return
    phone = lab.phones[choose(len(lab.phones))]
    what = choose(24)
    if what == 0:
        phone.clear()
    elif what == 1:
        phone.close()
        phone.open()
    elif what == 2:
        phone.close()
    elif what in (3, 4):
        phone.open()
    elif what == 5:
        phone.fail()
    elif what == 6:
        phone.set_camera(not phone.camera)
    elif what == 7:
        phone.spoils = not phone.spoils
    elif what in (8, 9):
        _stall(lab, phone.device)
    else:
        phone.shutter()


def _person(lab: Lab, choose: Choose) -> None:
    """Somebody pauses or goes on at a phone."""
    if lab.phones:
        lab.phones[choose(len(lab.phones))].ask(("pause", "go_on")[choose(2)])


def _camera(lab: Lab, choose: Choose) -> None:
    """A camera's frames come late from now on, or in time again."""
    if lab.phones:
        lab.phones[choose(len(lab.phones))].stale = ("", "hasty", "hasty", "always")[choose(4)]


def _stall(lab: Lab, device: str) -> None:
    """The Wi-Fi of a device stalls, or goes on with all that has piled up."""
    lab.stalled ^= {device}


def _pump(lab: Lab, _choose: Choose) -> None:
    for device in list(lab.devices.values()):
        device.pump()


def _display(lab: Lab, choose: Choose) -> None:
    if not lab.displays:
        return
    display = lab.displays[-1 - (choose(8) == 0 and choose(len(lab.displays)))]
    what = choose(20)
    if what == 0:
        display.close()
        display.open()
    elif what == 1:
        display.open()
    elif what in (2, 5):
        display.cover()
    elif what in (6, 7):
        _stall(lab, display.device)
    elif what == 3:
        display.fail()
    elif what == 4:
        display.close()
    else:
        display.paint()


def _veil(lab: Lab, _choose: Choose) -> None:
    """Something comes to lie over the picture, and the display's page notices only by measuring."""
    lab.monitor.veiled = True


def _deliver(lab: Lab, choose: Choose) -> None:
    for _ in range(1 + choose(6)):
        lab.deliver(choose(3))


def _shuffle(lab: Lab, choose: Choose) -> None:
    trouble, which = choose(3), choose(max(1, len(lab.network)))
    if trouble == 0:
        lab.lose(which)
    else:
        lab.deliver(which, again=trouble == 1)


def _judge(lab: Lab, choose: Choose) -> None:
    lab.judge(choose(4), ("", "", "", "", "photo_broken", "poor_quality")[choose(6)])


def _time(lab: Lab, choose: Choose) -> None:
    lab.t += (0.4, 1.0, 1.0, 5.0, 25.0)[choose(5)]
    lab.handle(events.Tick(lab.t))


def _server(lab: Lab, choose: Choose) -> None:
    what = choose(4)
    if what == 0:
        lab.kill()
    elif what == 3:
        lab.disk_full = not lab.disk_full
    else:
        lab.crash = ("", "before", "after")[what]


def _calm(lab: Lab, choose: Choose) -> None:
    calm(lab, 1 + choose(2))


def _hand(lab: Lab, choose: Choose) -> None:
    """A person takes photos by hand: at a phone, at the display, or at the console; also where nobody may."""
    if not lab.phones:
        return
    phone, index = lab.phones[choose(len(lab.phones))], lab.plan.first + choose(lab.plan.xrays)
    shown = lab.session.state.showing.index or index
    possible: Sequence[Callable[[], object]] = (
        lambda: phone.person("retake", index=shown),
        lambda: phone.person("retake", index=max(shown - 1, lab.plan.first)),
        lambda: phone.person("skip", index=shown, detail="the film is torn"),
        lambda: phone.person("next", index=shown),
        lambda: phone.person("conditions", conditions={"room": f"{lab.step}"}),
        lambda: _state_conditions(lab),
        lambda: setattr(phone, "wrong_film", not phone.wrong_film),
        lambda: phone.shutter("camera_app"),
        lambda: [display.press() for display in lab.displays],
        *[lambda: lab.handle(wishes.PressShutter(lab.t))] * 3,
    )
    possible[choose(len(possible))]()


def _state_conditions(lab: Lab) -> None:
    lab.t += 0.001
    lab.handle(wishes.StateConditions(lab.t, {"room": f"{lab.step}"}))


def _turn(lab: Lab, choose: Choose) -> None:
    """A presenter presses a key at a display, be it the present one or one that is out."""
    if lab.displays:
        step: Sequence[wishes.Step] = ("next", "next", "next", "back", "black")
        lab.displays[-1 - (choose(8) == 0 and choose(len(lab.displays)))].turn(step[choose(5)])


def _note(lab: Lab, choose: Choose) -> None:
    """Somebody keeps a note on a photo, changes it, or removes it; also of a photo that there is not."""
    place = lab.session.state.places[lab.plan.sets[choose(len(lab.plan.sets))]]
    index, attempt = [*place.photos, (lab.plan.last, 99)][-1 - choose(1 + len(place.photos))]
    note = ("", "a finger", "glare")[choose(3)]
    if lab.handle(events.NotePhoto(lab.t, place.set, index, attempt, note)):
        assert lab.session.state.places[place.set].photos[(index, attempt)].note == note


TROUBLES: dict[str, tuple[int, Callable[[Lab, Choose], None]]] = {
    "deliver": (24, _deliver),
    "pump": (8, _pump),
    "phone": (10, _phone),
    "camera": (1, _camera),
    "person": (1, _person),
    "hand": (0, _hand),
    "turn": (0, _turn),
    "note": (0, _note),
    "swap": (0, _swap),
    "display": (10, _display),
    "veil": (1, _veil),
    "resume": (4, _resume),
    "calm": (5, _calm),
    "shuffle": (4, _shuffle),
    "judge": (5, _judge),
    "time": (3, _time),
    "operator": (1, _operator),
    "aim": (1, _aim),
    "frame": (2, _frame),
    "retake": (1, _retake),
    "skip": (1, _skip),
    "treat_as_one": (1, _treat_as_one),
    "join": (1, _join),
    "take_out": (1, _take_out),
    "hold": (2, _hold),
    "join_again": (1, _join_again),
    "server": (1, _server),
}
"""Name, how often among the others, and what it does."""

WEIGHTED: Sequence[str] = [name for name, (often, _) in TROUBLES.items() for _ in range(often)]


def _sample(seed: int, last: int) -> tuple[int, ...] | None:
    """For every third seed, some of the x-rays; drawn apart, so that the walk itself stays the same."""
    if seed % 3:
        return None
    between = range(2, last)
    chosen = random.Random(f"sample {seed}").sample(between, len(between) // 2)
    return tuple(sorted({1, last, *chosen}))


BY_PERSON: Sequence[str] = [*WEIGHTED, *["hand"] * 8, "note"]
"""The same where a person takes the photos."""
PRESENTED: Sequence[str] = [*WEIGHTED, *["turn"] * 20]
"""The same where a presenter turns the x-rays, with phones that may not join and retakes that nobody may ask for."""


def troubles_of(way: Way) -> Sequence[str]:
    """What may happen in sessions of a way of capture, each as often as among the others."""
    return {"automatic": WEIGHTED, "presenter": PRESENTED}.get(way, BY_PERSON)


def walk(seed: int, steps: int, way: Way = "automatic", *, swaps: bool = False) -> Lab:
    """A session of so many troubles, then peace; it must end as it should."""
    troubles = [*troubles_of(way), *["swap"] * (4 if swaps else 0)]
    chance = random.Random(seed)
    last = chance.choice((2, 6, 12, 24))
    sets = ("a", "b", "c")[: chance.randint(1, 3)]
    if way == "presenter":
        sets = sets[:1]
    follows = chance.choice(("", "", "s0"))
    choices = _choices(chance) if way != "automatic" else {}
    lab = Lab.new(1, last, sets, _sample(seed, last), follows, way, **choices)
    lab.admit_display("d1")
    lab.admit_phone("p1")
    for _ in range(chance.randint(0, 2)):
        lab.admit_phone(f"p{len(lab.phones) + 1}")
    if chance.random() < 0.8:
        calm(lab, 2)
        if chance.random() < 0.3:
            lab.handle(events.Aim(lab.t))
            calm(lab, 1)
        if lab.plan.follows:
            for _ in range(2 * len(lab.phones)):
                _frame(lab, chance.randrange)
        else:
            lab.handle(events.Start(lab.t, lab.plan.sets))
    for _ in range(chance.randint(1, steps)):
        lab.step += 1
        trouble = chance.choice(troubles)
        TROUBLES[trouble][1](lab, chance.randrange)
    settle(lab)
    return lab


def _choices(chance: random.Random) -> dict[str, Any]:
    return {
        "goes_on": chance.choice(("itself", "asked")),
        "verification": chance.choice(("strict", "strict", "off")),
    }


def _connection(lab: Lab, choose: Choose) -> None:
    """A device loses its connection, or its page makes a new one."""
    device = list(lab.devices.values())[choose(len(lab.devices))]
    connected = device.tab is not None
    device.close()
    if not connected or choose(2):
        device.open()


def _reach(lab: Lab, choose: Choose) -> None:
    _stall(lab, list(lab.devices)[choose(len(lab.devices))])


def _work(lab: Lab, _choose: Choose) -> None:
    for phone in lab.phones:
        phone.shutter()
    for display in lab.displays:
        display.paint()


def _verdict(lab: Lab, choose: Choose) -> None:
    lab.judge(choose(4))


def _power(lab: Lab, _choose: Choose) -> None:
    lab.kill()


OUTAGES: Sequence[Callable[[Lab, Choose], None]] = (
    *[_deliver] * 10,
    *[_work] * 8,
    *[_pump] * 4,
    *[_calm] * 2,
    *[_connection] * 2,
    *[_reach] * 2,
    *[_verdict] * 2,
    *[_time] * 4,
    _power,
)
"""What happens without anybody's doing: devices out of reach, for however long, and power cuts."""


def walk_through_outages(seed: int, steps: int, way: Way = "automatic") -> Lab:
    """A session of so many outages, then all are in reach again; it must come to its end though nobody resumes it."""
    chance = random.Random(seed)
    lab = Lab.new(1, chance.choice((2, 6, 12)), ("a", "b")[: chance.randint(1, 2)], way=way)
    lab.admit_display("d1")
    for number, _ in enumerate(lab.plan.sets):
        lab.admit_phone(f"p{number + 1}")
    calm(lab, 2)
    lab.handle(events.Start(lab.t))
    for _ in range(steps):
        lab.step += 1
        chance.choice(OUTAGES)(lab, chance.randrange)
    await_end(lab)
    return lab
