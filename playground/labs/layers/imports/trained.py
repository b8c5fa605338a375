"""Networks out of the saved runs of other labs: arrays and settings are read, nothing is unpickled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from engines.ground import checkpoint, saved
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.layers.graph.node import Model
from engines.layers.net.importing import imported
from playground.labs.layers.imports.nets import EXAMPLES, Made, autoencoder, denoiser, drawn, reader

Arrays = Mapping[str, np.ndarray]
Read = tuple[nn.Module, str, Made]  # a network, where its arrays are in the file, and what is brought in


def trained(path: Path) -> Model:
    """The network that a run of another lab has trained.

    Raises:
        FileProblem: the file is damaged, or none of these labs'. Problem: it cannot be written down; why.
    """
    lab = checkpoint.lab_of(path)
    if lab not in READERS:
        raise FileProblem(
            mark("{name} is no saved run with a network that can be brought in."), name=path.name
        )
    found = checkpoint.load(path, lab)
    with saved.understood(path.name):
        net, prefix, (made, examples) = READERS[lab](path, found.tensors)
        _fill(net, found.tensors, prefix)
    return imported(made, *examples, name=path.stem, fold=True)


@torch.no_grad()
def _fill(net: nn.Module, arrays: Arrays, prefix: str) -> None:
    """Put arrays in the places of their names. Raises KeyError, RuntimeError: they do not fit."""
    for name, place in (*net.named_parameters(), *net.named_buffers()):
        if f"{prefix}{name}" in arrays or isinstance(place, nn.Parameter):
            place.copy_(torch.from_numpy(arrays[f"{prefix}{name}"].copy()))


def _gan(path: Path, arrays: Arrays) -> Read:
    """The averaged generator."""
    from engines.gan.config import GanConfig
    from engines.gan.players import make

    config, _ = saved.read_config(path, "gan", GanConfig)
    if config.plane:
        from engines.gan.plane.nets import make as points

        player, _ = points(config, torch.device("cpu"), torch.Generator())
        return player, "E.", (player, (drawn(config.noise),))
    label = arrays.get("D.label.weight")
    classes = len(label) if label is not None else 1
    net, _ = make(config, classes, torch.device("cpu"), torch.Generator())
    codes = drawn(config.nz)
    labels = torch.arange(len(codes)) % classes
    return net, "E.", (net, (codes, labels) if config.conditional else (codes,))


def _vqvae(path: Path, arrays: Arrays) -> Read:
    """What the run learned last: the prior over codes, or the autoencoder."""
    from engines.vqvae.config import VqvaeConfig

    config, _ = saved.read_config(path, "vqvae", VqvaeConfig)
    level = config.hierarchy - 1
    prefix = f"{config.prior}.{level}."
    if config.phase == "prior" and any(name.startswith(prefix) for name in arrays):
        net = _prior(config, level)
        return net, prefix, (net, tuple(_codes(config, at) for at in range(level, -1, -1)))
    net, made = autoencoder(config)
    return net, "model.", made


def _prior(config: Any, level: int) -> nn.Module:
    """Of the finest codes, which it is told the coarser ones of."""
    from engines.vqvae import priors
    from engines.vqvae.config import code_count, grids

    count, width, layers = code_count(config), config.prior_width, config.prior_layers
    return priors.build(config.prior, grids(config)[level], count, width, layers, 0, count if level else 0)


def _codes(config: Any, level: int) -> Tensor:
    from engines.vqvae.config import code_count, grids

    rng = torch.Generator().manual_seed(level)
    return torch.randint(code_count(config), (EXAMPLES, *grids(config)[level]), generator=rng)


def _onlstm(path: Path, arrays: Arrays) -> Read:
    from engines.onlstm.config import OnLstmConfig

    config, _ = saved.read_config(path, "onlstm", OnLstmConfig)
    net, made = reader(config, len(arrays["model.table"]))
    return net, "model.", made


def _denoise(path: Path, arrays: Arrays) -> Read:
    """The averaged network of the data, or the generator where there is one."""
    from engines.denoise.config import DenoiseConfig
    from engines.denoise.nets import Energy, Generator, Score, Trunk, Untold

    config, _ = saved.read_config(path, "denoise", DenoiseConfig)
    rng, method = torch.Generator(), config.method
    net: nn.Module
    if "data.average.net.into.weight" in arrays:
        net = _picture_denoiser(config, arrays["data.average.filter.power"].shape)
        return net, "data.average.", denoiser(net)
    dim = 2 + (config.dims if method == "paper" else 0)
    if method == "dde":
        net = Generator(dim, config.width, rng, fourier=config.fourier)
        return net, "generator.average.", (net, (drawn(dim),))
    out = dim if method == "score" else 1
    trunk = Trunk(dim, out, config.width, rng, fourier=config.fourier, told=method != "paper")
    net = {"score": Score, "energy": Energy, "paper": Untold}[method](trunk, (dim,))
    return net, "data.average.", denoiser(net)


def _picture_denoiser(config: Any, shape: tuple[int, ...]) -> nn.Module:
    from engines.denoise.pictures.filter import Filter
    from engines.denoise.pictures.nets import PictureEnergy, PictureScore

    made = PictureScore if config.method == "score" else PictureEnergy
    return made(Filter(torch.randn(2, *shape)), config.base, torch.Generator())


READERS: Final[dict[str | None, Callable[[Path, Arrays], Read]]] = {
    "gan": _gan, "vqvae": _vqvae, "onlstm": _onlstm, "denoise": _denoise,
}  # fmt: skip
