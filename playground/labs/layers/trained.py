"""Networks out of the saved runs of other labs: arrays and settings are read, nothing is unpickled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn

from engines.ground import checkpoint, saved
from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.layers.graph.node import Model
from engines.layers.net.importing import imported
from playground.labs.layers.nets import Made, autoencoder, drawn, reader

Arrays = Mapping[str, np.ndarray]
Read = tuple[nn.Module, str, Made]  # a network, where its arrays are in the file, and what is brought in


def trained(path: Path) -> Model:
    """The network that a run of another lab has trained.

    Raises:
        FileProblem: the file is damaged, or none of these labs'. Problem: no drawing shows this network.
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
    label = arrays.get("D.label.weight")
    classes = len(label) if label is not None else 1
    net, _ = make(config, classes, torch.device("cpu"), torch.Generator())
    codes = drawn(config.nz)
    labels = torch.arange(len(codes)) % classes
    return net, "E.", (net, (codes, labels) if config.conditional else (codes,))


def _vqvae(path: Path, arrays: Arrays) -> Read:
    from engines.vqvae.config import VqvaeConfig

    config, _ = saved.read_config(path, "vqvae", VqvaeConfig)
    if config.hierarchy != 1 or config.quantizer not in ("ema", "grad"):
        raise Problem(mark("An autoencoder of one level with a codebook can be brought in, and no other."))
    net, made = autoencoder(config)
    return net, "model.", made


def _onlstm(path: Path, arrays: Arrays) -> Read:
    from engines.onlstm.config import OnLstmConfig

    config, _ = saved.read_config(path, "onlstm", OnLstmConfig)
    net, made = reader(config, len(arrays["model.table"]))
    return net, "model.", made


def _denoise(path: Path, arrays: Arrays) -> Read:
    """The network inside the energy or the score."""
    from engines.denoise.config import DenoiseConfig
    from engines.denoise.nets import FEATURES, LEVELS, Trunk
    from engines.denoise.pictures.unet import UNet

    config, _ = saved.read_config(path, "denoise", DenoiseConfig)
    rng, noise = torch.Generator(), drawn().abs() + 0.1
    if "data.average.net.into.weight" in arrays:
        shape = (config.channels, config.size, config.size)
        net: nn.Module = UNet(shape, config.base, rng)
        return net, "data.average.net.", (net, (drawn(*shape), drawn(*shape), noise))
    told, name = config.method != "paper", "data.average.trunk."
    given = arrays[f"{name}layers.0.weight"].shape[1]
    dim = given - (2 * FEATURES if config.fourier else 0) - (LEVELS + 1 if told else 0)
    out = arrays[f"{name}layers.6.weight"].shape[0]
    net = Trunk(dim, out, config.width, rng, fourier=config.fourier, told=told)
    return net, name, (net, (drawn(dim), noise))


READERS: Final[dict[str | None, Callable[[Path, Arrays], Read]]] = {
    "gan": _gan, "vqvae": _vqvae, "onlstm": _onlstm, "denoise": _denoise,
}  # fmt: skip
