"""Two ellipses to print, cut out and glue: true size, with ticks that meet in pairs, as PDF or SVG.

Every tick is a whole number of millimetres of arc from the first sheet's tip. The second sheet carries the
same numbers, shifted by the offset, so that equal numbers are glued to each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engines.ellipse.outline import Outline, around
from engines.ground.files import write_atomic
from engines.ground.problem import FileProblem

PAGES: Final = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
MARGIN: Final = 10.0  # mm that printers leave white
OVERLAP: Final = 10.0  # mm that neighbouring pages share
EVERY: Final = 10.0  # mm of arc between ticks
TICK, TAB = 2.5, 7.0  # mm: length of a tick, depth of a glue tab
POINT: Final = 72 / 25.4  # PDF points in a millimetre


@dataclass(frozen=True)
class Line:
    """A stroke through points (n, 2) in mm, y upwards; ``cut`` is the outline, the rest is thin."""

    points: np.ndarray
    cut: bool = False


@dataclass(frozen=True)
class Label:
    """A word centred at (x, y), mm; ``size`` in mm."""

    x: float
    y: float
    text: str
    size: float = 3.0


@dataclass(frozen=True)
class Drawing:
    """All that is printed, and how large it is: (width, height) in mm, the origin at its lower left."""

    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    size: tuple[float, float]


def ticks(first: Outline, offset: float, every: float = EVERY) -> tuple[np.ndarray, np.ndarray]:
    """Arc lengths of the ticks (k,) on the first sheet, and where the same numbers lie on the second.

    Args:
        every: between two ticks, in the outline's unit. offset: in quarters of the perimeter.
    """
    round_ = 4 * first.quarter
    at = np.arange(0.0, round_ - every / 4, every)
    return at, (at + offset * first.quarter) % round_


def drawing(first: Outline, second: Outline, offset: float, *, size: float, tabs: bool) -> Drawing:
    """Both sheets, one above the other, and a ruler of 100 mm.

    The second is drawn as its mirror image, its numbers running the other way round: then the printed sides
    of both face outward when equal numbers meet.

    Args:
        first, second: in any unit; ``size`` is the first's long axis in mm, from tip to tip.
    """
    scale = size / (2 * first.a)
    reach = TAB + 6.0 if tabs else 6.0
    width = 2 * scale * max(first.a, second.a) + 2 * reach
    tall = [2 * scale * outline.b + 2 * reach for outline in (first, second)]
    parts = [
        _sheet(outline, s, scale, np.array([width / 2, y]), tabs=tabs and letter == "A", letter=letter)
        for outline, s, y, letter in zip(
            (first, second), ticks(first, offset, EVERY / scale), (tall[1] + tall[0] / 2, tall[1] / 2), "AB",
            strict=True,
        )
    ]  # fmt: skip
    foot = 22.0
    lift = np.array([0.0, foot])
    lines = [Line(line.points + lift, line.cut) for part in parts for line in part[0]]
    labels = [Label(w.x, w.y + foot, w.text, w.size) for part in parts for w in part[1]]
    ruler = [Line(np.array([[10.0, 8.0], [110.0, 8.0]]))]
    ruler += [Line(np.array([[10.0 + x, 8.0], [10.0 + x, 10.0]])) for x in range(0, 101, 10)]
    labels.append(Label(60.0, 3.5, "100 mm"))
    return Drawing(tuple(lines + ruler), tuple(labels), (max(width, 120.0), sum(tall) + foot))


def _sheet(
    outline: Outline, s: np.ndarray, scale: float, centre: np.ndarray, *, tabs: bool, letter: str
) -> tuple[list[Line], list[Label]]:
    """Outline, axes, numbered ticks and tabs of one sheet, around its centre in mm."""
    mirror = np.array([1.0, -1.0 if letter == "B" else 1.0])
    arms = 0.2 * scale * np.array([[outline.a, 0.0], [0.0, outline.b]])
    edge, out = _edge(outline, np.linspace(0.0, 4 * outline.quarter, 721), scale)
    lines = [Line(edge * mirror + centre, cut=True)]
    lines += [Line(np.stack([-arm, arm]) + centre) for arm in arms]
    labels = [Label(float(centre[0]), float(centre[1] + scale * outline.b * 0.4), letter, 6.0)]
    edge, out = _edge(outline, s, scale)
    for k, (point, normal) in enumerate(zip(edge * mirror, out * mirror, strict=True)):
        lines.append(Line(np.stack([point, point - TICK * normal]) + centre))
        x, y = point - (TICK + 2.5) * normal + centre
        labels.append(Label(float(x), float(y), str(round(k * EVERY)), 2.2))
    if tabs:
        ends = np.append(s[1:], s[0] + 4 * outline.quarter)
        _, out = _edge(outline, (s + ends) / 2, scale)
        beyond = np.roll(edge, -1, axis=0)
        inward = (beyond - edge) * 0.2
        corners = np.stack([edge, edge + TAB * out + inward, beyond + TAB * out - inward, beyond], axis=1)
        lines += [Line(tab * mirror + centre) for tab in corners]
    return lines, labels


def _edge(outline: Outline, s: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Points in mm and outward normals (n, 2) at arc lengths all around."""
    points, tangents = around(outline, s)
    return points * scale, np.stack([tangents[:, 1], -tangents[:, 0]], 1)


