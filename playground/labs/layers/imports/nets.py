"""The networks that the other labs train, as their own engines make them from their own settings.

Only this floor knows two engines. Each network is asked for on the engine's thread, as torch and the other
engines are imported only then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import torch
from torch import Tensor, nn

from engines.ground import spec
from engines.layers.graph.node import Model
from engines.layers.net.importing import imported
from playground.labs.layers.imports.others import TITLES

Made = tuple[nn.Module, tuple[Tensor, ...]]
EXAMPLES: Final = 3  # of a batch that a network is tried on
WHOLE: Final = 1 << 30  # rows at once: all


class Calls(nn.Module):
    """A network whose way through it is no ``forward`` of its own."""

    def __init__(self, net: nn.Module, way: Callable[..., Any]) -> None:
        super().__init__()
        self.net, self.way = net, way

    def forward(self, x: Tensor) -> Tensor:
        """What the way answers to a batch."""
        found: Tensor = self.way(self.net, x)
        return found


class Noisy(Calls):
    """The same for noisy points or pictures and their noise (B,)."""

    def forward(self, x: Tensor, sigma: Tensor) -> Tensor:  # type: ignore[override]
        """What the way answers to a batch and its noise."""
        found: Tensor = self.way(self.net, x, sigma)
        return found


def _rng() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def drawn(*shape: int) -> Tensor:
    """A batch to try a network on."""
    return torch.randn(EXAMPLES, *shape, generator=_rng())


def _gan(player: int, **changes: Any) -> Made:
    from engines.gan.config import GanConfig
    from engines.gan.players import make

    config = spec.change(GanConfig(), size=32, **changes)
    nets = make(config, 1, torch.device("cpu"), _rng())
    return nets[player], ((drawn(config.nz) if player == 0 else drawn(3, 32, 32)),)


def autoencoder(config: Any) -> tuple[nn.Module, Made]:
    """An autoencoder of one or two levels, with any codes or none, and what can be brought in: pictures to
    pictures. The choice of a code is written down as such; what makes its gradient pass by it is left out."""
    from engines.vqvae.model.autoencoder import Autoencoder
    from engines.vqvae.model.fsq import FiniteScalarQuantizer
    from engines.vqvae.model.nearest import nearest
    from engines.vqvae.model.quantizer import lookup, rows

    def coded(book: Any, z: Tensor) -> Tensor:
        if isinstance(book, FiniteScalarQuantizer):
            codes = book.indices(2 * torch.sigmoid(rows(z)) - 1)
        else:
            codes = nearest(rows(z), book.embed, WHOLE)
        return lookup(book.embed, codes.view(-1, *z.shape[2:]))

    def way(net: Any, x: Tensor) -> Tensor:
        *fine, z = net.features(x)
        q: tuple[Tensor, ...] = (coded(net.books[0], z) if net.books else z,)
        if fine:
            z = net.to_bottom(torch.cat([fine[0], net.told(q[0])], 1))
            q = (*q, coded(net.books[1], z) if net.books else z)
        found: Tensor = net.decode(q)
        return found

    net = Autoencoder(config, _rng())
    return net, (Calls(net, way), (drawn(config.channels, config.size, config.size),))


def _autoencoder(**changes: Any) -> Made:
    from engines.vqvae.config import VqvaeConfig

    return autoencoder(spec.change(VqvaeConfig(), **changes))[1]


def _prior(name: str, above: int = 0) -> Made:
    """``above``: codes of the coarser level, whose grid it is told."""
    from engines.vqvae.priors.causal import Causal
    from engines.vqvae.priors.masked import Masked
    from engines.vqvae.priors.pixelcnn import PixelCNN

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        kinds: dict[str, Callable[..., nn.Module]]
        kinds = {"causal": Causal, "masked": Masked, "pixelcnn": PixelCNN}
        net = kinds[name]((8, 8), 64, 32, 3, **({"condition_codes": above} if above else {}))
    codes = torch.randint(64, (EXAMPLES, 8, 8), generator=_rng())
    coarse = torch.randint(max(above, 1), (EXAMPLES, 4, 4), generator=_rng())
    return net, (codes, coarse) if above else (codes,)


def reader(config: Any, vocabulary: int) -> tuple[nn.Module, Made]:
    """A language model, and what can be brought in: three words, one cell after the other, by the paper's
    equations. At home all words go through one call that writes its own gradient, which shows nothing."""
    from engines.onlstm.model.cell import unroll
    from engines.onlstm.model.language_model import LanguageModel

    def plain(z: Tensor, recurrent: Tensor, h: Tensor, c: Tensor) -> Tensor:
        found = []
        for at in z:
            i, f, g, o = (at + h @ recurrent.transpose(0, 1)).chunk(4, -1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            found.append(h)
        return torch.stack(found)

    def way(net: Any, tokens: Tensor) -> Tensor:
        x = net.table[tokens.transpose(0, 1)]
        for layer in net.layers:
            z = x @ layer.input.transpose(0, 1) + layer.bias
            h = z[0, :, : layer.hidden] * 0
            if config.cell == "lstm":
                x = plain(z, layer.recurrent, h, h)
            else:
                x, *_ = unroll(z, layer.recurrent, h, h.unflatten(1, (layer.levels, layer.chunk)), layer.form)
        found: Tensor = net.decode(x).transpose(0, 1)
        return found

    net = LanguageModel(config, vocabulary, config.cell, _rng())
    return net, (Calls(net, way), (torch.randint(vocabulary, (EXAMPLES, 3), generator=_rng()),))


def _onlstm(cell: str) -> Made:
    from engines.onlstm.config import OnLstmConfig

    return reader(spec.change(OnLstmConfig(), emb=32, hidden=32, layers=2, chunk=4, cell=cell), 100)[1]


def denoiser(net: Any) -> Made:
    """What can be brought in of one that takes noise away: its answer where that is a network's own; else its
    energy, as the answer is the slope of it, which takes a pass backwards and no calls of modules."""
    way = (lambda net, x, s: net.energy(x, s)) if net.has_energy else (lambda net, x, s: net.denoise(x, s))
    return Noisy(net, way), (drawn(*net.shape), drawn().abs() + 0.1)


def _points(method: str) -> Made:
    from engines.denoise.nets import Energy, Generator, Score, Trunk, Untold

    if method == "dde":
        return Generator(2, 64, _rng(), fourier=False), (drawn(2),)
    trunk = Trunk(2, 2 if method == "score" else 1, 64, _rng(), fourier=True, told=method != "paper")
    return denoiser({"score": Score, "energy": Energy, "paper": Untold}[method](trunk, (2,)))


def _pictures(method: str) -> Made:
    from engines.denoise.pictures.filter import Filter
    from engines.denoise.pictures.nets import PictureEnergy, PictureScore

    net = PictureScore if method == "score" else PictureEnergy
    return denoiser(net(Filter(torch.randn(16, 3, 32, 32, generator=_rng())), 16, _rng()))


def _plane_gan() -> Made:
    from engines.gan.config import GanConfig
    from engines.gan.plane.nets import make

    config = GanConfig()
    return make(config, torch.device("cpu"), _rng())[0], (drawn(config.noise),)


NETS: Final[dict[str, Callable[[], Made]]] = {
    "gan": lambda: _gan(0),
    "critic": lambda: _gan(1),
    "resgan": lambda: _gan(0, arch="resnet"),
    "plane": _plane_gan,
    "vqvae": _autoencoder,
    "vqvae2": lambda: _autoencoder(hierarchy=2),
    "fsq": lambda: _autoencoder(quantizer="fsq"),
    "causal": lambda: _prior("causal"),
    "masked": lambda: _prior("masked"),
    "pixelcnn": lambda: _prior("pixelcnn"),
    "fine": lambda: _prior("causal", 64),
    "onlstm": lambda: _onlstm("onlstm"),
    "lstm": lambda: _onlstm("lstm"),
    "points": lambda: _points("score"),
    "energy": lambda: _points("energy"),
    "paper": lambda: _points("paper"),
    "dde": lambda: _points("dde"),
    "unet": lambda: _pictures("score"),
    "picture_energy": lambda: _pictures("energy"),
}


def net(key: str) -> Model:
    """The network of that key of ``OTHERS`` as a model. Raises KeyError, Problem."""
    made, examples = NETS[key]()
    return imported(made, *examples, name=TITLES[key], fold=True)
