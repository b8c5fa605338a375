"""A body of sheets in space, to be turned by hand: one widget over two painters, the better one taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import tokens
from widgets.look.figures import brief
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import say, tr
from widgets.solid.gl import NoOpenGLError, OpenGLPainter
from widgets.solid.ground import paint_ground
from widgets.solid.legend import GapLegend
from widgets.solid.mesh import Mesh, Seam
from widgets.solid.orbit import Orbit
from widgets.solid.painter import SoftwarePainter
from widgets.solid.projection import Projection
from widgets.solid.scene import Scene

_REST = 160  # ms without a change until a picture is painted finely
_QUICK, _FINE = 250_000, 2_400_000  # device pixels of a picture by software, while it moves and at rest
_LEAST = 2  # px of a picture


class SolidPainter(Protocol):
    """What makes a picture of a scene."""

    name: str
    slow: bool  # worth a coarser picture while something moves

    def paint(self, scene: Scene, view: Projection, thick: float = 1.0, fine: bool = True) -> QImage:
        """The body on nothing, premultiplied, of the view's size; ``thick`` pixels to a logical one."""

    def close(self) -> None:
        """Give back what it holds."""


def best_painter() -> SolidPainter:
    """OpenGL where a context can really be made and its shaders are understood, else software."""
    try:
        return OpenGLPainter()
    except NoOpenGLError:
        return SoftwarePainter()


