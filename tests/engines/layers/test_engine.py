"""The run: it learns each job, keeps its twin beside it, and paused and saved is as good as unbroken."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.ground.problem import FileProblem, Halt, Problem
from engines.layers import PRESETS, LayersConfig, build, open_checkpoint, preset, queries
from engines.layers.examples.drawings import DRAWINGS, drawing
from engines.layers.graph import blocks, edits, ties, wires
from engines.layers.jobs.catalogue import JOBS, job
from engines.layers.net.network import built
from tests.engines.layers.drawn import row

SMALL = {"batch": 8}


def run(engine, steps):
    for _ in range(steps):
        for _ in engine.step():
            pass
    return engine


def same(a, b):
    (meta, arrays), (other, others) = a.state(), b.state()
    assert meta == other
    assert set(arrays) == set(others)
    assert all(np.array_equal(arrays[k], others[k], equal_nan=True) for k in arrays)


@pytest.mark.parametrize("key", DRAWINGS)
def test_each_drawing_can_do_its_job(key):
    job(DRAWINGS[key][0]).check(drawing(key))


@pytest.mark.parametrize("key", [p.key for p in PRESETS])
def test_paused_saved_and_opened_is_unbroken(key, tmp_path):
    config = preset(key).config(**SMALL)
    whole = run(build(config), 5)
    half = run(build(config), 2)
    half.save(tmp_path / "run.safetensors")
    other = run(open_checkpoint(tmp_path / "run.safetensors"), 3)
    same(whole, other)


def test_edits_are_saved_with_the_run(tmp_path):
    engine = run(build(LayersConfig(**SMALL)), 2)
    queries.edit(engine, lambda m: blocks.nest(ties.freeze(m, "into"), ("into", "activation")))
    run(engine, 2)
    engine.save(tmp_path / "run.safetensors")
    same(run(open_checkpoint(tmp_path / "run.safetensors"), 2), run(engine, 2))


def test_a_model_that_cannot_run_is_saved_too(tmp_path):
    engine = run(build(LayersConfig(**SMALL)), 1)
    queries.edit(engine, lambda m: wires.disconnect(m, "answer", 0))
    engine.save(tmp_path / "run.safetensors")
    other = open_checkpoint(tmp_path / "run.safetensors")
    assert queries.model(other) == queries.model(engine)
    assert "answer has no input" in str(other.snapshot().unfit)


def test_what_does_not_fit_leaves_the_engine_alone():
    engine, other = run(build(LayersConfig(**SMALL)), 2), run(build(LayersConfig(**SMALL)), 3)
    meta, arrays = other.state()
    del arrays[next(k for k in arrays if k.startswith("run.adam"))]
    before = engine.state()
    with pytest.raises(FileProblem):
        engine.restore(meta, arrays)
    after = engine.state()
    assert before[0] == after[0]
    assert all(np.array_equal(before[1][k], after[1][k]) for k in before[1])


def test_both_twins_begin_alike_and_grow_apart():
    engine = build(LayersConfig(**SMALL))
    x = engine.batch(0)[0]
    assert torch.equal(engine.learner.net.eval()(*x), engine.twin.net.eval()(*x))
    run(engine, 3)
    assert not torch.equal(engine.learner.net.eval()(*x), engine.twin.net.eval()(*x))
    first = {name: points[1][0] for name, points in engine.history.points().items()}
    assert first["loss"] == first["untied"]
    assert set(engine.snapshot().curves) == {"loss", "untied", "right", "untied_right"}


def test_a_model_that_shares_nothing_has_no_twin():
    engine = build(preset("eye").config(compare=True, **SMALL))
    assert engine.twin is None
    assert set(run(engine, 1).snapshot().curves) == {"loss", "right"}


def test_an_unfit_model_says_why_and_learns_again_when_it_fits():
    engine = run(build(LayersConfig(**SMALL)), 2)
    before, _ = queries.edit(engine, lambda m: edits.set_options(m, "answer", out=7))
    shown = engine.snapshot()
    assert str(shown.unfit) == "output: Digits asks for B×10, and gets B×7."
    with pytest.raises(Halt, match="asks for B×10"):
        run(engine, 1)
    with pytest.raises(Problem, match="asks for B×10"):
        queries.gradients(engine)
    queries.put(engine, before)
    assert engine.model == before
    assert run(engine, 1).count == 3


def test_moving_a_node_disturbs_nothing():
    engine, other = run(build(LayersConfig(**SMALL)), 2), run(build(LayersConfig(**SMALL)), 2)
    queries.edit(engine, lambda m: edits.move(m, {"into": (5.0, 5.0)}))
    assert engine.snapshot().model.graph.node("into").at == (5.0, 5.0)
    a, b = run(engine, 2), run(other, 2)
    assert a.history.points()["untied"][1].tolist() == b.history.points()["untied"][1].tolist()


def test_an_edit_that_is_refused_changes_nothing():
    engine = run(build(LayersConfig(**SMALL)), 1)
    before = engine.model
    with pytest.raises(Problem):
        queries.edit(engine, lambda m: wires.connect(m, "output", "input"))
    assert engine.model == before


def test_frozen_weights_stay_for_ten_steps():
    engine = build(LayersConfig(**SMALL))
    queries.edit(engine, lambda m: ties.freeze(m, "into"))
    before = engine.model.weights
    run(engine, 10)
    after = engine.model.weights
    assert after["into"] == before["into"]
    assert after["answer"] != before["answer"]
    assert "into" not in {bars.key for bars in queries.gradients(engine)}


def test_gradient_bars_stack_up():
    engine = run(build(LayersConfig(**SMALL)), 1)
    state = engine.state()
    bars = {b.key: b for b in queries.gradients(engine)}
    again = bars["again"]
    assert [path for path, _ in again.parts] == ["again", "again_1", "again_2"]
    assert sum(again.along) == pytest.approx(again.total)
    assert sum(length for _, length in again.parts) >= again.total
    after = engine.state()
    assert all(np.array_equal(state[1][k], after[1][k]) for k in state[1])


def test_looking_at_gradients_leaves_running_means_alone():
    engine = run(build(preset("eye").config(**SMALL)), 1)
    before = queries.model(engine)
    queries.gradients(engine)
    assert queries.model(engine) == before


def test_a_broken_number_goes_back():
    engine = run(build(LayersConfig(**SMALL, lr=1e-3)), 60)
    with torch.no_grad():
        engine.learner.net.layer("into").weight.fill_(float("nan"))
    with pytest.raises(Halt, match="Step 50 is restored"):
        run(engine, 2)
    assert engine.count == 50
    assert run(engine, 1).count == 51


def test_activations():
    engine = run(build(preset("looker").config(**SMALL)), 1)
    seen = queries.activation(engine, "attention", 3)
    assert seen.values.shape == (12, 24)
    assert seen.looked.shape == (4, 12, 12)
    assert (seen.looked[:, :, ~seen.mask] == 0).all()
    assert queries.activation(engine, "output").values.shape == (2,)
    engine = build(preset("twins").config(**SMALL))
    assert queries.activation(engine, "eye/conv").values.shape == (12, 12, 12)
    assert queries.activation(engine, "eye").values.shape == (32,)
    with pytest.raises(Problem, match="no node nobody"):
        queries.activation(engine, "nobody")


def test_the_difference_an_edit_makes():
    engine = run(build(LayersConfig(**SMALL)), 1)
    before, _ = queries.edit(engine, lambda m: ties.untie(m, "again_1"))
    assert queries.difference(engine, before) == 0
    before, _ = queries.edit(engine, lambda m: ties.renew(m, "again_1", 5))
    assert queries.difference(engine, before) > 0
    assert queries.difference(engine, row()) is None


def test_the_snapshot_tells_all_of_the_drawing():
    shown = build(preset("twins").config(**SMALL)).snapshot()
    assert shown.shapes["eye/conv"] == ("B×12×12×12",)
    assert shown.count.untied > shown.count.unique
    assert (shown.problems, shown.warnings, shown.unfit) == ((), (), None)
    assert len(shown.examples[0].pictures) == 2
    shown = build(preset("reader").config(**SMALL)).snapshot()
    assert shown.carried["lstm"] == "masked"
    assert shown.examples[0].text.startswith("the ")


def test_files_go_out_and_in(tmp_path):
    engine = run(build(LayersConfig(**SMALL)), 1)
    queries.save_json(engine.model, tmp_path / "m.json")
    assert queries.open_json(tmp_path / "m.json") == engine.model
    queries.save_python(engine.model, tmp_path / "m.py")
    queries.save_weights(engine.model, tmp_path / "m.safetensors")
    from safetensors.torch import load_file

    assert torch.equal(
        load_file(tmp_path / "m.safetensors")["into.weight"], engine.learner.net.layer("into").weight
    )
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblem, match=r"bad\.json is no model"):
        queries.open_json(tmp_path / "bad.json")


@pytest.mark.parametrize("key", JOBS)
def test_jobs_are_drawn_from_their_seed(key):
    a, b, c = job(key, 1), job(key, 1), job(key, 2)
    assert all(np.array_equal(x, y) for x, y in zip(a.inputs, b.inputs, strict=True))
    assert not np.array_equal(a.inputs[0], c.inputs[0])
    assert 0 < a.floor < 0.6
    assert set(np.unique(a.answers)) <= set(range(len(a.classes)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "steps", "least"),
    [("thrice", 150, 0.7), ("looped", 250, 0.5), ("tied", 100, 0.5), ("reader", 260, 0.8)],
)
def test_it_learns(key, steps, least):
    engine = run(build(preset(key).config(compare=False)), steps)
    inputs, answers = engine.held(400)
    right = float((engine.learner.net.eval()(*inputs).argmax(-1) == answers).float().mean())
    assert right > least > engine.job.floor


def test_a_head_goes_on_with_the_weights_of_now():
    engine = run(build(preset("eye").config(**SMALL)), 2)
    head = queries.head(engine, "norm")
    x = engine.batch(0)[0]
    assert torch.equal(built(head).eval()(*x), engine.learner.net.eval().run(*x)["norm"].x)
    tail = queries.tail(engine, "norm")
    assert torch.equal(built(tail).eval()(built(head).eval()(*x)), engine.learner.net.eval()(*x))
