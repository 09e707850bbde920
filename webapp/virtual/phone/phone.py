"""A phone that follows `docs/protocol.md` exactly, without a person to hold it.

Everything it decides is decided in one thread (`Inbox`); the connection, the shutter and the uploads run
beside it and only report.  What it must not forget is in its store before it says so.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from capture.facts import ENDED
from webapp.virtual.camera.shutter import Freshness, Shot, Shutter
from webapp.virtual.network.inbox import Inbox, Log, no_log
from webapp.virtual.network.link import Message
from webapp.virtual.network.session_client import MOVED, ClientBehaviour, Ending, SessionClient
from webapp.virtual.network.web import DeviceCredential, DeviceError, Trust
from webapp.virtual.phone.aiming import Aimer
from webapp.virtual.phone.command import CaptureCommand
from webapp.virtual.phone.record import PhoneRecord
from webapp.virtual.phone.store import Key, PhoneStore, Taken
from webapp.virtual.phone.upload_flow import UploadFlow

_PASSING = ("phone", "phone_silent", "phone_not_ready", "capture_failed")
"""Pauses that going on may end; for others a person has to look at the photos."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Behaviour of the person at a phone.

    Attributes:
        go_on: Whether it resumes a session that was paused because of this phone.
        stay: Whether it waits for more after the session has finished or was aborted.
    """

    go_on: bool = False
    stay: bool = False


class VirtualPhone:
    """One phone in one session.

    Args:
        credential: What it got for its code.
        trust: Whose certificate is believed.
        store: Its memory.
        shutter: Its camera.
        behaviour: How it converses.
        habits: What the person who holds it would do.
        log: Is told in one line what happens.
    """

    def __init__(
        self,
        credential: DeviceCredential,
        trust: Trust,
        store: PhoneStore,
        shutter: Shutter,
        behaviour: ClientBehaviour | None = None,
        habits: Habits | None = None,
        log: Log = no_log,
    ) -> None:
        behaviour = behaviour or ClientBehaviour()
        self._me, self._store, self._shutter, self._log = credential, store, shutter, log
        self._habits = habits or Habits()
        self._inbox = Inbox()
        self._client = SessionClient(
            credential, trust, behaviour, self._inbox, self._hello, self._greeted, self._hear, self._failed
        )
        self._upload_flow = UploadFlow(
            credential,
            trust,
            self._client,
            store,
            self._inbox,
            behaviour.retry_s,
            log,
            self._leave_if_done,
            self._failed,
        )
        self._finger = ThreadPoolExecutor(1, "shutter")
        self._ending: Ending | None = None
        self._freshness = Freshness()
        self._set: str | None = None
        self._state: Message = {}
        self._shot: Key | None = None
        self._deferred: Message | None = None
        self._urging = False
        self._aimer = Aimer(credential, trust, shutter, log)
        self._aiming = False

    def run(self) -> Ending:
        """Take part in the session until it ends, or `stop`."""
        self._client.open()
        try:
            self._inbox.run()
        finally:
            self._client.close()
            self._upload_flow.close()
            self._finger.shutdown(cancel_futures=True)
            self._aimer.close()
        return self._ending or Ending("stopped", "Stopped.")

    def stop(self) -> None:
        """Stop the phone; photos in its store are sent when it is run again."""
        self._inbox.stop()

    def pause(self) -> None:
        """Pause the session from the phone."""
        self._inbox.put(lambda: self._client.say("pause", {}))

    def go_on(self) -> None:
        """Resume a session that is paused because of this phone."""
        self._inbox.put(lambda: self._client.say("go_on", {}))

    def ready(self, code: str = "") -> None:
        """Report that the camera is usable, or with one of the protocol's codes why not."""
        self._inbox.put(lambda: self._say_ready(code))

    # --- the conversation ----------------------------------------------------------------------------------

    def _hello(self) -> Message:
        held = [{**_echo(p), "sha256": p.sha256, "size": p.size} for p in self._store.held()]
        return {**self._store.record().to_json(), "held": held}

    def _greeted(self, answer: Message) -> None:
        self._set, point = answer["set"], answer["resume_point"]
        self._freshness = Freshness.of(answer["settings"])
        if point and self._store.record().is_empty:
            self._store.adopt(PhoneRecord.of(point))
        where = f"fills {self._set}, goes on after {point['last']}" if point else "is a spare and waits"
        self._log(f"{answer['name']} {where}")
        self._upload_flow.is_last_call = answer.get("moved") == self._me.session
        if not self._upload_flow.is_last_call:
            self._say_ready()  # else it takes no photos here any more, and is answered `superseded`
        self._upload_flow.greeted()
        self._take_deferred()
        if answer.get("moved"):
            self._move(answer["moved"])
        self._hear_state(answer["state"])

    def _say_ready(self, code: str = "") -> None:
        camera = {"label": "virtual camera", "settings": {}}
        status = {"camera": camera, "waiting": len(self._store.held()), "user_agent": "virtual phone"}
        self._client.say("ready", {"ready": not code, "code": code, "status": status})

    def _hear(self, name: str, message: Message) -> None:
        if name == "capture":
            self._hear_capture(message)
        elif name == "stored":
            self._upload_flow.stored((message["index"], message["attempt"]), message["name"])
            self._leave_if_done()
        elif name == "judged":
            self._log(_verdict(message))
        elif name == "state":
            self._hear_state(message)
        elif name == "moved":
            self._hear_moved(message["session"])
        elif name == "superseded":
            self._end(Ending("superseded", "This phone is open elsewhere now."))
        elif name == "dropped":
            self._hear_dropped(message["code"])
        elif name == "say_hello":
            self._client.greet()
        elif name == "down":
            self._log("connection lost")

    def _failed(self, error: DeviceError) -> None:
        ending = Ending(error.code, str(error))
        if error.code in ("index_mismatch", "dropped"):
            self._retire(ending)
        else:
            self._end(ending)

    # --- taking photos -------------------------------------------------------------------------------------

    def _hear_capture(self, message: Message) -> None:
        generation = self._client.generation
        if generation is None:
            self._deferred = message  # It overtook the answer to hello.
        elif message["generation"] == generation and not self._ending:
            command = CaptureCommand.of(message, self._freshness)
            self._client.send("received", command.echo)
            if self._shot is None:
                self._carry_out(command)
            elif self._shot != command.key:
                self._deferred = message

    def _take_deferred(self) -> None:
        message, self._deferred = self._deferred, None
        if message:
            self._hear_capture(message)

    def _carry_out(self, command: CaptureCommand) -> None:
        record = self._store.record()
        decision = record.decide(command.index, command.attempt, command.skipped)
        if decision == "repeat":
            taken = self._store.photo(command.key)
            if taken:
                self._upload_flow.say_captured(taken)
        elif decision == "take":
            self._log(f"asked for {command.index}.{command.attempt} at showing {command.showing}")
            self._shot = command.key
            self._finger.submit(self._shoot, command, self._client.epoch)
        else:
            self._log(f"refused {command.index}.{command.attempt}: it does not follow {record.last}")
            said = {"index": command.index, "attempt": command.attempt, "last": record.last}
            self._client.say("mismatch", said)

    def _shoot(self, command: CaptureCommand, epoch: int) -> None:
        try:
            shot: Shot | Exception = self._shutter.shoot(command.freshness)
        except Exception as error:
            shot = error
        self._inbox.put(lambda: self._developed(command, epoch, shot))

    def _developed(self, command: CaptureCommand, epoch: int, shot: Shot | Exception) -> None:
        """Handle a finished shot; one that began before the last hello is dropped, so that the hello stays true."""
        self._shot = None
        if epoch != self._client.epoch:
            self._log(f"gave up {command.index}.{command.attempt}: its connection has ended")
        elif isinstance(shot, Shot):
            self._keep(command, shot)
        else:
            self._say_failed(command, str(shot))
        self._take_deferred()

    def _keep(self, command: CaptureCommand, shot: Shot) -> None:
        photo = Taken(*command.key, command.showing, shot.sha256, len(shot.data), shot.type, shot.camera)
        try:
            self._store.keep(photo, shot.data)
        except sqlite3.Error as error:
            self._say_failed(command, f"the phone could not keep the photo: {error}")
            self._say_ready("storage_failed")
        else:
            self._log(f"took {photo.index}.{photo.attempt} of showing {photo.showing}")
            self._upload_flow.say_captured(photo)

    def _say_failed(self, command: CaptureCommand, detail: str) -> None:
        self._log(f"failed {command.index}.{command.attempt}: {detail}")
        self._client.say("failed", {**command.echo, "detail": detail})

    # --- the session ---------------------------------------------------------------------------------------

    def _hear_state(self, state: Message) -> None:
        before, self._state = _mood(self._state), state
        if before != _mood(state):
            self._log(
                f"the session is {state['phase']}. {(state['reason'] or {}).get('message', '')}".strip()
            )
        if self._set is None and state.get("set") and self._client.generation is not None:
            self._client.greet()  # A spare that has been put to work asks where to begin.
        if state["phase"] == "aiming" and not self._aiming:
            self._aim()
        if self._habits.go_on and not self._urging:
            self._urge()
        self._leave_if_done()

    def _aim(self) -> None:
        """Send frames while the session aims, in the thread that takes the photos."""
        self._aiming = self._state.get("phase") == "aiming" and not self._ending
        if self._aiming:
            self._finger.submit(lambda: self._inbox.after(self._aimer.look(), self._aim))

    def _urge(self) -> None:
        """Request to resume, repeatedly, while the session is paused because of this phone."""
        phase, code, device = _mood(self._state)
        self._urging = phase == "paused" and device == self._me.device and code in _PASSING
        if self._urging:
            self._client.send("go_on", {})
            self._inbox.after(1.0, self._urge)

    def _hear_dropped(self, code: str) -> None:
        self._client.leave()
        if code == "revoked":
            self._end(
                Ending(code, "The operator has revoked this phone; the photos it holds are not wanted.")
            )
        else:
            self._retire(Ending(code, "The operator has taken this phone out of the session."))

    def _hear_moved(self, session: str) -> None:
        if session == self._me.session:
            # For another set: the answer to hello says so once the server knows the store.
            self._client.greet()
        else:
            self._move(session)

    def _move(self, session: str) -> None:
        """Go on in another session, once the photos of this one are handed over."""
        if self._ending is None:
            self._retire(Ending(MOVED, f"Goes on in session {session}."))

    def _retire(self, ending: Ending) -> None:
        """Take no more photos, hand over the stored ones, then end."""
        self._ending = ending
        self._leave_if_done()

    def _leave_if_done(self) -> None:
        if not self._upload_flow.is_done:
            return
        phase = self._state.get("phase")
        if self._ending:
            self._end(self._ending)
        elif phase in ENDED and not self._habits.stay:
            said = (self._state.get("reason") or {}).get("message")
            self._end(Ending(phase, said or f"The session is {phase}."))

    def _end(self, ending: Ending) -> None:
        self._log(f"{ending.code}: {ending.message}")
        self._ending = ending
        self._inbox.stop()


def _echo(photo: Taken) -> Message:
    return {"index": photo.index, "attempt": photo.attempt, "showing": photo.showing}


def _mood(state: Message) -> tuple[str | None, str | None, str | None]:
    reason = state.get("reason") or {}
    return state.get("phase"), reason.get("code"), reason.get("device")


def _verdict(message: Message) -> str:
    why = message.get("detail") or message.get("sentence") or ""
    return f"{message['verdict']} {message['index']}.{message['attempt']}{': ' if why else ''}{why}"
