"""What a person's hands do in the layers lab, by object names, on the canvas, in menus and by keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit

from tests.app.conftest import Driver
from tests.conftest import flush_deleted
from tests.widgets.graph import hand

K, M = Qt.Key, Qt.KeyboardModifier


class Layers(Driver):
    """The window at the tab Layer reuse."""

    # -- what is seen ----------------------------------------------------------------------------------

    @property
    def canvas(self):
        return self.find("layers.canvas")

    @property
    def graph(self):
        return self.canvas.graph()

    @property
    def counter(self) -> tuple[int, int]:
        """What the counter says: numbers as they are, and if nothing were shared."""
        words = self.find("layers.unique").text().replace(",", "").split()
        return int(words[0]), int(words[2])

    def newest(self) -> str:
        """The node that was added last."""
        return self.graph.nodes[-1].id

    # -- the form and the row of buttons ---------------------------------------------------------------

    def afresh(self, preset: str = "thrice", *, learn: bool = False) -> Layers:
        """The first drawing of a preset, with nothing done to it; to learn in no time, on two examples a step."""
        self.turn_to("Canvas")
        if self.run.playing:
            self.click("layers.pause")
        lab, stands = self.lab, self.find("layers.preset").key() == preset
        if stands and (lab.latest.step or self.run.config.drawing != preset):
            self.preset("eye" if preset != "eye" else "thrice")
        elif stands and lab.document.edited:
            lab.document.enter(())
            self.act("layers.do.draw")
        self.preset(preset)
        if learn:
            self.run.set_values(batch=2)
            self.drawn()
        return self

    def act(self, key: str) -> None:
        """An action of the menus, by its key."""
        action = self.window.findChild(QAction, f"action.{key}")
        assert action is not None, key
        action.trigger()
        self.settled()

    def preset(self, key: str) -> None:
        """Take a preset from the list, and wait until its drawing stands."""
        if self.find("layers.preset").key() != key:
            self.take("layers.preset", key)
        self.drawn()

    def drawn(self) -> None:
        """Wait until the canvas shows what the engine has."""
        self.ready().settled()
        self.until(lambda: bool(self.graph.nodes) and self.lab.document.model is not None)

    def take(self, name: str, wanted: str) -> None:
        """Choose in a list by key or by title."""
        combo = self.find(name)
        assert isinstance(combo, QComboBox)
        keys = [combo.itemData(at) for at in range(combo.count())]
        at = keys.index(wanted) if wanted in keys else combo.findText(wanted)
        assert at >= 0, f"{wanted} is not offered by {name}: {keys}"
        combo.setFocus()
        combo.setCurrentIndex(at)
        combo.activated.emit(at)

    def type(self, name: str, text: str) -> None:
        """Write into a field and press Enter."""
        field = self.find(name)
        field.setFocus()
        field.selectAll()
        self.bot.keyClicks(field, text)
        self.bot.keyClick(field, K.Key_Return)

    def turn_to(self, title: str) -> None:
        """The page of that name."""
        self.choose("layers.pages", title)

    # -- the canvas ------------------------------------------------------------------------------------

    def select(self, *names: str) -> None:
        """Click the first card, and the others with Shift."""
        hand.key(self.canvas, K.Key_Escape, K.Key_0)
        for at, name in enumerate(names):
            hand.click(self.canvas, hand.card(self.canvas, name), M.ShiftModifier if at else M.NoModifier)
        assert set(self.canvas.selection()) == set(names)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = M.NoModifier) -> None:
        """Press a key on the canvas."""
        hand.key(self.canvas, key, held=held)
        self.settled()

    def tie(self, source: str, target: str) -> None:
        """Hold Ctrl and drag from card to card."""
        hand.key(self.canvas, K.Key_Escape, K.Key_0)
        cards = (hand.card(self.canvas, name) for name in (source, target))
        hand.drag(self.canvas, *cards, keys=M.ControlModifier)
        self.settled()

    def wire(self, source: str, target: str, slot: int = 0) -> None:
        """Drag from an output to an input."""
        hand.key(self.canvas, K.Key_Escape, K.Key_0)
        hand.drag(
            self.canvas, hand.port(self.canvas, source, True), hand.port(self.canvas, target, False, slot)
        )
        self.settled()

    def add_behind(self, source: str, words: str) -> None:
        """Drag from an output into the open, type a few letters of what shall be there, and press Enter."""
        hand.key(self.canvas, K.Key_Escape, K.Key_0)
        start = hand.port(self.canvas, source, True)
        view = self.canvas.viewport().rect()
        hand.drag(self.canvas, start, QPoint(start.x() + 12, view.bottom() - 30))
        self._search(words)

    def _search(self, words: str) -> None:
        field = self.window.findChild(QLineEdit, "palette.search")
        assert field is not None
        self.bot.keyClicks(field, words)
        self.bot.keyClick(field, K.Key_Return)
        flush_deleted()
        self.settled()

    def menu(self, at: str | tuple[str, str] | None, key: str) -> None:
        """Press an entry of the menu of a card, of the wire between two, or of the open."""
        if at not in self.canvas.selection():
            hand.key(self.canvas, K.Key_Escape)
        hand.key(self.canvas, K.Key_0)
        if isinstance(at, str):
            spot = hand.card(self.canvas, at)
        elif at is not None:
            found = [i for i, w in enumerate(self.canvas.graph_scene.wires) if (w.source, w.target) == at]
            spot = hand.wire(self.canvas, found[0])
        else:
            spot = QPoint(3, 3)
        hand.menu(self.canvas, spot)
        action = self.window.findChild(QAction, f"layers.menu.{key}")
        assert action is not None, key
        action.trigger()
        menu = self.window.findChild(object, "layers.menu")
        if menu is not None:
            menu.close()
        flush_deleted()
        self.settled()

    def press(self, what: str) -> None:
        """One of the buttons over the canvas, once it is ready."""
        self.until(lambda: self.find(f"layers.{what}").isEnabled())
        self.click(f"layers.{what}")
        self.settled()
