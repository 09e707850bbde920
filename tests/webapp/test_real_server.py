"""Tests that need a real server over TLS, in both async modes: real sockets, streamed bodies, real workers."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
import websocket

from tests.serving.running import RunningServer
from tests.waiting import wait_until
from tests.webapp.devices import content_digest, sha256
from tests.webapp.shape import assert_error_body
from tests.webapp.xrays import jpeg, make_dataset
from webapp.virtual.network.link import OrderedClient

pytestmark = pytest.mark.xdist_group("serving")


class Lab:
    """A running server with a session over two x-rays."""

    def __init__(self, server: RunningServer, csv: Path) -> None:
        self.server = server
        self.base = f"https://127.0.0.1:{server.port}"
        self.operator = self.web()
        self.operator.headers["Authorization"] = f"Bearer {server.token}"
        dataset = self.post("/datasets", name="Lab", csv=str(csv), data_dir=str(csv.parents[1]))["id"]
        settings = {"settle_ms": 0, "fresh_frames": 0, "verification": "off"}
        self.session = self.post(
            "/sessions", dataset=dataset, first=1, last=2, sets=["pixel10k"], settings=settings, overlap=True
        )["session"]

    def web(self) -> requests.Session:
        web = requests.Session()
        web.trust_env = False
        web.verify = str(self.server.authority)
        return web

    def post(self, path: str, **body: Any) -> Any:
        answer = self.operator.post(f"{self.base}/api/v1{path}", json=body, timeout=30)
        assert answer.ok, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        return self.operator.get(f"{self.base}/api/v1{path}", timeout=30).json()

    def join(self, role: str) -> Client:
        return Client(self, role)


class Client:
    """A real Socket.IO client of one role, with a credential of its own.

    It polls unless told otherwise: a WebSocket over TLS is read and written by two threads at once, which Python's
    ssl does not bear before 3.13; a connection then falls silent, and this client, unlike devices, makes no new one.
    """

    def __init__(self, lab: Lab, role: str) -> None:
        self.lab, self.role, self.web = lab, role, lab.web()
        code = lab.get(f"/sessions/{lab.session}/invitations")[role]["code"]
        joined = self.web.post(
            f"{lab.base}/api/v1/join", json={"code": code, "name": role}, timeout=30
        ).json()
        self.device = joined["device"]
        self.socket = OrderedClient(http_session=self.web, reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self.generation = 0
        self.shown: int | None = None
        self.socket.on("*", self.hear, namespace=f"/{role}")

    def hear(self, event: str, data: Any) -> None:
        self.heard.append((event, data))

    def connect(self, *transports: str) -> Client:
        self.socket.connect(
            self.lab.base,
            namespaces=[f"/{self.role}"],
            auth={"session": self.lab.session},
            transports=list(transports or ("polling",)),
            wait_timeout=30,
        )
        hello = {"protocol": 1, "begin": None, "last": None, "attempts": {}, "held": []}
        answer = self.socket.call("hello", hello, namespace=f"/{self.role}", timeout=60)
        assert answer["ok"], answer
        self.generation = answer["generation"]
        return self

    def leave(self) -> None:
        self.socket.eio.disconnect(abort=True)

    def say(self, event: str, **message: Any) -> Any:
        message["generation"] = self.generation
        return self.socket.call(event, message, namespace=f"/{self.role}", timeout=60)

    def next(self, event: str) -> Any:
        found = wait_until(lambda: [data for name, data in list(self.heard) if name == event], event)
        self.heard = [entry for entry in self.heard if entry[0] != event]
        return found[-1]

    def paint(self) -> None:
        order = self.next("show")
        assert self.say("shown", showing=order["showing"], whole=self.shown)["ok"]
        self.shown = order["showing"]

    def shoot(self, data: bytes) -> tuple[str, Any]:
        """Answer the next command with this photo; returns where to put it, and the command."""
        order = self.next("capture")
        key = {name: order[name] for name in ("index", "attempt", "showing")}
        assert self.say("received", **key)["ok"]
        assert self.say("captured", **key, sha256=sha256(data), size=len(data), camera={})["ok"]
        where = (
            f"/sessions/{self.lab.session}/phones/{self.device}/photos/{order['index']}/{order['attempt']}"
        )
        return f"{self.lab.base}/api/v1{where}", order

    def put(self, url: str, data: bytes) -> requests.Response:
        headers = {"Content-Type": "image/jpeg", "Content-Digest": content_digest(data)}
        return self.web.put(url, data=data, headers=headers, timeout=60)


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    root = tmp_path_factory.mktemp("real") / "root"
    with RunningServer(root, async_mode=request.param, disk_reserve_mb=0) as server:
        yield server
        assert "Traceback" not in server.output


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_dataset(tmp_path_factory.mktemp("xrays"), 2)


@pytest.fixture
def lab(server: RunningServer, csv: Path) -> Lab:
    return Lab(server, csv)


@pytest.fixture
def devices(lab: Lab) -> Iterator[tuple[Client, Client]]:
    """A display and a phone of a session that runs."""
    display, phone = lab.join("display").connect(), lab.join("phone").connect()
    assert phone.say("ready", ready=True, code="", status={})["ok"]
    lab.post(f"/sessions/{lab.session}/start")
    yield display, phone
    for device in (display, phone):
        device.leave()


def test_a_whole_session_over_real_sockets(lab: Lab, devices: tuple[Client, Client]) -> None:
    display, phone = devices
    for index in (1, 2):
        display.paint()
        url, order = phone.shoot(jpeg(index))
        assert order["index"] == index
        assert phone.put(url, jpeg(index)).status_code == 201
    display.paint()
    path = f"/sessions/{lab.session}"
    wait_until(lambda: lab.get(path)["phase"] == "finished", "the end of the session")
    wait_until(lambda: lab.get(path)["progress"]["accepted"] == 2, "both verdicts")


def test_the_expected_xray_comes_as_a_small_jpeg_once_it_is_made(
    lab: Lab, devices: tuple[Client, Client]
) -> None:
    display, phone = devices
    display.paint()
    phone.shoot(jpeg(1))
    display.paint()
    thumbnail = phone.next("capture")["thumbnail"]
    assert thumbnail is None or (thumbnail[:2] == b"\xff\xd8" and len(thumbnail) <= 20_000)


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_either_transport_alone_will_do(lab: Lab, transport: str) -> None:
    phone = lab.join("phone").connect(transport)
    assert phone.generation == 1
    assert phone.say("ready", ready=True, code="", status={})["ok"]
    phone.leave()


def test_a_refused_connection_says_why_in_the_one_shape(lab: Lab) -> None:
    refused: list[Any] = []
    stranger = socketio.Client(http_session=lab.web(), reconnection=False)
    stranger.on("connect_error", refused.append, namespace="/phone")
    with pytest.raises(socketio.exceptions.ConnectionError):
        stranger.connect(lab.base, namespaces=["/phone"], auth={"session": lab.session})
    stranger.disconnect()
    assert_error_body(refused[0]["error"], "credential_missing")


def test_a_large_photo_passes_through_without_being_held_in_memory(
    lab: Lab, server: RunningServer, devices: tuple[Client, Client]
) -> None:
    display, phone = devices
    display.paint()
    data = jpeg(1) + bytes(38_000_000) + b"\xff\xd9"
    url, _ = phone.shoot(data)
    assert phone.put(url, jpeg(2)).status_code == 422  # whole, and not the photo that was announced
    before = peak_memory(server.process.pid)
    assert phone.put(url, data).status_code == 201
    assert peak_memory(server.process.pid) - before < 20_000_000


def test_a_body_that_is_too_long_is_refused_before_it_is_sent(
    lab: Lab, devices: tuple[Client, Client]
) -> None:
    display, phone = devices
    display.paint()
    url, _ = phone.shoot(jpeg(1))
    cookie = "; ".join(f"{name}={value}" for name, value in phone.web.cookies.items())
    head = (
        f"PUT {url.removeprefix(lab.base)} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
        f"Content-Type: image/jpeg\r\nContent-Digest: {content_digest(jpeg(1))}\r\nContent-Length: 90000000000\r\n\r\n"
    )
    trusting = ssl.create_default_context(cafile=str(lab.server.authority))
    with trusting.wrap_socket(lab.server.connect(), server_hostname="localhost") as connection:
        connection.sendall(head.encode() + b"\xff\xd8 the beginning")
        answer = connection.recv(65536)
    assert b" 413 " in answer.split(b"\r\n")[0]
    assert phone.put(url, jpeg(1)).status_code == 201


def test_uploads_of_several_phones_at_once_are_all_kept(lab: Lab, server: RunningServer) -> None:
    answers: list[int] = []

    def one_phone() -> None:
        session = Lab(server, Path(lab.get("/datasets")["datasets"][-1]["csv"]))
        display, phone = session.join("display").connect(), session.join("phone").connect()
        phone.say("ready", ready=True, code="", status={})
        session.post(f"/sessions/{session.session}/start")
        display.paint()
        data = jpeg(1) + bytes(3_000_000) + b"\xff\xd9"
        url, _ = phone.shoot(data)
        answers.append(phone.put(url, data).status_code)
        display.leave()
        phone.leave()

    threads = [threading.Thread(target=one_phone) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [201] * 4


def peak_memory(pid: int) -> int:
    """Return the largest resident memory a process ever had, bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


