"""Downloads, from a server on this machine that answers well, badly, shortly and slowly."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from engines.ground.problem import Cancelled, Problem
from engines.images import SOURCES, downloads, load
from engines.images.downloads import KNOWN, Known, Remote
from tests.engines.images.conftest import idx_bytes, noise

PICTURES = gzip.compress(idx_bytes(noise(400, 28, 28)), mtime=0)
LABELS = gzip.compress(idx_bytes((np.arange(400) % 10).astype(np.uint8)), mtime=0)
NAMES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
WHOLE = dict(zip(NAMES, (PICTURES, LABELS), strict=True))


@dataclass
class Server:
    """What the server does, and what was asked of it."""

    address: str = ""
    answers: dict[str, Callable[[http.server.BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)


def give(body: bytes, claimed: int | None = None) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) if claimed is None else claimed))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def refuse(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            with contextlib.suppress(OSError):  # the client left, as it should when cancelled
                state.answers.get(self.path.lstrip("/"), refuse)(self)

        def log_message(self, *_: object) -> None:
            pass

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        web.daemon_threads = False  # else a handler may outlive the test that it served
        state.address = f"http://127.0.0.1:{web.server_port}/"
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        state.go_on.set()
        web.shutdown()
        thread.join()


@pytest.fixture
def known(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """ "mnist" is the little set, served by two mirrors: good/ and other/."""
    files = tuple(Remote(n, hashlib.md5(b).hexdigest(), len(b)) for n, b in WHOLE.items())
    mirrors = (server.address + "good/", server.address + "other/")
    monkeypatch.setattr(downloads, "KNOWN", {"mnist": Known("MNIST", mirrors, files, "a licence")})
    server.answers = {"good/" + name: give(body) for name, body in WHOLE.items()}
    return server


def left_over(fresh_cache) -> list[str]:
    return sorted(p.name for p in (fresh_cache / "downloads").rglob("*") if p.is_file())


def test_a_right_answer_is_kept_and_not_asked_for_again(known, fresh_cache):
    told: list[float] = []
    images = load(
        "mnist", size=28, channels=1, progress=lambda s, f: told.append(f) if s == "Downloading" else None
    )
    assert np.array_equal(images.pixels[..., 0], noise(400, 28, 28))
    assert images.labels is not None
    assert (images.name, images.licence) == ("MNIST", "a licence")
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    assert left_over(fresh_cache) == sorted(NAMES)
    load("mnist")
    assert known.asked == ["/good/" + name for name in NAMES]


@pytest.mark.parametrize(
    "answer",
    [
        refuse,
        give(b"x" * len(PICTURES)),
        give(PICTURES[:-5]),
        give(PICTURES[:-5], claimed=len(PICTURES)),
        give(b"<html>log in to the hotel network</html>"),
        give(PICTURES + bytes(3 << 20)),
    ],
    ids=["404", "wrong", "short", "truncated", "portal", "endless"],
)
def test_a_bad_mirror_is_passed_over(known, fresh_cache, answer):
    known.answers["good/" + NAMES[0]] = answer
    known.answers["other/" + NAMES[0]] = give(PICTURES)
    assert len(load("mnist").pixels) == 400
    assert left_over(fresh_cache) == sorted(NAMES)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (give(b"x" * len(PICTURES)), "arrived damaged"),
        (give(PICTURES[:-5]), "arrived damaged"),
        (refuse, "could not be downloaded"),
    ],
    ids=["wrong", "short", "404"],
)
def test_no_good_mirror_is_said_and_nothing_is_left(known, fresh_cache, answer, sentence):
    known.answers = {f"{mirror}/{NAMES[0]}": answer for mirror in ("good", "other")}
    with pytest.raises(Problem, match=sentence):
        load("mnist")
    assert left_over(fresh_cache) == []


def test_a_kept_file_that_spoiled_is_fetched_again(known, fresh_cache):
    load("mnist")
    file = fresh_cache / "downloads" / "mnist" / NAMES[0]
    file.write_bytes(file.read_bytes()[:-1])
    assert len(load("mnist").pixels) == 400
    assert known.asked.count("/good/" + NAMES[0]) == 2


def test_a_slow_answer_is_cancelled_between_chunks(known, fresh_cache):
    """The server sends some, then waits until the test is over; the cancel comes with the first bytes."""

    def slow(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(PICTURES)))
        handler.end_headers()
        handler.wfile.write(PICTURES[: 1 << 17])
        known.go_on.wait(30)

    known.answers["good/" + NAMES[0]] = slow
    cancel = threading.Event()
    parts: list[list[str]] = []

    def told(sentence: str, fraction: float) -> None:
        if fraction > 0:
            parts.append(left_over(fresh_cache))
            cancel.set()

    with pytest.raises(Cancelled):
        load("mnist", cancel=cancel, progress=told)
    assert parts == [[NAMES[0] + ".part"]]
    assert left_over(fresh_cache) == []
    assert known.asked == ["/good/" + NAMES[0]]


def test_no_network_is_one_plain_sentence_and_drawn_sets_go_on(server, monkeypatch):
    files = (Remote(NAMES[0], "0" * 32, 10),)
    nowhere = ("http://127.0.0.1:9/", "http://no-such-host.invalid/")
    monkeypatch.setattr(downloads, "KNOWN", {"mnist": Known("MNIST", nowhere, files, "")})
    with pytest.raises(Problem) as caught:
        load("mnist")
    assert str(caught.value) == (
        "MNIST could not be downloaded: no network, or the servers do not answer. "
        "All drawn pictures and your own files still work."
    )
    assert len(load("shapes", limit=3).pixels) == 3


def test_a_disk_that_cannot_be_written_is_said(known, fresh_cache):
    fresh_cache.parent.mkdir(parents=True)
    fresh_cache.write_text("a file in the folder's place")
    with pytest.raises(Problem, match="could not be saved"):
        load("mnist")


def test_cancelled_before_it_begins_asks_nothing(known):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        load("mnist", cancel=cancel)
    assert known.asked == []


def test_the_published_sums():
    """A sum mistyped would refuse every download."""
    for source in ("mnist", "fashion", "cifar10"):
        assert SOURCES[source].download
        for remote in KNOWN[source].files:
            assert len(bytes.fromhex(remote.md5)) == 16
            assert remote.length > 10_000
    assert KNOWN["cifar10"].files[0].md5 == "c32a1d4ab5d03f1284b67883e8d87530"


def test_no_mirror_is_asked_without_encryption():
    mirrors = [mirror for known in KNOWN.values() for mirror in known.mirrors]
    assert [mirror for mirror in mirrors if not mirror.startswith("https://")] == []
