"""What is kept of an earlier step to look back on: the network's weights in half precision, and its sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from PIL import Image
from torch import nn

from engines.ground.branches import State
from engines.ground.problem import FileProblem
from engines.ground.timeline import Timeline

LARGEST: Final = float(np.finfo(np.float16).max)


@dataclass(frozen=True)
class Past:
    """A network at an earlier step.

    Attributes:
        weights: of its state by name, numbers with a point as float16; none where only a sheet is kept.
        sheet: its pictures as a PNG; empty where none are kept.
    """

    weights: dict[str, np.ndarray]
    sheet: bytes


def kept(net: nn.Module, sheet: np.ndarray) -> Past:
    """The network as it is, and its sheet, uint8 (H, W, C)."""
    file = io.BytesIO()
    Image.fromarray(sheet[..., 0] if sheet.shape[-1] == 1 else sheet).save(file, "PNG", compress_level=1)
    return Past(halved(net), file.getvalue())


def pixels(past: Past) -> np.ndarray:
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
    sheet = {"sheet": np.frombuffer(past.sheet, np.uint8)} if past.sheet else {}
    return sheet | {f"w.{n}": a for n, a in past.weights.items()}


def read(
    arrays: Mapping[str, np.ndarray],
    like: Mapping[str, np.ndarray],
    size: tuple[int, int],
    *,
    sheetless: bool = False,
) -> Past:
    """From the arrays of a file.

    Args:
        like: weights of the same network. size: width and height of its sheet. sheetless: it may have none.

    Raises:
        KeyError, ValueError: they are not those of such a network.
    """
    weights = read_weights(arrays, like)
    if sheetless and "sheet" not in arrays:
        return Past(weights, b"")
    picture = arrays["sheet"].tobytes()
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG",)) as image:
            if image.size != size:  # asked first: a few bytes can promise a huge picture
                raise ValueError("sheet")
            image.load()
    except (OSError, SyntaxError) as e:  # Pillow's words for a broken PNG
        raise ValueError("sheet") from e
    return Past(weights, picture)


def read_weights(arrays: Mapping[str, np.ndarray], like: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights alone; see :func:`read`. None where only a sheet was kept, as files of before have it."""
    weights: dict[str, np.ndarray] = {}
    if set(arrays) == {"sheet"}:
        return weights
    for name, own in like.items():
        found = arrays[f"w.{name}"]
        if found.shape != own.shape or found.dtype != own.dtype or not np.isfinite(found).all():
            raise ValueError(name)
        weights[name] = found
    return weights


def line_state(line: Timeline[Past]) -> State:
    """A timeline for a run's file."""
    meta, arrays = line.state(written)
    return {"past": meta}, {f"past.{name}": array for name, array in arrays.items()}


def read_line(
    empty: Timeline[Past],
    meta: Mapping[str, Any],
    arrays: Mapping[str, np.ndarray],
    name: str,
    read: Callable[[Mapping[str, np.ndarray]], Past],
) -> Timeline[Past] | None:
    """What :func:`line_state` wrote, into ``empty``; None where a state without it is gone back to.

    Raises:
        FileProblem: it makes no sense.
    """
    if "past" not in meta:
        return None
    own = {n.removeprefix("past."): array for n, array in arrays.items() if n.startswith("past.")}
    try:
        empty.restore(meta["past"], own, read)
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    return empty
