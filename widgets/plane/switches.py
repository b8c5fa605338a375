"""Switches for the layers of a view: its sign in its colour, its name, pressed while it is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.look import style
from widgets.look.i18n import mark, tr
from widgets.look.ramp import paint_bar
from widgets.plane import ink
from widgets.plane.layer import told
from widgets.plane.view import PARTICLES, TRAILS, PlaneView

_SIGN, _EDGE, _GAP = 16, 8, 4  # logical px: a sign's side, room in a switch, room between switches
_CROWD = {PARTICLES: (mark("Particles"), "dot", "text"), TRAILS: (mark("Trails"), "line", "text")}


class LayerSwitches(QWidget):
    """One switch a layer, in as many rows as they need; it follows the layers of the view.

    The switches are called ``<own name>.<layer>``, or ``<prefix>.<layer>`` where there is one.

    Args:
        without: layers that come and go by themselves, and are not switched.
    """

    def __init__(
        self,
        view: PlaneView,
        parent: QWidget | None = None,
        *,
        prefix: str = "",
        without: tuple[str, ...] = (),
    ) -> None:
        super().__init__(parent)
        self._prefix, self._without = prefix, without
        self._view = view
        self._switches: dict[str, _LayerSwitch] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.objectNameChanged.connect(self._name_parts)
        view.layers_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """Have a switch for each layer there is, in their order."""
        names = [name for name in self._view.names() if name not in self._without]
        for name in [name for name in self._switches if name not in names]:
            self._switches.pop(name).deleteLater()
        for name in names:
            if name not in self._switches:
                self._switches[name] = made = _LayerSwitch(self)
                made.toggled.connect(lambda on, name=name: self._view.set_visible(name, on))
                made.setVisible(True)
        self._switches = {name: self._switches[name] for name in names}
        for name, switch in self._switches.items():
            layer = self._view.layer(name)
            switch.tell(*(_CROWD[name] if layer is None else told(layer)))
            switch.setChecked(self._view.is_visible(name))
        self._name_parts(self.objectName())
        self._arrange(self.width(), move=True)
        self.updateGeometry()

    def _name_parts(self, name: str) -> None:
        name = self._prefix or name
        for layer, switch in self._switches.items():
            switch.setObjectName(f"{name}.{layer}" if name else layer)

    def _arrange(self, width: int, *, move: bool) -> int:
        """Put the switches into rows as wide as ``width``; returns the height they take."""
        x, y, high = _GAP, _GAP, 24
        for switch in self._switches.values():
            size = switch.sizeHint()
            high = size.height()
            if x > _GAP and x + size.width() + _GAP > width:
                x, y = _GAP, y + high + _GAP
            if move:
                switch.setGeometry(QRect(x, y, min(size.width(), max(24, width - x - _GAP)), high))
            x += size.width() + _GAP
        return y + high + _GAP

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        wide = sum(switch.sizeHint().width() + _GAP for switch in self._switches.values()) + _GAP
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(80, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), move=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange):
            self._follow()


class _LayerSwitch(QAbstractButton):
    """A sign and a name; framed and bright when on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign, self._role = "dot", "text"
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def tell(self, title: str, sign: str, role: str) -> None:
        """Stand for a layer."""
        self._sign, self._role = sign, role
        self.setText(tr(title))
        self.setAccessibleName(tr("Show {layer}", layer=tr(title)))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(style.fonts("caption"))
        words = metrics.horizontalAdvance(self.text())
        return QSize(_EDGE + _SIGN + 6 + words + _EDGE, max(24, metrics.height() + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.isEnabled() and self.underMouse()
        if on or hot:
            painter.setPen(QPen(ink.of("strong" if hot else "border"), 1))
            painter.setBrush(ink.of("hover" if hot else "raised"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        place = QRect(_EDGE, (self.height() - _SIGN) // 2, _SIGN, _SIGN)
        painter.setOpacity(1.0 if on and self.isEnabled() else 0.45)
        paint_sign(painter, QRectF(place), self._sign, self._role)
        painter.setOpacity(1.0)
        painter.setFont(style.fonts("caption"))
        painter.setPen(ink.of("disabled" if not self.isEnabled() else "text" if on else "text2"))
        room = self.rect().adjusted(_EDGE + _SIGN + 6, 0, -2, 0)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        if not on:  # not by colour alone
            middle = QPointF(place.center())
            painter.setPen(QPen(ink.of("text2"), 1.2))
            painter.drawLine(middle + QPointF(-7, 7), middle + QPointF(7, -7))
        painter.end()


def paint_sign(painter: QPainter, place: QRectF, sign: str, role: str) -> None:
    """Draw what stands for a kind of layer."""
    middle = place.center()
    painter.setPen(QPen(ink.of(role), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign in ink.SCHEMES:
        paint_bar(painter, place.toRect().adjusted(0, 4, 0, -4), ink.table(sign, full=True))
    elif sign in ("dot", "square"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.of(role))
        draw = painter.drawEllipse if sign == "dot" else painter.drawRect
        draw(QRectF(middle.x() - 4, middle.y() - 4, 8, 8))
    elif sign == "mesh":
        for at in (-5, 0, 5):
            painter.drawLine(middle + QPointF(at, -6), middle + QPointF(at, 6))
            painter.drawLine(middle + QPointF(-6, at), middle + QPointF(6, at))
    else:
        start, end = middle + QPointF(-6, 4), middle + QPointF(6, -4)
        painter.drawLine(start, end)
        if sign == "arrow":
            painter.drawLine(end, end + QPointF(-5, 0.5))
            painter.drawLine(end, end + QPointF(-2.5, 4.5))


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.plane import samples

    page, view = QWidget(), PlaneView()
    for name, layer in samples.layers().items():
        view.set_layer(name, layer)
        view.set_visible(name, name not in ("energy", "score", "path"))
    view.set_particles(samples.crowd(2000))
    view.set_visible(PARTICLES, False)
    view.set_visible(TRAILS, False)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(LayerSwitches(view))
    column.addWidget(view, 1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
