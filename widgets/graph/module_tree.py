"""Modules within modules, and how many parameters are their own, nested in them, and shared with others."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from widgets.graph import ink
from widgets.graph.module import Module
from widgets.graph.tree_rows import MODULE, TreeHeader, TreeRow
from widgets.look import style
from widgets.look.figures import count
from widgets.look.i18n import mark, say, tr

_HEADS = (mark("Module"), mark("Own"), mark("Nested"), mark("Shared"))
_PATH = Qt.ItemDataRole.UserRole


class ModuleTree(QTreeWidget):
    """Rows that fold; what is open and chosen stays when the counts change."""

    chosen = Signal(str)  # path, by click or key
    opened = Signal(str)  # path of a row that was double-clicked, or struck with Enter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root: Module | None = None
        self._quiet = False
        style.set_property(self, "role", "rows")
        self.setColumnCount(len(_HEADS))
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(TreeRow(self))
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(12)
        self.setHeader(TreeHeader(self))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit_columns(True)
        say(self, name="Module tree")
        self._head()
        self._dress()
        self.currentItemChanged.connect(self._tell)
        self.itemDoubleClicked.connect(lambda item, _column: self.opened.emit(item.data(0, _PATH)))

    def set_modules(self, root: Module | None) -> None:
        """Show a tree of modules; a new row is open."""
        if root == self._root:
            return
        shut = {path for path, item in self._items() if item.childCount() and not item.isExpanded()}
        current = self.current()
        self._root, self._quiet = root, True
        self._fit_columns(False)
        self.clear()
        if root is not None:
            self.addTopLevelItem(self._made(root))
            self.expandAll()
            for path, item in self._items():
                if path in shut:
                    item.setExpanded(False)
                if path == current:
                    self.setCurrentItem(item)
        self._fit_columns(True)
        self._quiet = False
        self._describe()

    def _fit_columns(self, on: bool) -> None:
        """Whether figures have the room they need; while rows come in, each would ask for it anew."""
        mode = QHeaderView.ResizeMode.ResizeToContents if on else QHeaderView.ResizeMode.Fixed
        for column in range(1, len(_HEADS)):
            self.header().setSectionResizeMode(column, mode)

    def current(self) -> str:
        """The path of the chosen row, empty for none."""
        item = self.currentItem()
        return str(item.data(0, _PATH)) if item is not None else ""

    def set_current(self, path: str) -> None:
        """Choose this row, without a signal."""
        self._quiet = True
        found = [item for name, item in self._items() if name == path]
        self.setCurrentItem(found[0]) if found else self.clearSelection()
        self._quiet = False
        self._describe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def words(self, module: Module) -> str:
        """What a row says."""
        facts = {"own": count(module.own), "nested": count(module.nested), "shared": count(module.shared)}
        said = [f"{module.name} {module.kind}".strip()]
        said.append(tr("own {own}, nested {nested}, shared {shared}", **facts))
        if module.letter:
            said.append(tr("same weights {letter}", letter=module.letter))
        if module.frozen:
            said.append(tr("frozen"))
        return "; ".join(said)

    def _made(self, module: Module) -> QTreeWidgetItem:
        numbers = (module.own, module.nested, module.shared)
        item = QTreeWidgetItem([module.name, *(count(n) if n else "–" for n in numbers)])
        item.setData(0, _PATH, module.path)
        item.setData(0, MODULE, module)
        for column in range(len(_HEADS)):
            item.setToolTip(column, self.words(module))
            item.setData(column, Qt.ItemDataRole.AccessibleTextRole, self.words(module) if not column else "")
        item.addChildren([self._made(child) for child in module.children])
        return item

    def _items(self) -> Iterator[tuple[str, QTreeWidgetItem]]:
        waiting = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                yield str(item.data(0, _PATH)), item
                waiting = [item.child(at) for at in range(item.childCount())] + waiting

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        self._describe()
        if item is not None and not self._quiet:
            self.chosen.emit(item.data(0, _PATH))

    def _describe(self) -> None:
        item = self.currentItem() or self.topLevelItem(0)
        self.setAccessibleDescription(self.words(item.data(0, MODULE)) if item is not None else "")

    def _head(self) -> None:
        self.setHeaderLabels([tr(head) for head in _HEADS])

    def _dress(self) -> None:
        """The chosen row is soft, as everywhere."""
        dressed, role = self.palette(), QPalette.ColorRole
        for part, shade in ((role.Highlight, "accent_soft"), (role.HighlightedText, "text")):
            dressed.setColor(part, QColor(ink.colour(shade)))
        if dressed != self.palette():
            self.setPalette(dressed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        if event.type() == QEvent.Type.LanguageChange:
            self._head()
            root, self._root = self._root, None
            self.set_modules(root)

    def sizeHint(self) -> QSize:
        return QSize(300, 260)


def _demo() -> QWidget:
    tree = ModuleTree()
    block = (
        Module("body.fc1", "fc1", "Linear(64, 64)", 4160, 4160, 4160, "B", 2),
        Module("body.fc2", "fc2", "Linear(64, 64)", 4160, 4160, 4160, "B", 2),
        Module("body.norm", "norm", "LayerNorm(64)", 128, 128, frozen=True),
    )
    children = (
        Module("embed", "embed", "Embedding(1000, 64)", 64_000, 64_000, 64_000, "A", 0),
        Module("body", "body", "Block", 0, 4288, 4160, children=block),
        Module("head", "head", "Linear(64, 1000)", 65_000, 65_000, 64_000, "A", 0),
    )
    tree.set_modules(Module("", "Model", "", 0, 69_288, 68_160, children=children))
    tree.set_current("body.fc1")
    return tree


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
