"""Where a picture and its grid of codes lie on screen: plain arithmetic in device pixels, exactly tested."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST = 96  # device pixels a picture's pixel may get by zooming
KEEP = 32  # device pixels of the picture that stay in sight however far it is dragged

Cell = tuple[int, int]  # row, column
Box = tuple[int, int, int, int]  # left, top, width, height


@dataclass(frozen=True)
class View:
    """A picture of ``width x height`` pixels under a grid of ``rows x cols``, drawn ``scale`` times as large.

    Cells share the picture evenly; where it does not divide, their edges are rounded down on screen.
    """

    width: int
    height: int
    rows: int
    cols: int
    area: tuple[int, int]  # width and height of the widget
    scale: int = 1
    left: int = 0
    top: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """Width and height of the picture on screen."""
        return self.width * self.scale, self.height * self.scale

    @property
    def box(self) -> Box:
        """Where the picture lies."""
        return self.left, self.top, *self.span

    # moving

    def fit(self) -> View:
        """The largest whole multiple that fits (at least 1), in the middle."""
        scale = max(1, min(self.area[0] // self.width, self.area[1] // self.height))
        left, top = self.area[0] - self.width * scale, self.area[1] - self.height * scale
        return replace(self, scale=scale, left=left // 2, top=top // 2)

    def zoomed(self, steps: int, at: tuple[int, int]) -> View:
        """``steps`` device pixels more for every pixel; the spot of the picture at ``at`` stays there, unless
        too little of the picture would be in sight."""
        scale = min(max(1, self.scale + steps), max(MOST, self.fit().scale))
        moved = []
        for place, start in ((at[0], self.left), (at[1], self.top)):
            pixel, rest = divmod(place - start, self.scale)
            moved.append(place - pixel * scale - rest * scale // self.scale)
        return replace(self, scale=scale, left=moved[0], top=moved[1]).kept()

    def panned(self, dx: int, dy: int) -> View:
        """Moved, but never out of sight."""
        return replace(self, left=self.left + dx, top=self.top + dy).kept()

    def resized(self, area: tuple[int, int]) -> View:
        """In a widget of another size: what was in the middle stays there."""
        dx, dy = (area[0] - self.area[0]) // 2, (area[1] - self.area[1]) // 2
        return replace(self, area=area, left=self.left + dx, top=self.top + dy).kept()

    def showing(self, cell: Cell) -> View:
        """Moved no further than needed to bring ``cell`` into sight."""
        x, y, width, height = self.cell(cell)
        dx = max(0, -x) if x < 0 else min(0, self.area[0] - x - width)
        dy = max(0, -y) if y < 0 else min(0, self.area[1] - y - height)
        return self.panned(dx, dy) if dx or dy else self

    def kept(self) -> View:
        """The same with at least ``KEEP`` pixels in sight."""
        left, top = (
            min(max(start, min(KEEP, size) - size), room - min(KEEP, size, room))
            for start, size, room in zip((self.left, self.top), self.span, self.area, strict=True)
        )
        return replace(self, left=left, top=top)

    # places

    def holds(self, x: int, y: int) -> bool:
        """Whether the picture is at this place."""
        width, height = self.span
        return 0 <= x - self.left < width and 0 <= y - self.top < height

    def near(self, x: int, y: int) -> Cell:
        """Row and column at a place, counted on beyond the grid outside the picture."""
        width, height = self.span
        return ((y - self.top + 1) * self.rows - 1) // height, ((x - self.left + 1) * self.cols - 1) // width

    def at(self, x: int, y: int) -> Cell | None:
        """The cell at a place, None outside the picture."""
        return self.near(x, y) if self.holds(x, y) else None

    def inside(self, cell: Cell) -> bool:
        """Whether the grid has such a cell."""
        return 0 <= cell[0] < self.rows and 0 <= cell[1] < self.cols

    def line_x(self, col: int) -> int:
        """Where a column begins."""
        return self.left + col * self.span[0] // self.cols

    def line_y(self, row: int) -> int:
        """Where a row begins."""
        return self.top + row * self.span[1] // self.rows

    def cell(self, cell: Cell) -> Box:
        """Where a cell lies."""
        return self.cells(cell[0], cell[1], cell[0] + 1, cell[1] + 1)

    def cells(self, r0: int, c0: int, r1: int, c1: int) -> Box:
        """Where a box of cells lies; the last row and column are not in it any more."""
        x, y = self.line_x(c0), self.line_y(r0)
        return x, y, self.line_x(c1) - x, self.line_y(r1) - y

    def pixels(self, x0: int, y0: int, x1: int, y1: int) -> Box:
        """Where a box of the picture's pixels lies; the last ones are not in it any more."""
        s = self.scale
        return self.left + x0 * s, self.top + y0 * s, (x1 - x0) * s, (y1 - y0) * s

    def touched(self, x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
        """The box of cells, r0, c0, r1, c1 (the last not included), that a box of the screen touches."""
        r0, c0 = self.near(x, y)
        r1, c1 = self.near(x + width - 1, y + height - 1)
        rows, cols = self.rows, self.cols
        return (
            min(max(0, r0), rows),
            min(max(0, c0), cols),
            min(max(0, r1 + 1), rows),
            min(max(0, c1 + 1), cols),
        )