class SolidView(Orbit):
    """Sheets, the seam between them and a slice; drag orbits, right drag pans, wheel and pinch zoom.

    Arrows orbit, with Shift five times as far, + and - zoom, 0 or a double-click resets.

    Args:
        empty: what stands there before the first sheets.
        painter: ``auto``, ``software`` for the one that needs no graphics card, or one of your own.
    """

    def __init__(
        self,
        empty: str = "",
        painter: Literal["auto", "software"] | SolidPainter = "auto",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._empty = Scene(), empty
        self._wish = painter
        self._painter: SolidPainter | None = None  # made when first painted
        self._picture: QImage | None = None
        self._fine = False  # whether the picture is
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._refine)
        self.legend = GapLegend(self)
        self.legend.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        say(self, name="The body in space")
        self._describe()

    # what is shown

    def set_meshes(self, meshes: Sequence[Mesh]) -> None:
        """Show these sheets, their faces counter-clockwise seen from outside. The newest win."""
        self._show(Scene(tuple(meshes), self._scene.seam, self._scene.slice, self._scene.options))

    def set_seam(
        self, points: np.ndarray | None, gap: np.ndarray | None = None, full: float | None = None
    ) -> None:
        """Show the seam coloured by its gap, and the key to it; None shows none.

        Args:
            points: float (n, 3), a closed curve, or (2, n, 3), the rims of both sheets, point to point.
            gap: float (n,), not negative, in the units of the points; closed everywhere if not told.
            full: the gap that has the last colour; the largest of these if not told.

        Raises:
            ValueError: a number that is not finite, or shapes that do not fit.
        """
        seam = None
        if points is not None:
            gap = np.zeros(np.shape(points)[-2]) if gap is None else gap
            seam = Seam(points, gap, full)
            self.legend.set_gap(seam.gap, seam.scale)
        self.legend.setVisible(seam is not None)
        self._show(Scene(self._scene.meshes, seam, self._scene.slice, self._scene.options))
        self._place_legend()

    def set_options(
        self, rulings: bool | None = None, wireframe: bool | None = None, grid: bool | None = None,
        exploded: bool | float | None = None,
    ) -> None:  # fmt: skip
        """Change what is shown of the sheets; what is not told stays. ``exploded`` is 0, together, to 1."""
        told = {"rulings": rulings, "wireframe": wireframe, "grid": grid}
        changed: dict[str, bool | float] = {
            key: bool(value) for key, value in told.items() if value is not None
        }
        if exploded is not None:
            changed["exploded"] = min(max(float(exploded), 0.0), 1.0)
        self._show(self._scene.with_options(**changed))

    def set_slice(self, rectangle: np.ndarray | None) -> None:
        """Show a slice, corners float (4, 3) in order; None shows none.

        Raises:
            ValueError: another shape, or a number that is not finite.
        """
        if rectangle is not None:
            rectangle = np.asarray(rectangle, np.float64)
            if rectangle.shape != (4, 3) or not np.isfinite(rectangle).all():
                raise ValueError("a slice is four corners of three finite numbers")
        if rectangle is not None or self._scene.slice is not None:
            self._show(Scene(self._scene.meshes, self._scene.seam, rectangle, self._scene.options))

    def scene(self) -> Scene:
        """All that is shown."""
        return self._scene

    def painter_name(self) -> str:
        """``opengl`` or ``software``."""
        return self._brush().name

    def picture(self, scale: float = 2.0) -> QImage:
        """What is shown, without the key, painted finely with ``scale`` pixels to a logical one."""
        image = self._paint(scale, fine=True)
        image.setDevicePixelRatio(scale)
        return image

    def _show(self, scene: Scene) -> None:
        self._scene = scene
        self._redraw()

    def _describe(self) -> None:
        camera = self._camera
        facts = {
            "around": round(camera.azimuth),
            "above": round(camera.elevation),
            "zoom": brief(camera.zoom),
        }
        said = [tr("seen from {around}° around and {above}° above, zoom {zoom}", **facts)]
        if self._scene.seam is not None:
            said.append(tr("the gap of the seam: {gap}", gap=self.legend.words()))
        self.setAccessibleDescription("; ".join(said))

    # the picture

    def _redraw(self) -> None:
        self._picture, self._fine = None, False
        self._describe()
        self.update()

    def _refine(self) -> None:
        if self.isVisible() and not self._fine:
            self._picture, self._fine = None, True
            self.update()

    def _brush(self) -> SolidPainter:
        if self._painter is None:
            self._use(self._wished())
        assert self._painter is not None
        return self._painter

    def _wished(self) -> SolidPainter:
        if isinstance(self._wish, str):
            return best_painter() if self._wish == "auto" else SoftwarePainter()
        return self._wish

    def _use(self, painter: SolidPainter) -> None:
        self._painter = painter
        self.destroyed.connect(lambda: painter.close())

    def _paint(self, scale: float, fine: bool) -> QImage:
        """Ground and body, with ``scale`` pixels to a logical one."""
        width, height = (max(_LEAST, round(side * scale)) for side in (self.width(), self.height()))
        view = Projection(self._camera, self._scene.centre, self._scene.radius, width, height)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        try:
            body = self._brush().paint(self._scene, view, scale, fine)
        except NoOpenGLError:  # the context was lost: software never is
            self._use(SoftwarePainter())
            body = self._brush().paint(self._scene, view, scale, fine)
        painter = QPainter(image)
        paint_ground(painter, self._scene, view)
        painter.drawImage(0, 0, body)
        self._paint_slice(painter, view)
        painter.end()
        return image

    def _paint_slice(self, painter: QPainter, view: Projection) -> None:
        """The rectangle as glass; its rim is one of the strokes, seen or hidden."""
        if self._scene.slice is None:
            return
        glass = QColor(tokens.current().accent)
        glass.setAlphaF(0.16)
        corners = [QPointF(float(x), float(y)) for x, y, _ in view.project(self._scene.slice)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(glass)
        painter.drawPolygon(QPolygonF(corners))

    def _scale(self) -> float:
        """Device pixels to a logical one in the picture: fewer than the screen has, where software paints."""
        ratio = self.devicePixelRatioF()
        if not self._brush().slow:
            return ratio
        most = math.sqrt((_FINE if self._fine else _QUICK) / max(1, self.width() * self.height()))
        return min(ratio, most)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._fine = self._fine or not self._brush().slow
            self._picture = self._paint(self._scale(), self._fine)
            if not self._fine:
                self._rest.start()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._picture)
        if not self._scene.meshes and self._empty:
            paint_empty(painter, self.rect(), tr(self._empty))
        if self._ringed():
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_legend()
        self._redraw()

    def _place_legend(self) -> None:
        self.legend.resize(self.legend.sizeHint())
        self.legend.move(12, self.height() - self.legend.height() - 12)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

    from widgets.controls.slider import Slider
    from widgets.solid.samples import two_ellipses

    page, view, bend = QWidget(), SolidView(), Slider(0, 1, default=1.0)
    column, row, label = QVBoxLayout(page), QHBoxLayout(), QLabel("Bend")
    say(bend, name="Bend")

    def show(value: float) -> None:
        body = two_ellipses(bend=value)
        view.set_meshes(body.meshes)
        view.set_seam(body.seam.points, body.seam.gap, body.seam.full)
        view.set_slice(body.slice_at(0.6) if value == 1 else None)

    bend.moved.connect(show)
    show(1.0)
    column.setContentsMargins(0, 0, 0, 8)
    column.addWidget(view, 1)
    row.setContentsMargins(12, 0, 12, 0)
    row.addWidget(label)
    row.addWidget(bend, 1)
    column.addLayout(row)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