def write(
    path: Path,
    first: Outline,
    second: Outline,
    offset: float,
    *,
    size: float = 160.0,
    tabs: bool = True,
    page: str = "A4",
) -> None:
    """Write the template: ``.svg`` as one sheet, ``.pdf`` on as many pages as it takes.

    Raises:
        FileProblem: another ending, or it cannot be written there.
    """
    made = drawing(first, second, offset, size=size, tabs=tabs)
    kind = path.suffix.lower()
    if kind == ".svg":
        write_atomic(path, svg(made).encode())
    elif kind == ".pdf":
        write_atomic(path, pdf(made, PAGES[page]))
    else:
        raise FileProblem(
            "{name}: its ending is none that can be written. There are: {known}.",
            name=path.name,
            known=".pdf .svg",
        )


def svg(made: Drawing) -> str:
    """One page as large as the drawing, in millimetres."""
    width, height = made.size
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.3f}mm" height="{height:.3f}mm" '
        f'viewBox="0 0 {width:.3f} {height:.3f}" fill="none" stroke="black">'
    ]
    for line in made.lines:
        points = " ".join(f"{x:.4f},{height - y:.4f}" for x, y in line.points)
        rows.append(f'<polyline points="{points}" stroke-width="{0.35 if line.cut else 0.15}"/>')
    for w in made.labels:
        place = f'x="{w.x:.3f}" y="{height - w.y + w.size / 3:.3f}" font-size="{w.size}"'
        style = 'stroke="none" fill="black" text-anchor="middle" font-family="sans-serif"'
        rows.append(f"<text {place} {style}>{w.text}</text>")
    return "\n".join([*rows, "</svg>", ""])


def pdf(made: Drawing, page: tuple[float, float]) -> bytes:
    """Pages of a fixed size, overlapping by a centimetre, with the marks to lay them on each other."""
    inner = (page[0] - 2 * MARGIN, page[1] - 2 * MARGIN)
    counts = [
        max(1, int(np.ceil((s - OVERLAP) / (i - OVERLAP)))) for s, i in zip(made.size, inner, strict=True)
    ]
    contents = []
    for row in range(counts[1]):
        for column in range(counts[0]):
            corner = (column * (inner[0] - OVERLAP), row * (inner[1] - OVERLAP))
            contents.append(_page(made, corner, inner, tiled=counts != [1, 1]))
    return _pdf_file(contents, page)


def _page(made: Drawing, corner: tuple[float, float], inner: tuple[float, float], *, tiled: bool) -> bytes:
    """One page's operators; the clip keeps the margins white."""
    shift = np.array([MARGIN - corner[0], MARGIN - corner[1]])
    box = [v * POINT for v in (MARGIN, MARGIN, *inner)]
    rows = ["q {:.3f} {:.3f} {:.3f} {:.3f} re W n".format(*box)]
    for line in made.lines:
        points = (line.points + shift) * POINT
        path = " ".join(
            f"{x:.4f} {y:.4f} {'m' if k == 0 else 'l'}" for k, (x, y) in enumerate(points.tolist())
        )
        rows.append(f"{(0.35 if line.cut else 0.15) * POINT:.3f} w {path} S")
    for w in made.labels:
        wide = 0.5 * w.size * len(w.text)
        x, y = (w.x - wide / 2 + shift[0]) * POINT, (w.y - w.size / 3 + shift[1]) * POINT
        rows.append(f"BT /F {w.size * POINT:.3f} Tf {x:.3f} {y:.3f} Td ({w.text}) Tj ET")
    rows.append("Q")
    if tiled:  # where the next page's edge comes to lie
        across, along = ((MARGIN + OVERLAP, MARGIN + side - OVERLAP) for side in inner)
        rows += [_stroke([(x, MARGIN / 2), (x, MARGIN)]) for x in across]
        rows += [_stroke([(MARGIN / 2, y), (MARGIN, y)]) for y in along]
    return "\n".join(rows).encode()


def _stroke(points: Sequence[tuple[float, float]]) -> str:
    (x0, y0), (x1, y1) = ((x * POINT, y * POINT) for x, y in points)
    return f"0.4 w {x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S"


def _pdf_file(contents: Sequence[bytes], page: tuple[float, float]) -> bytes:
    """The least that a PDF consists of: catalogue, pages, one font, contents (ISO 32000-1, 7.5)."""
    kids = " ".join(f"{4 + 2 * k} 0 R" for k in range(len(contents)))
    box = f"[0 0 {page[0] * POINT:.3f} {page[1] * POINT:.3f}]"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for k, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {5 + 2 * k} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)
