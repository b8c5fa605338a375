"""A row around a track: its name, what it shows to type or drag, the way back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from widgets.controls.scale import Scale
from widgets.controls.track import Track
from widgets.form.fields import NumberField
from widgets.form.row import Row
from widgets.look.i18n import tr


class TrackRow(Row):
    """Label, track, field, dot. Typing what cannot be chosen shows a sentence and emits nothing.

    A subclass says what the knobs mean (``_whole``), how they are written (``_text``) and read (``_read``),
    and what is wrong with the rest (``_refusal``).
    """

    slider: Track

    def __init__(self, label: str, slider: Track, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._label, self._unit = label, unit
        self.slider = slider
        self.field = NumberField()
        self._assemble()
        slider.moved.connect(self._moved)
        slider.committed.connect(lambda *knobs: self.committed.emit(self._whole(*knobs)))
        self.field.typed.connect(self._typed)
        self.field.nudged.connect(lambda by: slider.nudge(by / 100))
        self.field.released.connect(slider.commit)
        self.caption.setBuddy(self.field)
        self._say_names()

    def _assemble(self) -> None:
        self._place(self.slider, self.field)

    def reset(self) -> None:
        """Return to the default as a person would."""
        self.slider.reset()

    # what a subclass answers

    def _whole(self, *knobs: float) -> Any:
        """The row's value for these knobs, whole (``int``) where the scale is."""
        raise NotImplementedError

    def _text(self) -> str:
        """What the field says."""
        return self.slider.text()

    def _read(self, text: str) -> Any:
        """What was typed. Raises ``ValueError`` for what cannot be chosen."""
        raise NotImplementedError

    def _refusal(self, scale: Scale) -> str:
        """What may be typed, in the language shown."""
        raise NotImplementedError

    # what both do

    def _show_text(self) -> None:
        self.field.show_text(self._text())

    def _moved(self, *knobs: float) -> None:
        self._show_text()
        self.show_error("")
        self._mark()
        self.moved.emit(self._whole(*knobs))

    def _typed(self, text: str) -> None:
        if text.strip() == self._text():
            self.set_value(self.value())
            return
        try:
            value = self._read(text)
        except ValueError:
            self.field.set_invalid(True)
            self.show_error(self._refusal(self.slider.scale))
            return
        self.set_value(value)
        self._tell()

    def _spoken(self) -> str:
        return tr(self._label)

    def _say_names(self) -> None:
        name = self._spoken() + (f", {tr(self._unit)}" if self._unit else "")
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(tr("{name}, value", name=name))
        self.dot.setAccessibleName(tr("Reset {name}", name=name))

    def _name_parts(self, name: str) -> None:
        super()._name_parts(name)
        self.slider.setObjectName(f"{name}.slider")
        self.field.setObjectName(f"{name}.value")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_names()
            if not self.field.hasFocus():
                self._show_text()  # it may be a word
        super().changeEvent(event)
