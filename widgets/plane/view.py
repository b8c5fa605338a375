"""A square of the plane in layers: map, lines, mesh, arrows, points, and particles that walk over them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look.figures import brief, count
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import say, tr
from widgets.plane import frame, ink, key
from widgets.plane.crowd import paint_crowd
from widgets.plane.hand import PlaneHand
from widgets.plane.heat import HeatMap
from widgets.plane.layer import Layer, told
from widgets.plane.particles import Particles
from widgets.plane.square import Square, robust_square
from widgets.plane.viewport import Viewport
from widgets.plane.walk import Walk

_ABOVE = 60  # depth from which on layers lie over the particles
PARTICLES, TRAILS = "particles", "trails"  # the layers that a crowd of particles is


class PlaneView(PlaneHand):
    """Layers by name, each of them switched on or off, over one square that a person zooms and pans.

    What first has an extent decides what is in sight, until ``set_home`` or ``fit`` does. Particles are drawn
    over the rest, which stands still meanwhile and is painted once.

    Args:
        empty: what stands there before the first layer.
    """

    layers_changed = Signal()  # there are others, one has another name, or one was switched

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._layers: dict[str, Layer] = {}
        self._off: set[str] = set()
        self._homed = False  # whether it is decided what is in sight first
        self._still: QPixmap | None = None  # all that stands still, painted
        self._walk = Walk(self)
        self._walk.stepped.connect(self.update)
        self._walk.told.connect(self._describe)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        say(self, name="The plane")
        self._describe()

    # layers

    def set_layer(self, name: str, layer: Layer | None) -> None:
        """Show a layer under a name, in place of the one that had it; None takes it away. The newest win."""
        self.set_layers({name: layer})

    def set_layers(self, layers: Mapping[str, Layer | None]) -> None:
        """As :meth:`set_layer` for each of them, at the cost of one."""
        before = {name: told(layer) for name, layer in self._layers.items()}
        self._layers = {name: layer for name, layer in self._layers.items() if name not in layers}
        for name, layer in layers.items():
            if layer is not None:
                self._layers[name] = layer
                self._find_home(layer.extent())
        self._redraw()
        if {name: told(layer) for name, layer in self._layers.items()} != before:
            self.layers_changed.emit()

    def layer(self, name: str) -> Layer | None:
        """What is shown under a name."""
        return self._layers.get(name)

    def names(self) -> list[str]:
        """Of all layers there are, from the lowest up; those of the particles come last."""
        found = sorted(self._layers, key=lambda name: self._layers[name].depth)
        if self._walk.particles is not None:
            found += [TRAILS, PARTICLES] if len(self._walk.particles.trails()) else [PARTICLES]
        return found

    def set_visible(self, name: str, on: bool) -> None:
        """Switch a layer on or off, also one that is still to come."""
        if on == self.is_visible(name):
            return
        (self._off.discard if on else self._off.add)(name)
        self._redraw()
        self.layers_changed.emit()

    def is_visible(self, name: str) -> bool:
        """Whether it is switched on."""
        return name not in self._off

    def shown(self) -> list[Layer]:
        """The layers in sight, from the lowest up, without the particles."""
        return [self._layers[name] for name in self.names() if name in self._layers and name not in self._off]

    # what is in sight

    def set_home(self, square: Square) -> None:
        super().set_home(square)
        self._homed = True

    def fit(self) -> None:
        """Begin with all that is to be seen, but for strays."""
        wishes = [layer.extent() for layer in self.shown()]
        if self._walk.particles is not None:
            wishes.append(robust_square(self._walk.particles.positions))
        found = [wish for wish in wishes if wish is not None]
        if found:
            whole = found[0]
            for wish in found[1:]:
                whole = whole.united(wish)
            self.set_home(whole)

    def _find_home(self, wish: Square | None) -> None:
        if wish is not None and not self._homed:
            self.set_home(wish)

    # particles

    def set_particles(self, particles: Particles | None) -> None:
        """Show a crowd, or none; it walks only when told to."""
        self._walk.particles = particles
        if particles is not None:
            self._find_home(particles.square)
        self._walk.set_seen(self.isVisible())
        self._redraw()
        self.layers_changed.emit()

    def particles(self) -> Particles | None:
        """The crowd that is shown; after changing it, call ``update``."""
        return self._walk.particles

    def walk(self, eta: float, temperature: float = 1.0, steps: int = 1) -> None:
        """Let the particles take ``steps`` steps a frame, while they are in sight.

        Raises:
            ValueError: a number that is not finite, a negative one, or no steps.
        """
        self._walk.start(eta, temperature, steps)
        self._walk.set_seen(self.isVisible())

    def halt(self) -> None:
        """Let them stand."""
        self._walk.on = False
        self._walk.set_seen(False)

    def walking(self) -> bool:
        """Whether they walk, or will when they are in sight."""
        return self._walk.on

    def advance(self) -> None:
        """Let them take a frame's steps at once."""
        self._walk.advance()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._walk.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._walk.set_seen(False)

    # words

    def reading(self) -> str:
        """What is under the pointer, in the language shown; empty when it is elsewhere."""
        if self._pointer is None:
            return ""
        x, y = self._pointer
        heats = [layer for layer in self.shown() if isinstance(layer, HeatMap)]
        value, facts = heats[-1].value(x, y) if heats else None, {"x": brief(x), "y": brief(y)}
        if value is None:
            return tr("x {x}   y {y}", **facts)
        return tr("x {x}   y {y}   {title} {value}", **facts, title=tr(heats[-1].title), value=brief(value))

    def _describe(self) -> None:
        square = self._square
        ends = {end: brief(getattr(square, end)) for end in ("left", "right", "low", "high")}
        said = [tr("x from {left} to {right}, y from {low} to {high}", **ends)]
        said += [layer.words() for layer in self.shown()]
        if self._walk.particles is not None and self.is_visible(PARTICLES):
            outside = len(self._walk.particles) - int(square.holds(self._walk.particles.positions).sum())
            number = count(len(self._walk.particles))
            said.append(tr("{count} particles, {outside} out of sight", count=number, outside=count(outside)))
        if self._pointer is not None:
            said.append(self.reading())
        self.setAccessibleDescription("; ".join(said))

    def _pointed(self) -> None:
        if self._keyed:
            self._describe()
        self.update()

    # the picture

    def room(self) -> QRectF:
        return frame.fit(self.width(), self.height()).room

    def picture(self, scale: float = 2.0) -> QImage:
        """What is shown, painted with ``scale`` pixels to a logical one."""
        size = self.size() * scale
        image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(ink.of("stage"))
        painter, view = QPainter(image), self.viewport()
        self._paint_still(painter, view)
        self._paint_moving(painter, view)
        self._paint_around(painter, view)
        painter.end()
        return image

    def _redraw(self) -> None:
        self._still = None
        self._describe()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        view, ratio = self.viewport(), self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(ink.of("stage"))
            painter = QPainter(self._still)
            self._paint_still(painter, view)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        self._paint_moving(painter, view)
        self._paint_around(painter, view)
        if self._pointer is not None and self._keyed:
            frame.paint_cross(painter, view, *self._pointer)
        if not self._layers and self._walk.particles is None and self._empty:
            paint_empty(painter, self.rect(), tr(self._empty))
        if self._ringed():
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)
        painter.end()

    def _paint_still(self, painter: QPainter, view: Viewport) -> None:
        frame.paint_ground(painter, view)
        for layer in self.shown():
            if layer.depth < _ABOVE:
                _paint_inside(painter, view, layer)

    def _paint_moving(self, painter: QPainter, view: Viewport) -> None:
        """The particles over the rest, and what lies over them."""
        crowd = self._walk.particles
        if crowd is not None:
            dots = crowd.positions if self.is_visible(PARTICLES) else None
            paint_crowd(painter, view, dots, crowd.trails() if self.is_visible(TRAILS) else None)
        for layer in self.shown():
            if layer.depth >= _ABOVE:
                _paint_inside(painter, view, layer)

    def _paint_around(self, painter: QPainter, view: Viewport) -> None:
        """Figures along two sides, and the foot."""
        fit = frame.fit(self.width(), self.height())
        if fit.figures:
            frame.paint_figures(painter, view)
            keys = [found for layer in self.shown() if (found := layer.key()) is not None]
            key.paint_foot(painter, fit.foot, keys, self.reading())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(520, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)


def _paint_inside(painter: QPainter, view: Viewport, layer: Layer) -> None:
    """Paint a layer, and nothing of it outside the room."""
    painter.save()
    painter.setClipRect(QRectF(view.left, view.top, view.side, view.side))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layer.paint(painter, view)
    painter.restore()


def _demo() -> QWidget:
    from widgets.plane import samples

    view, crowd = PlaneView(), samples.crowd()
    for name, layer in samples.layers().items():
        view.set_layer(name, layer)
        view.set_visible(name, name in ("energy", "score", "path"))
    view.set_particles(crowd)
    view.clicked.connect(lambda x, y: crowd.drop(x, y, 40, 0.04))
    view.walk(2e-3)
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
