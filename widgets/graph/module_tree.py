"""Modules within modules, and how many parameters are their own, nested in them, and shared with others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from widgets.graph import ink
from widgets.look import style
from widgets.look.figures import count
from widgets.look.i18n import mark, say, tr

_HEADS = (mark("Module"), mark("Own"), mark("Nested"), mark("Shared"))
_PATH, _ROW = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole.value + 1
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_HIGH = 29


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes:
        path: names it uniquely, ``encoder.0.fc``.
        name: what it is called in its parent; the root's kind.
        kind: ``Linear(64, 64)``, dim behind the name.
        own: parameters of its own, shared ones too.
        nested: all in it, own and below, each shared one counted once.
        shared: of these, how many are used elsewhere too.
        letter, category: of the tie that its own weights belong to.
        frozen: they do not learn.
    """

    path: str
    name: str
    kind: str = ""
    own: int = 0
    nested: int = 0
    shared: int = 0
    letter: str = ""
    category: int = 0
    frozen: bool = False
    children: tuple[Module, ...] = ()

    def walk(self) -> Iterator[Module]:
        """It, and all below it from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


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
        self.setItemDelegate(_Row(self))
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(16)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(_HEADS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        say(self, name="Module tree")
        self._head()
        self.currentItemChanged.connect(self._tell)
        self.itemActivated.connect(lambda item, _column: self.opened.emit(item.data(0, _PATH)))

    def set_modules(self, root: Module | None) -> None:
        """Show a tree of modules; a new row is open."""
        if root == self._root:
            return
        shut = {path for path, item in self._items() if item.childCount() and not item.isExpanded()}
        current = self.current()
        self._root, self._quiet = root, True
        self.clear()
        if root is not None:
            self.addTopLevelItem(self._made(root))
            for path, item in self._items():
                item.setExpanded(path not in shut)
                if path == current:
                    self.setCurrentItem(item)
        self._quiet = False
        self._describe()

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
        item.setData(0, _ROW, module)
        for column in range(len(_HEADS)):
            item.setToolTip(column, self.words(module))
            item.setData(column, Qt.ItemDataRole.AccessibleTextRole, self.words(module) if not column else "")
            if column:
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
        self.setAccessibleDescription(self.words(item.data(0, _ROW)) if item is not None else "")

    def _head(self) -> None:
        self.setHeaderLabels([tr(head) for head in _HEADS])
        for column in range(1, len(_HEADS)):
            self.headerItem().setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._head()
            root, self._root = self._root, None
            self.set_modules(root)

    def sizeHint(self) -> QSize:
        return QSize(300, 260)


class _Row(QStyledItemDelegate):
    """The name with its kind behind, and the badge of shared weights; numbers are Qt's own."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width() + 8, _HIGH)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        module = index.data(_ROW)
        if index.column() or not isinstance(module, Module):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        x = option.rect.left() + option.fontMetrics.horizontalAdvance(module.name) + 12
        middle = option.rect.center().y() + 1
        if module.letter:
            box = QRectF(x, middle - 8, 16, 16)
            painter.setPen(ink.pen(ink.category(module.category), 1.5))
            painter.setFont(ink.font("caption", bold=True))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(ink.pen(ink.colour("text")))
            painter.drawText(box, _CENTRE, module.letter)
            x += 22
        room = QRectF(x, option.rect.top(), option.rect.right() - x, option.rect.height())
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), module.kind)
        painter.restore()


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
