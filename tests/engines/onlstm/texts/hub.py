"""A little GitHub on this machine: what it holds, what it answers, what it was asked."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engines.onlstm.texts import treebanks
from engines.onlstm.texts.treebanks import BANKS, Bank

GOOD = {
    "GUM_academic_art.ptb": b"(ROOT (S (NP (DT The) (NN dog)) (VP (VBZ sleeps)) (. .)))\n" * 20,
    "GUM_bio_byron.ptb": b"(ROOT (S (NP (NNS Birds)) (VP (VBP sing) (ADVP (RB often))) (. .)))" * 20,
    "GUM_fiction_sneeze.ptb": b"(ROOT (X no (X part of it)))",
    "GUM_reddit_macro.ptb": b"(ROOT (X no (X part of it)))",
    "README.md": b"words",
}
BYRON = GOOD["GUM_bio_byron.ptb"]
Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def give(body: bytes, status: int = 200, claimed: int | None = None) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if claimed is None else claimed))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def row(name: str, body: bytes) -> dict[str, Any]:
    digest = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
    return {"name": name, "type": "file", "size": len(body), "sha": digest, "download_url": None}


class Hub:
    """A little GitHub: what it holds, what it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.go_on = threading.Event()

    def hold(self, bank: Bank, files: dict[str, bytes], **changed: bytes) -> None:
        """Serve these files and their true listing; ``changed`` are bodies that differ from it."""
        listing = json.dumps([row(name, body) for name, body in files.items()]).encode()
        self.answers[f"/api/repos/{bank.repo}/contents/{bank.folder}?ref={bank.commit}"] = give(listing)
        for name, body in files.items():
            self.answers[self.at(bank, name)] = give(changed.get(name.partition(".")[0], body))

    def at(self, bank: Bank, name: str) -> str:
        return f"/raw/{bank.repo}/{bank.commit}/{bank.folder}/{name}"

    def listing(self, bank: Bank) -> str:
        return f"/api/repos/{bank.repo}/contents/{bank.folder}?ref={bank.commit}"

    def fetch(self, key: str = "gum", **options: Any) -> Path:
        return treebanks.fetch(BANKS[key], api=self.address + "/api", raw=self.address + "/raw", **options)


def left(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "home").rglob("*") if p.is_file())


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    hub = Hub()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.asked.append(self.path)
            with contextlib.suppress(OSError):  # the client left, as it should when cancelled
                hub.answers.get(self.path, give(b"not here", 404))(self)

        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        web.daemon_threads = False  # then closing waits for a slow answer to end
        hub.address = f"http://127.0.0.1:{web.server_port}"
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        hub.hold(BANKS["gum"], GOOD)
        yield hub
        hub.go_on.set()
        web.shutdown()
        thread.join()
