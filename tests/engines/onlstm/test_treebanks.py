"""Treebanks from a server on this machine that answers well, badly, shortly and slowly; and folders."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import http.server
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engines import onlstm
from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.onlstm.__main__ import main
from engines.onlstm.texts import opening, treebanks
from engines.onlstm.texts.treebanks import BANKS, Bank
from tests.engines.onlstm.conftest import tiny

GOOD = {
    "GUM_academic_art.ptb": b"(ROOT (S (NP (DT The) (NN dog)) (VP (VBZ sleeps)) (. .)))\n" * 20,
    "GUM_bio_byron.ptb": b"(ROOT (S (NP (NNS Birds)) (VP (VBP sing) (ADVP (RB often))) (. .)))" * 20,
    "GUM_fiction_sneeze.ptb": b"(ROOT (X no (X part of it)))",
    "GUM_reddit_macro.ptb": b"(ROOT (X no (X part of it)))",
    "README.md": b"words",
}
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


def left(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "home").rglob("*") if p.is_file())


def test_the_files_of_the_free_kinds_are_joined_and_kept(hub: Hub, tmp_path: Path) -> None:
    told: list[float] = []
    path = hub.fetch(report=lambda s, f: told.append(f) if f is not None else None)
    kept = (GOOD["GUM_academic_art.ptb"], GOOD["GUM_bio_byron.ptb"])
    assert path.read_bytes() == b"\n".join((*kept, b""))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    assert left(tmp_path) == ["gum.ptb"]
    asked = len(hub.asked)
    assert asked == 3
    assert hub.fetch() == path == treebanks.kept("gum") == treebanks.need("gum")
    assert len(hub.asked) == asked  # no network the second time


def test_a_run_learns_from_it_and_is_saved_without_its_text(hub: Hub, tmp_path: Path) -> None:
    hub.fetch()
    engine = onlstm.build(tiny(corpus="treebank", bank="gum"))
    facts = engine.corpus.facts
    assert (facts.name, facts.licence, facts.gold) == ("GUM", BANKS["gum"].licence, True)
    assert engine.sentence(0).gold is not None
    engine.save(tmp_path / "run.safetensors")
    again = onlstm.open_checkpoint(tmp_path / "run.safetensors")
    assert [s.tokens for s in again.corpus.train] == [s.tokens for s in engine.corpus.train]
    assert again.parse("the dog").d_forget.tolist() == engine.parse("the dog").d_forget.tolist()
    assert b"sleeps)" not in (tmp_path / "run.safetensors").read_bytes()
    again.close()
    engine.close()
    treebanks.need("gum").unlink()
    with pytest.raises(Problem, match="GUM is not on this computer"):
        onlstm.open_checkpoint(tmp_path / "run.safetensors")


def test_a_zip_archive_gives_its_trees_and_nothing_else(hub: Hub) -> None:
    bank, packed = BANKS["nltk"], io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("treebank/combined/wsj_0002.mrg", "( (S (NP (NNS Cats)) (VP (VBP run))) )")
        archive.writestr("treebank/combined/wsj_0001.mrg", "( (S (NP (NNS Dogs)) (VP (VBP run))) )")
        archive.writestr("treebank/combined/README", "no trees")
        archive.writestr("treebank/combined/../../wsj_0003.mrg", "(X out)")
        archive.writestr("treebank/raw/wsj_0001", "Dogs run")
    hub.hold(bank, {"treebank.zip": packed.getvalue(), "brown.zip": b"another"})
    lines = hub.fetch("nltk").read_text().split("\n")
    assert [line[:18] for line in lines if line] == ["( (S (NP (NNS Dogs", "( (S (NP (NNS Cats"]
    assert not any("brown" in asked for asked in hub.asked)


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


BYRON = GOOD["GUM_bio_byron.ptb"]


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


def test_a_listing_may_name_its_own_addresses_but_only_there(hub: Hub) -> None:
    """GitHub resolves a short commit in the addresses it lists; any other address is not followed."""
    bank = BANKS["gum"]
    named = {**row("GUM_bio_a.ptb", BYRON), "download_url": f"{hub.address}/raw/long/way"}
    strange = {**row("GUM_bio_b.ptb", BYRON), "download_url": "http://127.0.0.1:9/elsewhere"}
    hub.answers[hub.listing(bank)] = give(json.dumps([named, strange]).encode())
    hub.answers["/raw/long/way"] = give(BYRON)
    hub.answers[hub.at(bank, "GUM_bio_b.ptb")] = give(BYRON)
    hub.fetch()
    assert hub.asked[1:] == ["/raw/long/way", hub.at(bank, "GUM_bio_b.ptb")]


def test_the_catalogue_says_what_a_person_must_know() -> None:
    assert list(BANKS) == ["gum", "craft", "nltk"]
    for bank in BANKS.values():
        assert bank.about.endswith(".")
        assert bank.licence.endswith(".")
        assert bank.page.startswith("https://github.com/")
        assert min(bank.sentences, bank.words, bank.megabytes) > 1
        assert all(getattr(bank, f.name) for f in dataclasses.fields(bank) if f.name != "members")


def test_the_command_line_asks_before_it_downloads(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        treebanks.fetch, "__defaults__", (lambda *_: None, None, hub.address + "/api", hub.address + "/raw")
    )
    line = [
        "--corpus",
        "treebank",
        "--bank",
        "gum",
        "--steps",
        "1",
        "--emb",
        "12",
        "--hidden",
        "12",
        "--chunk",
        "3",
    ]
    assert main(line) == 2
    said = capsys.readouterr()
    assert "CC BY" in said.out
    assert "--download" in said.err
    assert hub.asked == []
    assert main([*line, "--download"]) == 0
    assert "GUM: " in capsys.readouterr().out


def test_a_folder_of_trees_is_read_in_order(make: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.mrg").write_text("(S (NP (D the) (N dog)) (V sees))\n" * 12)
    (tmp_path / "deep" / "a.txt").write_text("(S (NP (D the) (N cat)) (V hears))\n" * 12)
    (tmp_path / "README.txt").write_text("These are trees.")
    (tmp_path / "c.py").write_text("(no (trees))")
    engine = make(corpus="treebank", path=str(tmp_path))
    words = {w for s in (*engine.corpus.train, *engine.corpus.held) for w in s.tokens}
    assert words == {"the", "dog", "sees", "cat", "hears"}
    assert engine.corpus.facts.name == tmp_path.name
    (tmp_path / "b.mrg").write_text("(S (NP\n")
    with pytest.raises(FileProblem, match=r"b\.mrg, line 1"):
        make(corpus="treebank", path=str(tmp_path))


def test_a_folder_without_trees_or_with_too_many_is_said(
    make: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileProblem, match="holds no bracketed trees"):
        make(corpus="treebank", path=str(tmp_path))
    for name in "ab":
        (tmp_path / f"{name}.mrg").write_text("(S (NP (D the) (N dog)) (V sees))\n" * 12)
    monkeypatch.setattr(opening, "LARGEST", 500)
    with pytest.raises(FileProblem, match="larger than"):
        make(corpus="treebank", path=str(tmp_path))
    monkeypatch.undo()
    with pytest.raises(FileProblem, match="is not a file"):
        make(corpus="text", path=str(tmp_path))
