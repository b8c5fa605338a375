"""A copy of the model to paint with: the training beneath it may go on, code numbers keep their meaning."""

from __future__ import annotations

import hashlib
import uuid

import numpy as np
import torch
from torch import Tensor

from engines.images.dataset import to_pixels
from engines.vqvae.codes import Codes, levels_of
from engines.vqvae.config import VqvaeConfig, code_count, grids
from engines.vqvae.model.autoencoder import Autoencoder, Tensors
from engines.vqvae.model.nearest import nearest
from engines.vqvae.model.receptive import Box, area, bounds, influence_in
from engines.vqvae.painting.incremental import IncrementalDecoder
from engines.vqvae.painting.thumbnails import thumbnails
from engines.vqvae.shapes import looked_at, packed, unpacked

INCREMENTAL = 32  # edge of the grid from which on decoding a part is faster than decoding all
PART = 0.25  # of the cells: strokes that changed more are decoded whole
AT_ONCE = 128  # thumbnails in one pass


def version(model: Autoencoder) -> str:
    """A UUID of the codebook's contents and of the decoder's ends: equal exactly while codes mean the
    same."""
    seal = hashlib.blake2b(digest_size=16)
    ends = (model.decoder.layers[0], model.decoder.layers[-1])
    tensors = [model.embed(level) for level in range(len(model.books))]
    tensors += [p for end in ends for p in end.parameters()]
    for tensor in tensors:
        seal.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return str(uuid.UUID(bytes=seal.digest()))


