"""Rows fill one after the other, whatever becomes of one of them; what is done stays when work is given up."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest
import torch

from engines.gan.compare import table
from engines.gan.compare.rows import ENTRIES, SHOWN, Entry, as_csv, halted, sheet
from engines.gan.engine import build_pictures
from engines.ground.problem import Finished, Problem
from tests.engines.gan.conftest import advance, noise, tiny

BUDGET = 2
FEW = (ENTRIES[0], Entry("bad", "Refused", {"conditional": True}), ENTRIES[-1])


def built(entries: Any = FEW) -> table.Contest:
    return table.build(tiny(), BUDGET, device="cpu", pictures=noise(400), entries=entries)


@pytest.fixture(scope="module")
def done() -> table.Contest:
    contest = built()
    with pytest.raises(Finished):
        advance(contest, 100)
    return contest


def test_rows_are_filled(done):
    plain, refused, ogan = done.snapshot().rows
    assert (plain.state, refused.state, ogan.state) == ("done", "failed", "done")
    assert "has no labels" in str(refused.why)
    for row, entry in ((plain, FEW[0]), (ogan, FEW[2])):
        own = build_pictures(table.spec.change(tiny(), **entry.values), device="cpu", pictures=noise(400))
        assert row.params_g == sum(p.numel() for p in own.trainer.generator.parameters())
        assert row.params_d == sum(p.numel() for p in own.trainer.critic.parameters())
        advance(own, BUDGET)
        codes = own.bank.codes[:SHOWN]
        np.testing.assert_array_equal(row.strip, own.inference.pictures(codes).numpy())
        assert row.steps == BUDGET
        assert row.pace == row.seconds / BUDGET > 0
        assert row.distance > done.snapshot().floors.distance > 0
        assert row.contrast >= 1
    held = torch.isfinite(torch.tensor([plain.rec, ogan.rec]))
    assert held.tolist() == [False, True]  # only one of them encodes
    floors = done.snapshot().floors
    assert floors.mean_distance > floors.distance
    assert floors.mean_rec > 0


def test_it_counts_on_over_what_failed(done):
    standing = done.snapshot()
    assert standing.step == standing.total == len(FEW) * BUDGET


def test_nothing_large_stays(done):
    assert all(row.strip is None or row.strip.nbytes == SHOWN * 32 * 32 * 3 for row in done.snapshot().rows)


def test_given_up_rows_that_are_done_stay():
    contest = built((ENTRIES[0], ENTRIES[1]))
    advance(contest, BUDGET + 1)
    before = contest.snapshot()
    assert [row.state for row in before.rows] == ["done", "training"]
    contest.close()
    after = halted(before)
    assert after.rows[0] is before.rows[0]
    assert (after.rows[1].state, after.rows[1].steps) == ("waiting", 0)


def test_csv_and_sheet(done):
    standing = done.snapshot()
    lines = list(csv.DictReader(io.StringIO(as_csv(standing).decode())))
    assert [line["name"] for line in lines] == ["DCGAN", "Refused", "SELF-MOD + O-GAN"]
    assert float(lines[2]["reconstruction"]) == pytest.approx(standing.rows[2].rec, rel=1e-5)
    assert lines[0]["reconstruction"] == lines[1]["distance"] == ""
    assert all(float(line["distance_real"]) > 0 for line in lines)
    found = sheet(standing.rows)
    assert found is not None
    assert found.shape == (2 * 32, SHOWN * 32, 3)
    np.testing.assert_array_equal(found[:32, 32:64], standing.rows[0].strip[1])
    np.testing.assert_array_equal(found[32:, :32], standing.rows[2].strip[0])
    assert sheet(built().snapshot().rows) is None


def test_points_have_no_table():
    with pytest.raises(Problem, match="The table is of runs on pictures"):
        table.build(tiny(data="gaussians8"), BUDGET)


def test_all_architectures_can_be_trained():
    contest = table.build(tiny(), 1, device="cpu", pictures=noise(8))
    with pytest.raises(Finished):
        advance(contest, 100)
    rows = contest.snapshot().rows
    assert {row.state for row in rows} == {"done"}
    assert len({row.params_g for row in rows}) > 3
    assert all(np.isnan(row.distance) for row in rows)  # too few are kept out to tell
