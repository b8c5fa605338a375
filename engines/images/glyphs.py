"""Characters of a font, drawn dark on white and centred by their ink.

Pillow does not list which characters a font maps, so likely ones are tried and those that come out as the
font's own "missing" sign, or blank, are left out. This works for every format FreeType reads, WOFF2 too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engines.ground.files import ordinary, shown
from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.images import cache
from engines.images.fit import recolour
from engines.images.source import Images, Request, Watch

VERSION = 1  # part of the cache key: raise it when a drawn pixel changes
MOST = 4000
_FILL = 0.86  # the em square as a part of the picture's side
_FAR = 4  # a damaged font says that its characters are so much larger than its em: drawn, one costs a second
_DRAWING = mark("Drawing the characters")

# Looked for in the system's font folders (Pillow knows them), the richest first.
_SYSTEM_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
    "SourceHanSansSC-Regular.otf",
    "msyh.ttc",
    "simsun.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "wqy-microhei.ttc",
    "DejaVuSans.ttf",
    "arial.ttf",
    "Arial.ttf",
    "Helvetica.ttc",
)


class Stamp:
    """Draws one character of a font at a time, dark on white, its ink in the middle."""

    def __init__(self, path: str | os.PathLike[str], size: int, index: int = 0) -> None:
        """Open face ``index`` of a font file for pictures of ``size`` px.

        Raises:
            FileProblem: missing, forbidden, or not a font.
        """
        name = Path(path).name
        try:
            ordinary(path).close()  # FreeType's own words for a missing file are of no help
            layout = ImageFont.Layout.BASIC
            self._font = ImageFont.truetype(path, round(size * _FILL), index, layout_engine=layout)
        except FileNotFoundError:
            raise FileProblem("{name} is not there.", name=name) from None
        except PermissionError:
            raise FileProblem("There is no permission to read {name}.", name=name) from None
        except (OSError, ValueError) as trouble:
            raise FileProblem("{name} is not a font that can be read.", name=name) from trouble
        self.size = size
        self.family = self._name() or shown(Path(path).stem)

    def ink(self, character: str) -> np.ndarray | None:
        """The character, uint8 (size, size), white 255 to black 0; None if it is blank or cannot be drawn."""
        wide = 2 * self.size
        image = Image.new("L", (wide, wide), 0)
        try:
            left, top, right, bottom = self._font.getbbox(character)  # of its outline: nothing is drawn yet
            if max(right - left, bottom - top) > _FAR * self.size:
                return None
            ImageDraw.Draw(image).text(
                (wide // 2, wide // 2), character, fill=255, font=self._font, anchor="mm"
            )
        except Exception:  # an outline FreeType refuses; of a damaged font it may be in any way
            return None
        box = image.getbbox()
        if box is None:
            return None
        ink = image.crop(box)
        if max(ink.size) > self.size:
            ink.thumbnail((self.size, self.size), Image.Resampling.LANCZOS)
        page = Image.new("L", (self.size, self.size), 0)
        page.paste(ink, ((self.size - ink.width) // 2, (self.size - ink.height) // 2))
        return 255 - np.asarray(page)

    def _name(self) -> str:
        try:
            return str(self._font.getname()[0] or "")
        except ValueError:  # bytes that are no text
            return ""


def load(request: Request) -> Images:
    """Characters of the font file at ``request.path``, or of a good font of this system if it is empty.

    ``factors["code"]`` holds the code point of each.

    Raises:
        FileProblem: not a font, or one without characters.
        Problem: no path, and no known font on this system.
        Cancelled: the person cancelled.
    """
    path, index = (request.path, 0) if request.path else system_font()
    most = request.limit or MOST
    stamp = Stamp(path, request.size, index)
    key = _key(path, index, request.size, most)
    kept = cache.recall(key)
    if kept is None or set(kept) != {"pixels", "codes"}:
        pixels, codes = _draw(stamp, most, request.watch)
        if not len(pixels):
            raise FileProblem("{name} has no characters that can be drawn.", name=Path(path).name)
        cache.keep(key, pixels=pixels, codes=codes)
        kept = {"pixels": pixels, "codes": codes}
    return Images(
        pixels=recolour(kept["pixels"], request.channels),
        labels=None,
        label_names=(),
        name=stamp.family,
        licence=mark("The font's own licence"),
        factors={"code": kept["codes"]},
    )


def system_font() -> tuple[str, int]:
    """Path and face of a font on this system, with Chinese if there is one, simplified forms preferred.

    Raises:
        Problem: none is known here.
    """
    for name in _SYSTEM_FONTS:
        try:
            path = str(ImageFont.truetype(name, 16).path)
        except OSError:
            continue
        for index in range(8):
            try:
                if str(ImageFont.truetype(path, 16, index).getname()[0]).endswith(" SC"):
                    return path, index
            except OSError:
                break
        return path, 0
    raise Problem("No font was found on this computer. Open a font file (TTF, OTF, TTC or WOFF2).")


def candidates() -> Iterator[str]:
    """Characters to try, most telling first: GB2312 level 1, letters, kana, the rest, private use."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
    ranges = (
        (0x21, 0x7F),
        (0xA1, 0x250),
        (0x370, 0x600),
        (0x621, 0x64B),
        (0x904, 0x93A),
        (0xE01, 0xE2F),
        (0x10A0, 0x1100),
        (0x3041, 0x3100),
        (0x2190, 0x2800),
        (0xAC00, 0xB400),
        (0x4E00, 0xA000),
        (0xE000, 0xF900),
        (0xF0000, 0xF2000),
    )
    for low, high in ranges:
        yield from map(chr, range(low, high))


def _draw(stamp: Stamp, most: int, watch: Watch) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 (N, size, size, 1) and code points int64 (N,), at most ``most``, none drawn twice."""
    missing = stamp.ink("\U0010ffff")
    seen = {b"" if missing is None else missing.tobytes()}
    pictures: list[np.ndarray] = []
    codes: list[int] = []
    for tried, character in enumerate(candidates()):
        if tried % 16 == 0:
            watch(_DRAWING, len(pictures) / most)
        if len(pictures) >= most:
            break
        picture = stamp.ink(character)
        if picture is None or (look := picture.tobytes()) in seen:
            continue
        seen.add(look)
        pictures.append(picture)
        codes.append(ord(character))
    shape = (len(pictures), stamp.size, stamp.size, 1)
    return np.asarray(pictures, np.uint8).reshape(shape), np.asarray(codes, np.int64)


def _key(path: str, index: int, size: int, most: int) -> str:
    """Cache key of a font file as it is now."""
    state = os.stat(path)
    return f"glyphs-{VERSION}-{size}-{most}-{index}-{state.st_size:x}-{state.st_mtime_ns:x}-{state.st_ino:x}"
