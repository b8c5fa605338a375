"""Curves with their names at their ends. The only module that knows pyqtgraph, so import it late."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from widgets.look import style, tokens
from widgets.look.figures import MINUS, count, figure
from widgets.look.i18n import say
from widgets.look.labels import ElidedLabel, plain
from widgets.plots.curve_data import decimate, finite, nice_step
from widgets.plots.marks import Marks, Moment, Point
from widgets.plots.names import Line, Names
from widgets.plots.stretches import Points, laid

Series = tuple[str, "str | int", np.ndarray, np.ndarray]  # name, token or category, x, y
_PERIOD = 125  # ms between redraws
_EARLIER = 0.5  # opacity of what has another scale than the axis


class _Axis(pg.AxisItem):
    """Few ticks, with labels as people read them: thousands comma, true minus."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        wide = 34 if self.orientation == "left" else 72  # px between ticks; closer where too few would show
        for apart in (wide, wide * 0.7, wide * 0.5):
            step = nice_step((high - low) * apart / max(size, 1.0))
            if high // step - -(-low // step) >= 1:
                break
        return [(step, 0.0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if self.orientation == "bottom":
            return [count(round(v)) if float(v).is_integer() else figure(v, 1) for v in values]
        return [str(text).replace("-", MINUS) for text in super().tickStrings(values, scale, spacing)]


class CurveView(QWidget):
    """A title over curves, ``note`` beside it. Give it whole histories often: it redraws 8 times a second.

    Neither the wheel nor a right click does anything; the range follows the data, except for spikes.
    The plot under the title is made when it is first seen or asked for something: it costs more than all
    else here, and a lab has plots that most runs never show.
    """

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._items: list[pg.PlotDataItem] = []
        self._breaks: tuple[float, ...] = ()
        self._title, self.note = ElidedLabel(role="strong"), ElidedLabel(role="caption")
        say(self._title, text=title)
        say(self.note, text=subtitle)
        say(self, name=title)
        self._filled = True
        self._made: pg.PlotWidget | None = None
        self._names = Names(lambda: self.lines, self.level)
        self._marks = Marks(self._spot, self._area, self)
        self._timer = QTimer(self, singleShot=True, interval=_PERIOD)
        self._timer.timeout.connect(self._redraw_if_stale)
        self._stale = False
        head, self._body, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self.note, 1)
        self._title.setFixedHeight(28)
        self._body.setSpacing(0)
        self._body.addWidget(self._names)
        column.setContentsMargins(12, 0, 8, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._body, 1)

    @property
    def _plot(self) -> pg.PlotWidget:
        return self._make() if self._made is None else self._made

    def _make(self) -> pg.PlotWidget:
        self._made = _plot()
        self._body.insertWidget(0, self._made, 1)
        self._marks.lie_over(self._made)
        self._retheme()
        self._redraw()
        return self._made

    def set_series(self, series: Sequence[Series], breaks: Sequence[float] = ()) -> None:
        """Show these curves: (name, token or index of a category, x, y). The newest set wins.

        A name is English and translated. Points that are not finite are passed over; categories from the
        fifth on are dashed. Arrays are read at once and not kept. At ``breaks`` in x the unit changed: what
        lies before the last of them is drawn paler, each stretch in a scale of its own.

        Raises:
            ValueError: a curve's x and y differ in length.
        """
        self.lines = [Line(name, colour, *decimate(*finite(x, y))) for name, colour, x, y in series]
        self._breaks = tuple(breaks)
        self._stale = True
        if not self._timer.isActive():
            self._redraw()

    def set_marks(self, moments: Sequence[Moment] = (), points: Sequence[Point] = ()) -> None:
        """Draw a line at each moment and a ring at each point, over the curves; the pointer tells more."""
        self._marks.show_marks(moments, points)

    def marks(self) -> tuple[tuple[Moment, ...], tuple[Point, ...]]:
        """The moments and points drawn."""
        return self._marks.moments, self._marks.points

    def told_at(self, spot: QPoint) -> str:
        """What the marks under a pixel of this widget say."""
        return "" if self._made is None else self._marks.told_at(self._marks.mapFrom(self, spot))

    def clear(self) -> None:
        """Show no curve."""
        self.set_series([])
        self.set_marks()

    def set_folded(self, folded: bool) -> None:
        """Show only the title (28 px), or all."""
        self._plot.setVisible(not folded)
        self._names.setVisible(not folded)

    def ground(self) -> QColor:
        """The colour behind the curves."""
        return self._plot.backgroundBrush().color()

    def level(self, value: float) -> float:
        """Height in pixels, from the top of the plot, at which ``value`` is drawn."""
        box = self._plot.getViewBox()
        return float(self._plot.mapFromScene(box.mapViewToScene(QPointF(0, value))).y())

    def _spot(self, x: float, y: float) -> QPointF:
        """The pixel of the plot at which a point is drawn."""
        return QPointF(self._plot.mapFromScene(self._plot.getViewBox().mapViewToScene(QPointF(x, y))))

    def _area(self) -> QRectF:
        """Where curves are drawn, in pixels of the plot."""
        box = self._plot.getViewBox()
        return QRectF(self._plot.mapFromScene(box.sceneBoundingRect()).boundingRect())

    def range(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What the plot shows: x from and to, y from and to."""
        (x0, x1), (y0, y1) = self._plot.getViewBox().viewRange()
        return (x0, x1), (y0, y1)

    def _redraw_if_stale(self) -> None:
        if self._stale:
            self._redraw()

    def _redraw(self) -> None:
        if self._made is None:
            return
        if self._stale:
            self._timer.start()
        self._stale = False
        rows, limits = laid([(line.x, line.y) for line in self.lines], self._breaks)
        self._draw([part for row in rows for part in row])
        self._fit(limits)
        self._scale(any(line.x.size for line in self.lines))
        self._names.refit()
        self._names.update()
        self._marks.update()

    def _draw(self, parts: Sequence[Points]) -> None:
        """Each line in as many parts as there are stretches."""
        while len(self._items) > len(parts):
            self._plot.removeItem(self._items.pop())
        while len(self._items) < len(parts):
            self._items.append(self._plot.plot())
        for item, (x, y) in zip(self._items, parts, strict=True):
            item.setData(x, y, antialias=True)
        self._colour()

    def _colour(self) -> None:
        each = len(self._breaks) + 1
        for at, item in enumerate(self._items[: each * len(self.lines)]):
            item.setPen(_pen(self.lines[at // each]))
            item.setOpacity(1.0 if at % each == each - 1 else _EARLIER)

    def _scale(self, filled: bool) -> None:
        """Figures and grid only where there is something to read off them."""
        if filled != self._filled:
            self._filled = filled
            self._plot.showGrid(x=False, y=filled, alpha=1)
            for side in ("left", "bottom"):
                self._plot.getAxis(side).setStyle(showValues=filled)

    def _fit(self, limits: tuple[float, float]) -> None:
        xs = [line.x for line in self.lines if line.x.size]
        low = min((float(x[0]) for x in xs), default=0.0)
        high = max((float(x[-1]) for x in xs), default=1.0)
        box = self._plot.getViewBox()
        box.setXRange(low, high if high > low else low + 1, padding=0)
        box.setYRange(*limits, padding=0)

    def _retheme(self) -> None:
        t = tokens.current()
        font = style.fonts("caption")
        self._plot.setBackground(QColor(t.stage))
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setTickFont(font)
            axis.setTextPen(QColor(t.text2))
            axis.setPen(QPen(QColor(t.stage)))
            axis.setTickPen(QPen(QColor(t.grid)))
        self._colour()
        self._names.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._made is None:
            self._make()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._names.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (told := self.told_at(event.pos())):
            QToolTip.showText(event.globalPos(), plain(told), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._made is not None:
            self._retheme()
        elif event.type() == QEvent.Type.LanguageChange:
            self._names.refit()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(420, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 28)


def _plot() -> pg.PlotWidget:
    """A plot that only shows: no menu, no wheel, no drag, horizontal grid lines."""
    plot = pg.PlotWidget(axisItems={"left": _Axis("left"), "bottom": _Axis("bottom")}, enableMenu=False)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.setFrameShape(plot.Shape.NoFrame)
    plot.showGrid(x=False, y=True, alpha=1)
    for side in ("left", "bottom"):
        plot.getAxis(side).setStyle(hideOverlappingLabels=False, tickLength=0)
        plot.getAxis(side).enableAutoSIPrefix(False)
        plot.getAxis(side).setZValue(-1000)  # the grid belongs under the curves
    plot.getAxis("left").setWidth(34)
    plot.getAxis("bottom").setHeight(18)
    plot.getPlotItem().layout.setContentsMargins(0, 6, 14, 0)  # room for half of the last tick label
    return plot


def _pen(line: Line) -> QPen:
    pen = QPen(line.shade(), 1)
    pen.setCosmetic(True)
    pen.setStyle(Qt.PenStyle.DashLine if line.dashed() else Qt.PenStyle.SolidLine)
    return pen


def _demo() -> QWidget:
    page = QWidget()
    page.setProperty("role", "stage")
    line = QHBoxLayout(page)
    draw = np.random.default_rng(3)
    x = np.arange(3140)
    noise = draw.normal(0, 0.08, (6, x.size)).cumsum(1) / 12
    losses, scores = (
        CurveView("Losses", "per step, smoothed"),
        CurveView("All categories", "the fifth on dashed"),
    )
    smooth = np.convolve(draw.normal(0, 1, 3339), np.hanning(200) / 60, "valid")
    spiky = smooth[: x.size] + 1.5
    spiky[700] = 90.0
    losses.set_series([("G", "fake", x, spiky), ("D", 2, x, np.exp(-x / 900) + 0.4)])
    scores.set_series([(f"cat {k + 1}", k, x, noise[k] * 3 + k * 0.3) for k in range(6)])
    line.addWidget(losses)
    line.addWidget(scores)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
