"""Two to four choices side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from widgets.look import style
from widgets.look.i18n import say


class _Segment(QPushButton):
    """A choice that is as wide when chosen (bold) as when not."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(style.fonts("body", bold=True))
        return QSize(metrics.horizontalAdvance(self.text()) + 24, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Segmented(QFrame):
    """One of a few ``(key, label)``; never narrower than its text. Arrow keys choose too."""

    chosen = Signal(str)  # by the person

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_role(self, "segmented")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(1)
        for key, label in choices:
            button = _Segment()
            style.set_role(button, "segment")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            say(button, text=label, name=label)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self.objectNameChanged.connect(self._name_parts)
        if choices:
            self.set_current(choices[0][0])

    def current(self) -> str:
        """Key of the choice in force."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose ``key`` without a signal. Raises ``KeyError`` for one that is not there."""
        self._buttons[key].setChecked(True)

    def set_choice_enabled(self, key: str, enabled: bool) -> None:
        """Offer a choice, or not for now."""
        self._buttons[key].setEnabled(enabled)

    def _name_parts(self, name: str) -> None:
        for key, button in self._buttons.items():
            button.setObjectName(f"{name}.{key}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange):
            for button in self._buttons.values():
                button.updateGeometry()
        super().changeEvent(event)


def _demo() -> QWidget:
    page = QWidget()
    layout = QHBoxLayout(page)
    layout.addWidget(Segmented([("gap", "Gap"), ("paper", "Paper")]))
    layout.addWidget(Segmented([("train", "Train"), ("book", "Codebook"), ("paint", "Paint")]))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
