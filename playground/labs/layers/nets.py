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
from playground.labs.layers.others import TITLES

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
    """An autoencoder of one level with a codebook, and what can be brought in: pictures to pictures."""
    from engines.vqvae.model.autoencoder import Autoencoder
    from engines.vqvae.model.nearest import nearest
    from engines.vqvae.model.quantizer import lookup, rows

    def way(net: Any, x: Tensor) -> Tensor:
        (z,) = net.features(x)
        codes = nearest(rows(z), net.embed(0), WHOLE).view(-1, *z.shape[2:])
        found: Tensor = net.decode((lookup(net.embed(0), codes),))
        return found

    net = Autoencoder(config, _rng())
    return net, (Calls(net, way), (drawn(config.channels, config.size, config.size),))


def _autoencoder() -> Made:
    from engines.vqvae.config import VqvaeConfig

    return autoencoder(VqvaeConfig())[1]


def _prior(name: str) -> Made:
    from engines.vqvae.priors.causal import Causal
    from engines.vqvae.priors.masked import Masked
    from engines.vqvae.priors.pixelcnn import PixelCNN

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        kinds: dict[str, Callable[..., nn.Module]]
        kinds = {"causal": Causal, "masked": Masked, "pixelcnn": PixelCNN}
        net = kinds[name]((8, 8), 64, 32, 3)
    return net, (torch.randint(64, (EXAMPLES, 8, 8), generator=_rng()),)


def reader(config: Any, vocabulary: int) -> tuple[nn.Module, Made]:
    """A language model, and what can be brought in: three words, one cell after the other, by the paper's
    equations."""
    from engines.onlstm.model.cell import unroll
    from engines.onlstm.model.language_model import LanguageModel

    def way(net: Any, tokens: Tensor) -> Tensor:
        x = net.table[tokens.transpose(0, 1)]
        for layer in net.layers:
            z = x @ layer.input.transpose(0, 1) + layer.bias
            h = z[0, :, : layer.hidden] * 0
            x, *_ = unroll(z, layer.recurrent, h, h.unflatten(1, (layer.levels, layer.chunk)), layer.form)
        found: Tensor = net.decode(x).transpose(0, 1)
        return found

    net = LanguageModel(config, vocabulary, "onlstm", _rng())
    return net, (Calls(net, way), (torch.randint(vocabulary, (EXAMPLES, 3), generator=_rng()),))


def _onlstm() -> Made:
    from engines.onlstm.config import OnLstmConfig

    return reader(spec.change(OnLstmConfig(), emb=32, hidden=32, layers=2, chunk=4), 100)[1]


def _points() -> Made:
    from engines.denoise.nets import Score, Trunk

    net = Score(Trunk(2, 2, 64, _rng(), fourier=True), (2,))
    return Noisy(net, lambda net, x, s: net.denoise(x, s)), (drawn(2), drawn().abs() + 0.1)


def _pictures() -> Made:
    from engines.denoise.pictures.filter import Filter
    from engines.denoise.pictures.nets import PictureScore

    net = PictureScore(Filter(torch.randn(16, 3, 32, 32, generator=_rng())), 16, _rng())
    return Noisy(net, lambda net, x, s: net.denoise(x, s)), (drawn(3, 32, 32), drawn().abs() + 0.1)


NETS: Final[dict[str, Callable[[], Made]]] = {
    "gan": lambda: _gan(0),
    "critic": lambda: _gan(1),
    "resgan": lambda: _gan(0, arch="resnet"),
    "vqvae": _autoencoder,
    "causal": lambda: _prior("causal"),
    "masked": lambda: _prior("masked"),
    "pixelcnn": lambda: _prior("pixelcnn"),
    "onlstm": _onlstm,
    "points": _points,
    "unet": _pictures,
}


def net(key: str) -> Model:
    """The network of that key of :data:`playground.labs.layers.others.OTHERS` as a model. Raises KeyError,
    Problem."""
    made, examples = NETS[key]()
    return imported(made, *examples, name=TITLES[key], fold=True)
