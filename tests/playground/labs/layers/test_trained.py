"""A network out of a saved run of another lab answers on the canvas as it does at home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from engines import denoise, gan, onlstm
from engines.denoise import DenoiseConfig
from engines.gan.config import GanConfig
from engines.ground import spec
from engines.ground.problem import FileProblem
from engines.layers.net.network import built
from engines.onlstm import OnLstmConfig
from playground.labs.layers.imports.trained import trained
from tests.engines.gan.conftest import LAB as GAN
from tests.engines.gan.conftest import advance, noise
from tests.engines.onlstm.conftest import TINY
from tests.engines.pictures import making
from tests.engines.vqvae.conftest import LAB as VQVAE


def saved(engine: Any, path: Path) -> Path:
    """A run of two steps, in a file."""
    advance(engine, 2)
    engine.save(path)
    return path


def numbers(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(1))


def same(path: Path, wanted: Callable[..., torch.Tensor], *inputs: torch.Tensor) -> None:
    """The network in the file answers as the one that learned."""
    with torch.no_grad():
        found, right = built(trained(path)).eval()(*inputs), wanted(*inputs)
    assert torch.allclose(found, right, atol=1e-4)


@pytest.mark.parametrize("values", [{}, {"conditional": True}], ids=str)
def test_the_averaged_generator(values, tmp_path):
    make = making(GAN)
    engine = next(make)(noise(classes=3), **values)
    path = saved(engine, tmp_path / "gan.safetensors")
    inputs = [numbers(4, 8), *([torch.tensor([0, 1, 2, 0])] if values else [])]
    same(path, engine.trainer.average.net.eval(), *inputs)
    assert next(make, None) is None


@pytest.mark.parametrize(
    "values", [{}, {"hierarchy": 2}, {"quantizer": "fsq"}, {"quantizer": "none"}, {"quantizer": "none", "hierarchy": 2}],
    ids=str,
)  # fmt: skip
def test_an_autoencoder_of_any_codes(values, tmp_path):
    make = making(VQVAE)
    engine = next(make)(noise(), **values)
    path = saved(engine, tmp_path / "vqvae.safetensors")
    model = engine.trainer.model.eval()
    same(path, lambda x: model.decode(model.encode(x).q), numbers(2, 3, 32, 32))
    assert next(make, None) is None


@pytest.mark.parametrize("values", [{"prior": "causal"}, {"prior": "masked", "hierarchy": 2}], ids=str)
def test_the_prior_of_a_run_that_learned_one(values, tmp_path):
    make = making(VQVAE)
    engine = next(make)(noise(), phase="prior", prior_width=16, prior_layers=1, **values)
    path = saved(engine, tmp_path / "prior.safetensors")
    trainer = engine.prior_trainers[values["prior"]]
    net = trainer.priors[-1].eval()
    rng = torch.Generator().manual_seed(3)
    codes = [torch.randint(trainer.K, (2, *grid), generator=rng) for grid in trainer.shapes[::-1]]
    same(path, net, *codes)
    assert next(make, None) is None


@pytest.mark.parametrize("cell", ["onlstm", "lstm"])
def test_a_reader_of_words(cell, tmp_path):
    engine = onlstm.build(spec.change(OnLstmConfig(), **TINY | {"cell": cell}))
    path = saved(engine, tmp_path / "words.safetensors")
    model = engine.trainer.model.eval()
    tokens = torch.tensor([[1, 2, 3], [4, 5, 6]])
    same(path, lambda t: model.decode(model(t.T, 0.0)[0]).transpose(0, 1), tokens)
    engine.close()


def test_a_generator_of_points(tmp_path):
    engine = gan.build(spec.change(GanConfig(), data="gaussians8", hidden=8, batch=4))
    path = saved(engine, tmp_path / "points.safetensors")
    same(path, engine.trainer.average.net.eval(), numbers(4, engine.config.noise))
    engine.close()


@pytest.mark.parametrize("method", ["score", "energy", "paper"])
def test_a_denoiser_or_its_energy(method, tmp_path):
    engine = denoise.build(spec.change(DenoiseConfig(), method=method, width=16, batch=16))
    path = saved(engine, tmp_path / "points.safetensors")
    net = engine.trainer.learned
    same(path, net.energy if net.has_energy else net.denoise, numbers(5, 2), numbers(5).abs() + 0.1)
    engine.close()


def test_the_generator_beside_two_energies(tmp_path):
    engine = denoise.build(spec.change(DenoiseConfig(), method="dde", width=16, batch=16))
    path = saved(engine, tmp_path / "points.safetensors")
    same(path, engine.trainer.generator.average, numbers(5, 2))
    engine.close()


def test_what_cannot_be_brought_in_says_why(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text("{}")
    with pytest.raises(FileProblem, match=r"mine\.json is no saved run"):
        trained(path)
    make = making(VQVAE)
    file = saved(next(make)(noise()), tmp_path / "half.safetensors")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileProblem):
        trained(file)
    assert next(make, None) is None
