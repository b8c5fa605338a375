"""Unicode normalisation that remembers where each character came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

CHUNK = 1 << 20  # characters looked at in one go


@dataclass(frozen=True)
class Normal:
    """A normalised text.

    Attributes:
        text: the text in NFC or NFKC.
        begin, end: int32, for each character of ``text`` the part of the original that it stands for, in
            code points; None where both texts have the same length and order.
    """

    text: str
    begin: np.ndarray | None = None
    end: np.ndarray | None = None

    def original(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Spans of the original for non-empty spans of the normalised text."""
        if self.begin is None or self.end is None:
            return starts, ends
        return self.begin[starts], self.end[ends - 1]


def normalise(text: str, nfkc: bool = False) -> Normal:
    """``text`` in NFC, or in NFKC; lone surrogates are left as they are."""
    form = "NFKC" if nfkc else "NFC"
    if unicodedata.is_normalized(form, text):  # type: ignore[arg-type]
        return Normal(text)
    changed = {}
    joins = False
    for c in set(text):
        plain = unicodedata.normalize(form, c)  # type: ignore[arg-type]
        joining = unicodedata.category(c)[0] == "M" or "\u1161" <= c <= "\u11ff"
        joins |= joining or len(plain) != 1
        if joining or plain != c:
            changed[c] = plain
    if not joins:
        return Normal(text.translate({ord(c): plain for c, plain in changed.items()}))
    return _mapped(text, form, "".join(changed))


def _mapped(text: str, form: str, changed: str) -> Normal:
    """Normalise only the stretches that change, each together with the character before it."""
    stretch = re.compile(f"(?s:.)?[{re.escape(changed)}]+")
    pieces: list[str] = []
    begin: list[np.ndarray] = []
    end: list[np.ndarray] = []

    def keep(a: int, b: int) -> None:
        pieces.append(text[a:b])
        begin.append(np.arange(a, b, dtype=np.int32))
        end.append(np.arange(a + 1, b + 1, dtype=np.int32))

    done = 0
    for found in stretch.finditer(text):
        a, b = found.span()
        keep(done, a)
        plain = unicodedata.normalize(form, text[a:b])  # type: ignore[arg-type]
        if len(plain) == b - a:
            keep(a, b)
            pieces[-1] = plain
        else:
            pieces.append(plain)
            begin.append(np.full(len(plain), a, np.int32))
            end.append(np.full(len(plain), b, np.int32))
        done = b
    keep(done, len(text))
    return Normal("".join(pieces), np.concatenate(begin), np.concatenate(end))
