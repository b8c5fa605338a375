"""The networks that the other labs train, brought in as models."""

from __future__ import annotations

import pytest
import torch

from engines.denoise.nets import Generator as PointGenerator
from engines.denoise.nets import Trunk
from engines.denoise.pictures.unet import UNet
from engines.gan.config import GanConfig
from engines.gan.players import Critic, Generator
from engines.layers.graph import document
from engines.layers.net.export import python
from engines.layers.net.importing import imported
from engines.layers.net.network import built
from engines.vqvae.model.nets import Decoder, Encoder
from tests.engines.layers.drawn import numbers


def rng():
    return torch.Generator().manual_seed(0)


def gan(player, **changes):
    torch.manual_seed(0)
    config = GanConfig(size=32, width_g=8, width_d=8, nz=16, **changes)
    net = player(config, 3)
    for p in net.parameters():
        torch.nn.init.normal_(p, 0, 0.1)
    return net


PICTURE, CODE = numbers(3, 3, 32, 32), numbers(3, 16)
NETS = {
    "dcgan": (lambda: gan(Generator), (CODE,)),
    "selfmod": (lambda: gan(Generator, arch="selfmod"), (CODE,)),
    "resnet": (lambda: gan(Generator, arch="resnet"), (CODE,)),
    "pixelshuffle": (lambda: gan(Generator, upsample="pixelshuffle"), (CODE,)),
    "critic": (lambda: gan(Critic, spectral_norm=False), (PICTURE,)),
    "resnet critic": (lambda: gan(Critic, arch="resnet", spectral_norm=False), (PICTURE,)),
    "encoder": (lambda: Encoder(3, 16, 8, 2, 2, "bn"), (PICTURE,)),
    "decoder": (lambda: Decoder(4, 16, 8, 2, 2, 3, "none"), (numbers(3, 4, 8, 8),)),
    "score": (lambda: Trunk(2, 2, 16, rng(), fourier=True), (numbers(3, 2), numbers(3).abs() + 0.1)),
    "unet": (lambda: UNet((3, 32, 32), 8, rng()), (PICTURE, PICTURE, numbers(3).abs() + 0.1)),
    "points": (lambda: PointGenerator(2, 16, rng(), fourier=False), (numbers(3, 2),)),
}


def each(answer):
    return [x for x in answer if x is not None] if isinstance(answer, tuple) else [answer]


@pytest.mark.parametrize("name", NETS)
def test_it_is_brought_in_and_answers_the_same(name):
    make, examples = NETS[name]
    net = make()
    was = [p.clone() for p in net.parameters()]
    model = imported(net, *examples)
    assert net.training
    assert all(torch.equal(p, q) for p, q in zip(net.parameters(), was, strict=True))
    assert "len" not in vars(__import__(type(net).__module__, fromlist=["x"]))
    wanted = net.eval()(*examples)
    found = built(document.from_json(document.to_json(model))).eval()(*examples)
    for mine, theirs in zip(each(found), each(wanted), strict=True):
        assert torch.allclose(mine, theirs, rtol=1e-4, atol=1e-5)
    room: dict = {"__name__": "drawn"}
    exec(python(model), room)
    assert all(torch.equal(a, b) for a, b in zip(each(room["build"]()(*examples)), each(found), strict=True))
