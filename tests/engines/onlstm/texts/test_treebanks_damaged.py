"""Downloads that go wrong: torn files, strange listings, archives that are none, no network, a cancel."""

from __future__ import annotations

import http.server
import io
import json
import threading
import zipfile
from pathlib import Path

import pytest

from engines.ground.problem import Cancelled, Problem
from engines.onlstm.texts import treebanks
from engines.onlstm.texts.treebanks import BANKS
from tests.engines.onlstm.texts.hub import BYRON, GOOD, Answer, Hub, give, left, row


@pytest.mark.parametrize("body", [b"no zip", zipfile.ZipFile(io.BytesIO(), "w").fp and b"PK\5\6" + bytes(18)])
def test_a_zip_archive_without_trees_is_damaged(hub: Hub, tmp_path: Path, body: bytes) -> None:
    hub.hold(BANKS["nltk"], {"treebank.zip": body})
    with pytest.raises(Problem, match=r"treebank\.zip arrived damaged"):
        hub.fetch("nltk")
    assert left(tmp_path) == []


def test_an_archive_that_unpacks_without_end_is_refused(hub: Hub, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("treebank/combined/wsj_0001.mrg", bytes(65 << 20))
    hub.hold(BANKS["nltk"], {"treebank.zip": packed.getvalue()})
    with pytest.raises(Problem, match="damaged"):
        hub.fetch("nltk")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (give(BYRON[:-9]), "GUM_bio_byron.ptb arrived damaged"),
        (give(BYRON[:-9], claimed=len(BYRON)), "GUM_bio_byron.ptb arrived damaged"),
        (give(BYRON.replace(b"sing", b"sang")), "GUM_bio_byron.ptb arrived damaged"),
        (give(bytes(3 << 20)), "GUM_bio_byron.ptb arrived damaged"),
        (give(b"", 404), "error 404"),
        (give(b"", 500), "error 500"),
        (give(b"", 429), "again in an hour"),
    ],
    ids=["short", "truncated", "other", "endless", "404", "500", "429"],
)
def test_a_bad_file_is_said_and_nothing_is_kept(
    hub: Hub, tmp_path: Path, answer: Answer, sentence: str
) -> None:
    hub.answers[hub.at(BANKS["gum"], "GUM_bio_byron.ptb")] = answer
    with pytest.raises(Problem, match=sentence):
        hub.fetch()
    assert left(tmp_path) == []
    hub.hold(BANKS["gum"], GOOD)
    assert hub.fetch().is_file()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (give(b'{"message": "API rate limit exceeded"}', 403), "again in an hour"),
        (give(b"", 404), "error 404"),
        (give(b"<html>log in to the hotel network</html>"), "log in"),
        (give(b'{"message": "a folder was asked for"}'), "log in"),
        (give(b"[{}]"), "log in"),
        (give(json.dumps([{**row("GUM_bio_x.ptb", b"x"), "size": "1"}]).encode()), "log in"),
        (give(json.dumps([{**row("GUM_bio_x.ptb", b"x"), "sha": "../x"}]).encode()), "log in"),
        (give(b"[" * 100_000), "log in"),
        (give(bytes(5 << 20)), "log in"),
        (give(b"[]"), "does not have its files"),
        (give(json.dumps([row("README.md", b"x")]).encode()), "does not have its files"),
        (give(json.dumps([{**row("GUM_bio_x.ptb", b""), "size": 1 << 40}]).encode()), "does not have"),
    ],
    ids=lambda value: value if isinstance(value, str) else "server",
)
def test_a_bad_listing_is_said(hub: Hub, tmp_path: Path, answer: Answer, sentence: str) -> None:
    hub.answers[hub.listing(BANKS["gum"])] = answer
    with pytest.raises(Problem, match=sentence):
        hub.fetch()
    assert left(tmp_path) == []
    assert len(hub.asked) == 1


def test_no_network_is_one_plain_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    with pytest.raises(Problem) as caught:
        treebanks.fetch(BANKS["craft"], api="http://127.0.0.1:9", raw="http://127.0.0.1:9")
    assert str(caught.value) == (
        "CRAFT could not be downloaded: no network, or GitHub does not answer. "
        "The grammars and your own files still work."
    )


def test_a_slow_answer_is_cancelled_between_chunks(hub: Hub, tmp_path: Path) -> None:
    large = b"(X (X a) (X b))\n" * 20_000

    def slow(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(large)))
        handler.end_headers()
        handler.wfile.write(large[: 1 << 17])
        hub.go_on.wait(30)

    hub.hold(BANKS["gum"], {"GUM_bio_a.ptb": GOOD["GUM_bio_byron.ptb"], "GUM_bio_b.ptb": large})
    hub.answers[hub.at(BANKS["gum"], "GUM_bio_b.ptb")] = slow
    cancel = threading.Event()
    parts: list[list[str]] = []

    def told(sentence: str, fraction: float | None) -> None:
        if fraction is not None and fraction > 0.1:
            parts.append(left(tmp_path))
            cancel.set()

    with pytest.raises(Cancelled):
        hub.fetch(report=told, cancel=cancel)
    assert parts == [["gum.ptb.part"]]
    assert left(tmp_path) == []
