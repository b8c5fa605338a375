"""What is kept of an earlier step to look back on: the network's weights in half precision, and its sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from PIL import Image
from torch import nn

from engines.ground.timeline import Timeline

MEMORY: Final = 128 << 20  # bytes of all of them together
MOST: Final = 200
EVERY: Final = 10  # steps between the first of them
OCTAVE: Final = 32
LARGEST: Final = float(np.finfo(np.float16).max)
SQUEEZED: Final = 0.5  # of its bytes, about, a sheet has as a file


@dataclass(frozen=True)
class Past:
    """A network at an earlier step.

    Attributes:
        weights: of its state by name, numbers with a point as float16.
        sheet: its pictures as a PNG.
    """

    weights: dict[str, np.ndarray]
    sheet: bytes


def timeline(net: nn.Module, sheet: int) -> Timeline[Past]:
    """An empty one, for this network and sheets of so many bytes of pixels."""
    size = sum(array.nbytes for array in halved(net).values())
    return Timeline(size + round(SQUEEZED * sheet), MOST, MEMORY, EVERY, OCTAVE)


def kept(net: nn.Module, sheet: np.ndarray) -> Past:
    """The network as it is, and its sheet, uint8 (H, W, C)."""
    file = io.BytesIO()
    Image.fromarray(sheet[..., 0] if sheet.shape[-1] == 1 else sheet).save(file, "PNG", compress_level=1)
    return Past(halved(net), file.getvalue())


def sheet(past: Past) -> np.ndarray:
    """The pictures, uint8 (H, W, C)."""
    found = np.asarray(Image.open(io.BytesIO(past.sheet)))
    return found[..., None].copy() if found.ndim == 2 else found.copy()


def halved(net: nn.Module) -> dict[str, np.ndarray]:
    """A copy of a network's state in half precision."""
    return {
        name: (
            value.detach().clamp(-LARGEST, LARGEST).to(torch.float16) if value.is_floating_point() else value
        )
        .cpu()
        .numpy()
        .copy()
        for name, value in net.state_dict().items()
    }


def dress(net: nn.Module, past: Past) -> None:
    """Give a network of the same kind these weights."""
    net.load_state_dict({name: torch.from_numpy(array) for name, array in past.weights.items()})


def written(past: Past) -> dict[str, np.ndarray]:
    """As arrays for a file."""
    return {"sheet": np.frombuffer(past.sheet, np.uint8)} | {f"w.{n}": a for n, a in past.weights.items()}


def read(arrays: Mapping[str, np.ndarray], like: Past, size: tuple[int, int]) -> Past:
    """From the arrays of a file.

    Args:
        like: one of the same network. size: width and height of its sheet.

    Raises:
        KeyError, ValueError: they are not those of such a network.
    """
    weights = {}
    for name, own in like.weights.items():
        found = arrays[f"w.{name}"]
        if found.shape != own.shape or found.dtype != own.dtype or not np.isfinite(found).all():
            raise ValueError(name)
        weights[name] = found
    picture = arrays["sheet"].tobytes()
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG",)) as image:
            if image.size != size:  # asked first: a few bytes can promise a huge picture
                raise ValueError("sheet")
            image.load()
    except (OSError, SyntaxError) as e:  # Pillow's words for a broken PNG
        raise ValueError("sheet") from e
    return Past(weights, picture)
