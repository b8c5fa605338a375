"""Treebanks from a server that answers well: fetched once, learnt from, asked about before."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path

import pytest

from engines import onlstm
from engines.ground.problem import Problem
from engines.onlstm.__main__ import main
from engines.onlstm.texts import treebanks
from engines.onlstm.texts.treebanks import BANKS
from tests.engines.onlstm.conftest import tiny
from tests.engines.onlstm.texts.hub import BYRON, GOOD, Hub, give, left, row


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
