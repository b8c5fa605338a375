"""The strip every lab has: preset, play, step, reset; what the run does; speed, seed, device; open, save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from widgets.controls.buttons import icon_button, text_button
from widgets.controls.combo import Combo
from widgets.controls.overflow import Overflow
from widgets.controls.seed import SeedField
from widgets.frame.state import StateKind, StateView
from widgets.look import style, tokens
from widgets.look.i18n import mark, tr
from widgets.look.labels import label, rule

SPEEDS = (
    (0.0, mark("Full")), (20.0, mark("20 steps/s")), (5.0, mark("5 steps/s")), (1.0, mark("1 step/s")),
)  # fmt: skip


class Transport(QFrame):
    """48 px of controls, the same on every lab. Setting a value is silent; signals tell what a person did."""

    preset_chosen = Signal(str)
    play_clicked = Signal()
    pause_clicked = Signal()
    step_clicked = Signal()
    reset_clicked = Signal()
    speed_chosen = Signal(float)  # steps per second, 0 is as fast as it goes
    seed_chosen = Signal(int)
    device_chosen = Signal(str)
    open_clicked = Signal()
    save_clicked = Signal()
    export_clicked = Signal()
    lessons_clicked = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._fraction: float | None = None
        self._speeds: list[float] = []
        style.set_role(self, "panel")
        self.setFixedHeight(49)  # 48 and a hairline
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._make_controls()
        self._name_controls()
        self._lay_out()
        self.set_speeds(SPEEDS)
        self.set_state("starting", "Starting")

    def _make_controls(self) -> None:
        self.preset = Combo(mark("Preset"), "bookmark-simple")
        self.preset.setFixedWidth(240)
        self.preset.chosen.connect(self.preset_chosen)
        self.play = text_button(
            "Play", self.play_clicked.emit, role="primary", icon="play-fill", tip="Play (Space)"
        )
        self.pause = text_button(
            "Pause", self.pause_clicked.emit, role="primary", icon="pause-fill", tip="Pause (Space)"
        )
        for button in (self.play, self.pause):
            button.setFixedSize(96, 32)
        self.pause.hide()
        self.step = icon_button("skip-forward", "One step (.)", self.step_clicked.emit)
        self.reset = icon_button("arrow-counter-clockwise", "Start again (Ctrl+R)", self.reset_clicked.emit)
        self.state = StateView(self._prefix)
        self.speed = Combo(mark("Speed"))
        self.speed.setFixedWidth(96)
        self.speed.activated.connect(lambda at: self.speed_chosen.emit(self._speeds[at]))
        self.seed = SeedField(f"{self._prefix}.seed")
        self.seed.chosen.connect(self.seed_chosen)
        self.device = Combo(mark("Device"), "cpu")
        self.device.setFixedWidth(160)
        self.device.chosen.connect(self.device_chosen)
        self.lessons = icon_button("graduation-cap", "Lessons", self.lessons_clicked.emit)
        self.lessons.hide()  # until a lab has some
        self.open = icon_button("folder-open", "Open", self.open_clicked.emit)
        self.save = icon_button("floppy-disk", "Save", self.save_clicked.emit)
        self.export = icon_button("export", "Export picture", self.export_clicked.emit)

    def _name_controls(self) -> None:
        self.setObjectName(f"{self._prefix}.transport")
        parts = ("preset", "play", "pause", "step", "reset", "speed", "device")
        for part in (*parts, "lessons", "open", "save", "export"):
            getattr(self, part).setObjectName(f"{self._prefix}.{part}")

    def _lay_out(self) -> None:
        self._speed_group = group(label(mark("Speed"), "dim"), self.speed)
        self._seed_group = group(label(mark("Seed"), "dim"), self.seed)
        self._device_group = group(self.device)
        self.more = Overflow(f"{self._prefix}.more", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 1)
        line.setSpacing(8)
        for widget in (self.preset, self.play, self.pause, self.step, self.reset, bar()):
            line.addWidget(widget)
        line.addWidget(self.state, 1)
        self.more.manage(line, [[self._speed_group, self._seed_group], [self._device_group]])
        for widget in (bar(), self.lessons, self.open, self.save, self.export, self.more.button):
            line.addWidget(widget)

    # presets

    def set_presets(self, presets: Sequence[tuple[str, str, str]]) -> None:
        """Offer ``(key, name, a line of why)``."""
        self.preset.set_choices(presets)

    def set_preset(self, key: str, edited: bool = False) -> None:
        """Show preset ``key``; ``edited`` when settings differ from it: "Name, edited"."""
        self.preset.set_key(key)
        self.preset.set_suffix(mark(", edited") if edited else "")

    # the run

    def set_state(self, kind: StateKind, word: str) -> None:
        """Show what the run does, as a mark and ``word``; while it runs, Pause stands in Play's place."""
        running = kind == "running"
        focused = self.play.hasFocus() or self.pause.hasFocus()
        self.pause.setVisible(running)
        self.play.setVisible(not running)
        if focused:
            (self.pause if running else self.play).setFocus(Qt.FocusReason.OtherFocusReason)
        self.state.set_state(kind, word)
        self._fit()

    def set_figures(self, step: int, rate: float, elapsed: float) -> None:
        """Say the step, the steps per second (0: left out) and the seconds elapsed."""
        first = not self.state.figures.text()
        self.state.figures.show_figures(step, rate, elapsed)
        if first:
            self._fit()

    def set_fraction(self, fraction: float | None) -> None:
        """Draw how much is done as a line under the strip; None when no end is known."""
        wanted = None if fraction is None else min(max(fraction, 0.0), 1.0)
        if wanted != self._fraction:
            self._fraction = wanted
            self.update(0, self.height() - 2, self.width(), 2)  # the controls above need no new paint

    # speed, seed, device

    def set_speeds(self, speeds: Sequence[tuple[float, str]]) -> None:
        """Offer ``(steps per second, title)``; 0 is as fast as it goes."""
        self._speeds = [rate for rate, _ in speeds]
        self.speed.set_choices([(str(at), title) for at, (_, title) in enumerate(speeds)])

    def set_speed(self, rate: float) -> None:
        """Show the speed offered that is nearest to ``rate``."""
        nearest = min(range(len(self._speeds)), key=lambda at: abs(self._speeds[at] - rate))
        self.speed.set_key(str(nearest))

    def set_seed(self, seed: int) -> None:
        """Show ``seed``."""
        self.seed.set_value(seed)

    def set_devices(self, devices: Sequence[tuple[str, str]]) -> None:
        """Offer ``(key, name)``."""
        self.device.set_choices(devices)

    def set_device(self, key: str) -> None:
        """Show device ``key``."""
        self.device.set_key(key)

    # room

    def _fit(self) -> None:
        self.more.fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 49)

    def sizeHint(self) -> QSize:
        return QSize(1280, 49)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = tokens.current()
        painter = QPainter(self)
        bottom = self.height()
        painter.fillRect(QRectF(0, bottom - 1, self.width(), 1), QColor(t.border))
        if self._fraction is not None:
            painter.fillRect(QRectF(0, bottom - 2, self.width() * self._fraction, 2), QColor(t.accent))
        painter.end()


def bar() -> QFrame:
    """A hairline between groups of controls."""
    line = rule("bar")
    line.setFixedHeight(24)
    return line


def group(*widgets: QWidget) -> QWidget:
    """Widgets that leave the strip together."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    return box


def _demo() -> QWidget:
    strip = Transport("demo")
    strip.set_presets([
        ("cpu", "CPU faces, DCGAN 32", "Small and quick: faces in half a minute"),
        ("ogan", "O-GAN and SELF-MOD", "Encodes your own pictures while it learns to draw"),
    ])  # fmt: skip
    strip.set_preset("cpu", edited=True)
    strip.set_devices([("cpu", tr("CPU, 1 thread"))])
    strip.set_state("running", "Training")
    strip.set_figures(3140, 21.4, 146)
    strip.set_fraction(0.4)
    strip.set_seed(7)
    strip.play_clicked.connect(lambda: strip.set_state("running", "Training"))
    strip.pause_clicked.connect(lambda: strip.set_state("paused", "Paused"))
    return strip


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
