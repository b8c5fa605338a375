"""What is kept of an earlier step to look back on: the network's weights in half precision, and its sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from PIL import Image
from torch import nn

from engines.ground.branches import State
from engines.ground.problem import FileProblem, Problem
from engines.ground.timeline import Timeline
from engines.images.rolling import tile

PIECE: Final = 16  # pictures at once
MEMORY: Final = 128 << 20  # bytes of all of them together
MOST: Final = 200
EVERY: Final = 20  # steps between the first of them
OCTAVE: Final = 16
LARGEST: Final = float(np.finfo(np.float16).max)
SQUEEZED: Final = 0.5  # of its bytes, about, a sheet has as a file


@dataclass(frozen=True)
class Past:
    """A network at an earlier step.

    Attributes:
        weights: of its state by name, numbers with a point as float16.
        sheet: its pictures as a PNG; empty where none are kept.
    """

    weights: dict[str, np.ndarray]
    sheet: bytes


class Pasts:
    """Keeps a network now and then, and the best so far, each with its sheet.

    Args:
        net: the network.
        rows, cols: pictures of the sheet.
        shape: height, width and channels of one.
        draw: these pictures, uint8 (n, H, W, C), by their numbers.

    Attributes:
        line: what is kept.
    """

    def __init__(
        self,
        net: nn.Module,
        rows: int,
        cols: int,
        shape: Sequence[int],
        draw: Callable[[np.ndarray], np.ndarray],
    ) -> None:
        self._net, self._rows, self._cols, self._draw = net, rows, cols, draw
        height, width, channels = shape
        self._size = cols * width, rows * height
        sheet = self._size[0] * self._size[1] * channels
        self._bytes = sum(a.nbytes for a in halved(net).values()) + round(SQUEEZED * sheet)
        self.line = self._empty()

    def keep(self, step: int) -> Iterator[None]:
        """Keep the network of now, if this is a step to keep one of; yields between short pieces."""
        if self.line.due(step):
            sheet = yield from self._drawn()
            self.line.offer(step, lambda: kept(self._net, sheet))

    def keep_best(self, step: int) -> Iterator[None]:
        """Keep it beside the others, as the best."""
        sheet = yield from self._drawn()
        self.line.keep_best(step, kept(self._net, sheet))

    def sheet(self, step: int) -> tuple[int, np.ndarray]:
        """The kept step nearest to a step, and its sheet, uint8 (H, W, C). Raises Problem if none is kept."""
        at, found = self.nearest(step)
        return at, pixels(found)

    def sheets(self) -> list[np.ndarray]:
        """All sheets kept, from the first step on, uint8 (H, W, C)."""
        return [self.sheet(step)[1] for step in self.line.steps]

    def nearest(self, step: int) -> tuple[int, Past]:
        """The kept step nearest to a step, and what is kept of it. Raises Problem if nothing is."""
        try:
            return self.line.nearest(step)
        except KeyError:
            raise Problem("Nothing is kept of this run to look back on yet.") from None

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to."""
        self.line.forget_after(step)

    def take_over(self, line: Timeline[Past] | None, step: int) -> None:
        """The run is at ``step`` now, and ``line`` is what its file has kept; None where it has nothing."""
        self.line = line or self.line
        self.forget_after(step)

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> State:
        """For the run's file."""
        return line_state(self.line)

    def read(
        self, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str
    ) -> Timeline[Past] | None:
        """What :meth:`state` wrote; see :func:`read_line`."""
        like = halved(self._net)
        return read_line(self._empty(), meta, arrays, name, lambda part: read(part, like, self._size))

    # -- inside ----------------------------------------------------------------------------------------

    def _empty(self) -> Timeline[Past]:
        return Timeline(self._bytes, MOST, MEMORY, EVERY, OCTAVE)

    def _drawn(self) -> Generator[None, None, np.ndarray]:
        parts, count = [], self._rows * self._cols
        for part in np.array_split(np.arange(count), max(1, count // PIECE)):
            parts.append(self._draw(part))
            yield
        return tile(np.concatenate(parts), self._rows, self._cols)


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


def read(arrays: Mapping[str, np.ndarray], like: Mapping[str, np.ndarray], size: tuple[int, int]) -> Past:
    """From the arrays of a file.

    Args:
        like: weights of the same network. size: width and height of its sheet.

    Raises:
        KeyError, ValueError: they are not those of such a network.
    """
    weights = read_weights(arrays, like)
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
    """The weights alone; see :func:`read`."""
    weights = {}
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