class DeafPhone:
    """A phone that says hello over a WebSocket and then listens alone: it never leaves, whatever it is told."""

    def __init__(self, lab: Lab) -> None:
        self.joined = lab.join("phone")
        cookie = "; ".join(f"{name}={value}" for name, value in self.joined.web.cookies.items())
        self.wire = websocket.create_connection(
            lab.base.replace("https", "wss") + "/socket.io/?EIO=4&transport=websocket",
            sslopt={"ca_certs": str(lab.server.authority)},
            cookie=cookie,
            timeout=60,
        )
        self.next("0")
        self.wire.send(f'40/phone,{{"session":"{lab.session}"}}')
        self.next("40/phone,")
        self.wire.send('42/phone,1["hello",{"protocol":1}]')
        self.next('43/phone,1[{"ok":true')

    def next(self, beginning: str) -> None:
        while not (heard := self.hear()).startswith(beginning):
            assert heard != CLOSED, f"waited in vain for {beginning}"

    def hear(self) -> str:
        """Return the next message, `CLOSED` at the end."""
        try:
            heard = str(self.wire.recv())
        except websocket.WebSocketConnectionClosedException:
            return CLOSED
        if heard != "2":
            return heard or CLOSED
        self.wire.send("3")
        return self.hear()


CLOSED = "1"