class FrozenDecoder:
    """Encoder, codebook and decoder as they were. Only for the thread that made it.

    Codes are int arrays (h, w); with two levels a pair (coarse, fine). ``level`` counts from the coarse one;
    -1, the default, is the fine one or the only one.

    Attributes:
        version: see :func:`version`.
        grids: (rows, columns) of each level.
        K: entries of each codebook.
    """

    def __init__(self, model: Autoencoder, config: VqvaeConfig) -> None:
        device = next(model.parameters()).device
        copy = Autoencoder(config, torch.Generator().manual_seed(0))
        copy.load_state_dict(model.state_dict())
        self.model = copy.placed(device).eval().requires_grad_(False)
        self.config, self.grids, self.K = config, grids(config), code_count(config)
        self.version, self._device = version(model), device
        self._decoder = IncrementalDecoder(self.model.decoder)
        self._last: tuple[np.ndarray, ...] | None = None
        self._seen: tuple[np.ndarray | None, Tensors] = (None, ())

    # -- pictures and codes ----------------------------------------------------------------------------

    @torch.no_grad()
    def encode(self, picture: np.ndarray) -> Codes:
        """The codes of a picture, uint8 (size, size, C)."""
        return self.packed(self.model.encode(self._looked_at(picture)).codes)

    @torch.no_grad()
    def decode(self, codes: Codes) -> np.ndarray:
        """The picture of codes: uint8 (size, size, C)."""
        return to_pixels(self.decode_float(codes))[0].cpu().numpy()

    @torch.no_grad()
    def decode_float(self, codes: Codes) -> Tensor:
        """The picture of codes before rounding: (1, C, size, size), about -1 to 1."""
        return self.model.shown(self.model.decode(self.model.lookup(self.unpacked(codes))))

    @torch.no_grad()
    def decode_region(self, codes: Codes, *, always: bool = False) -> tuple[np.ndarray, Box]:
        """As :meth:`decode`, computing only what changed since the last call where that is faster.

        Args:
            codes: the whole painting.
            always: compute in part even where it is slower (grids below 32, large changes).

        Returns:
            the picture, and the box of pixels that may have changed: top, left, bottom, right, the last two
            not included.
        """
        y, box = self.region_float(codes, always=always)
        return to_pixels(y)[0].cpu().numpy(), box

    def decode_aside(self, codes: Codes) -> np.ndarray:
        """What :meth:`decode_region` would decode next, to the last bit, while it goes on from where it was:
        uint8 (size, size, C)."""
        last = self._last
        try:
            with self._decoder.aside():
                return self.decode_region(codes)[0]
        finally:
            self._last = last

    @torch.no_grad()
    def region_float(self, codes: Codes, *, always: bool = False) -> tuple[Tensor, Box]:
        """See :meth:`decode_region`; the picture before rounding."""
        parts = levels_of(codes)
        ground = self.model.ground(self.model.lookup(self.unpacked(codes)))
        dirty = self._dirty(parts)
        self._last = tuple(np.array(part) for part in parts)
        h, w = self.grids[-1]
        if dirty is not None and dirty[0] >= dirty[2]:
            y, box = self._decoder.result, dirty
        elif dirty is not None and (always or (h >= INCREMENTAL and area(dirty) <= PART * h * w)):
            y, box = self._decoder.update(ground, dirty)
        else:
            y = self._decoder.full(ground)
            box = (0, 0, y.shape[-2], y.shape[-1])
        rim, size = self.model.rim, self.model.size
        top, left, bottom, right = (min(size, max(0, edge - rim)) for edge in box)
        return self.model.shown(self.model.cropped(y)), (top, left, bottom, right)

    def _dirty(self, parts: tuple[np.ndarray, ...]) -> Box | None:
        """The box of fine cells whose ground changed since the last call; empty if none, None if unknown."""
        if self._last is None:
            return None
        boxes = [bounds(a != b) for a, b in zip(parts, self._last, strict=True)]
        if self.model.two and area(boxes[0]):
            h, w = self.grids[1]
            a, b, c, d = boxes[0]
            boxes[0] = (max(0, 2 * a - 1), max(0, 2 * b - 1), min(h, 2 * c + 1), min(w, 2 * d + 1))
        filled = [box for box in boxes if area(box)]
        if not filled:
            return 0, 0, 0, 0
        tops, lefts, bottoms, rights = zip(*filled, strict=True)
        return min(tops), min(lefts), max(bottoms), max(rights)

    def influence_rect(self, cells: Box, level: int = -1) -> Box:
        """The exact box of pixels that a box of cells can change (both half open: top, left, bottom,
        right)."""
        return influence_in(self.config, cells, coarse=level in (0, -2))

    # -- the palette -----------------------------------------------------------------------------------

    def embed(self, level: int = -1) -> np.ndarray:
        """All code vectors of a level: (K, D)."""
        return self._embed(level).cpu().numpy()

    @torch.no_grad()
    def thumbnails(self, level: int = -1) -> np.ndarray:
        """What each code looks like alone: uint8 (K, s, s, C)."""
        ids = torch.arange(self.K, device=self._device).split(AT_ONCE)
        level %= len(self.grids)
        parts = [thumbnails(self.model, level, part, self.config.downs) for part in ids]
        return torch.cat(parts).cpu().numpy()

    @torch.no_grad()
    def nearest(self, code: int, k: int, level: int = -1) -> np.ndarray:
        """The ``k`` codes nearest to ``code``, itself first: (k,)."""
        distance = self._distances(code, level)
        distance[code] = -1.0
        return distance.argsort(stable=True)[:k].cpu().numpy()

    @torch.no_grad()
    def neighbours(self, k: int, level: int = -1) -> np.ndarray:
        """The ``k`` codes nearest to each code, without itself: (K, k), for the noise brush."""
        distance = torch.cdist(self._embed(level), self._embed(level)).fill_diagonal_(torch.inf)
        return distance.topk(min(k, self.K - 1), largest=False).indices.cpu().numpy()

    @torch.no_grad()
    def similar(self, code: int, tolerance: float, level: int = -1) -> np.ndarray:
        """Which codes are nearer to ``code`` than the ``tolerance`` quantile of all pairs: bool (K,)."""
        embed = self._embed(level)
        if tolerance <= 0:
            close = torch.zeros(self.K, dtype=torch.bool, device=self._device)
        else:
            pairs = torch.pdist(embed[torch.linspace(0, self.K - 1, min(self.K, 512)).long()])
            limit = pairs.quantile(min(tolerance, 1.0))
            close = self._distances(code, level) <= limit
        close[code] = True
        return close.cpu().numpy()

    @torch.no_grad()
    def rank(self, picture: np.ndarray, cell: tuple[int, int], code: int, level: int = -1) -> int:
        """How many codes lie nearer than ``code``, itself counted, to what the encoder says of a picture's
        cell: 1 is what quantising would choose."""
        if self._seen[0] is not picture:
            self._seen = picture, self.model.encode(self._looked_at(picture)).z
        z = self._seen[1][level][0, :, cell[0], cell[1]]
        distance = (self._embed(level) - z).norm(dim=1)
        return 1 + int((distance < distance[code]).sum())

    @torch.no_grad()
    def nudge(
        self, codes: np.ndarray, cells: np.ndarray, target: int, strength: float, level: int = -1
    ) -> np.ndarray:
        """Move cells toward a code: nearest(z + s (target - z)).

        Args:
            codes: (h, w) of that level; a new array comes back.
            cells: bool (h, w), which to move.
            strength: 0 leaves them, 1 sets them to ``target``.
        """
        embed = self._embed(level)
        moved = np.array(codes)
        old = torch.from_numpy(moved[cells].astype(np.int64)).to(self._device)
        z = embed[old]
        aim = embed[target]
        found = nearest(z + strength * (aim - z), embed)
        if strength <= 0:
            found = old  # exact, also where two codes have one vector
        elif strength >= 1:
            found = torch.full_like(old, target)
        moved[cells] = found.cpu().numpy()
        return moved

    # -- blends ----------------------------------------------------------------------------------------

    @torch.no_grad()
    def blend_pictures(self, a: np.ndarray, b: np.ndarray, amount: float) -> Codes:
        """Codes of (1 - amount) z(a) + amount z(b), blended before they are quantised, as Su's file does."""
        pairs = zip(*(self.model.features(self._looked_at(x)) for x in (a, b)), strict=True)
        features = tuple((1 - amount) * f + amount * g for f, g in pairs)
        return self.packed(self.model.quantise(features).codes)

    @torch.no_grad()
    def blend_codes(self, a: Codes, b: Codes, amount: float) -> Codes:
        """As :meth:`blend_pictures`, of two paintings, which have no z but their codes' vectors."""
        if amount in (0, 1):
            return self.packed(self.unpacked(b if amount else a))
        pairs = zip(self.unpacked(a), self.unpacked(b), strict=True)
        found = []
        for level, (x, y) in enumerate(pairs):
            embed = self._embed(level)
            mixed = (1 - amount) * embed[x.flatten()] + amount * embed[y.flatten()]
            found.append(nearest(mixed, embed).reshape(x.shape))
        return self.packed(tuple(found))

    # -- inside ----------------------------------------------------------------------------------------

    def packed(self, codes: Tensors) -> Codes:
        """(1, h, w) of each level -> int32 (h, w), or a pair."""
        return packed(codes)

    def unpacked(self, codes: Codes) -> Tensors:
        """The inverse of :meth:`packed`. Raises ValueError on another shape or a code out of range."""
        return unpacked(codes, self.grids, self.K, self._device)

    def _embed(self, level: int) -> Tensor:
        return self.model.embed(level)

    def _distances(self, code: int, level: int) -> Tensor:
        embed = self._embed(level)
        return (embed - embed[code]).norm(dim=1)

    def _looked_at(self, picture: np.ndarray) -> Tensor:
        return looked_at(picture, self.config, self._device)