def test_a_revoked_phone_is_told_so_and_hears_nothing_after(lab: Lab) -> None:
    phone = DeafPhone(lab)
    lab.post(f"/sessions/{lab.session}/devices/{phone.joined.device}/revoke")
    lab.post(f"/sessions/{lab.session}/abort")
    phone.next('42/phone,["dropped",{"code":"revoked"}]')
    assert phone.hear() == "41/phone,"
    assert phone.hear() == CLOSED, "the server leaves its connection open"
    phone.wire.close()
    refused: list[Any] = []
    again = socketio.Client(http_session=phone.joined.web, reconnection=False)
    again.on("connect_error", refused.append, namespace="/phone")
    with pytest.raises(socketio.exceptions.ConnectionError):
        again.connect(lab.base, namespaces=["/phone"], auth={"session": lab.session})
    again.disconnect()
    assert refused[0]["error"]["code"] == "credential_revoked"
    assert refused[0]["error"]["details"] == {"session": lab.session}


@pytest.mark.parametrize("how", ["sign-out", "revoked"])
def test_an_operators_page_is_hung_up_on_once_its_sign_in_is_void(lab: Lab, how: str) -> None:
    web, heard, gone = lab.web(), [], threading.Event()
    assert web.post(f"{lab.base}/api/v1/sign-in", json={"token": lab.server.token}, timeout=30).ok
    page = socketio.Client(http_session=web, reconnection=False)
    page.on("*", lambda event, *_: heard.append(event), namespace="/operator")
    page.on("disconnect", lambda *_: gone.set(), namespace="/operator")
    page.connect(lab.base, namespaces=["/operator"], transports=["polling"], wait_timeout=30)
    assert page.call("watch", {"session": lab.session}, namespace="/operator", timeout=60)["ok"]
    thief = dict(web.cookies)
    if how == "sign-out":
        assert web.post(f"{lab.base}/api/v1/sign-out", timeout=30).ok
    else:
        ours = next(one for one in _credentials(lab, web) if one["current"])
        lab.operator.delete(f"{lab.base}/api/v1/credentials/{ours['id']}", timeout=30)
    assert gone.wait(60), "the page stays connected"
    before = len(heard)
    lab.post(f"/sessions/{lab.session}/abort")
    again = socketio.Client(reconnection=False, ssl_verify=False)
    copied = {"Cookie": "; ".join(f"{name}={value}" for name, value in thief.items())}
    with pytest.raises(socketio.exceptions.ConnectionError):
        again.connect(lab.base, headers=copied, namespaces=["/operator"])
    again.disconnect()
    assert len(heard) == before


def _credentials(lab: Lab, web: requests.Session) -> list[dict[str, Any]]:
    return list(web.get(f"{lab.base}/api/v1/credentials", timeout=30).json()["credentials"])
