"""A tree as it is shown, on screen or in a file: words, branches, marks and threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from widgets.look import tokens
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import tr
from widgets.look.tokens import Tokens
from widgets.trees.column_view import ColumnView
from widgets.trees.columns import LEFT, RIGHT, WordColumns, word_font
from widgets.trees.export import image, png_bytes, svg_bytes, write
from widgets.trees.layout import Branch, Span
from widgets.trees.marks import paint_legend, paint_threshold
from widgets.trees.paint import paint_scene
from widgets.trees.scene import Marks, Scene, stage

THRESHOLD = 0.5  # before anyone moved it, and after a double-click on its handle
_LEAST = QSize(480, 420)  # logical px of a picture in a file


class TreePicture(ColumnView):
    """A dendrogram over words in columns."""

    def __init__(
        self, columns: WordColumns | None = None, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._branch: Branch | None = None
        self._marks: Marks | None = None
        self._threshold = THRESHOLD
        self._collapsed: frozenset[Span] = frozenset()
        self._unknown: tuple[tuple[str, ...], frozenset[int]] = ((), frozenset())  # among which words
        self._scene: Scene | None = None
        self._empty = empty

    # what is shown

    def set_sentence(
        self, words: Sequence[str], branch: Branch | None = None, unknown: Iterable[int] = ()
    ) -> None:
        """Show words and the tree over them. Marks are taken away.

        Args:
            words: one column each.
            branch: the tree, heights 0 to 1; None while there is none.
            unknown: places of the words that the model never saw: dim, with dots below.

        Raises:
            ValueError: the tree does not lie over exactly these words.
        """
        if branch is not None and branch.span != (0, len(words)):
            raise ValueError(f"a tree over {branch.span} and {len(words)} words")
        if tuple(words) != self.columns.words:
            self._collapsed, self._gap = frozenset(), -1
        self._branch = self._marks = None  # of other words
        self._unknown = tuple(words), frozenset(unknown)
        self.columns.set_words(words)
        self._branch = branch
        self._redraw()
        self._describe()

    def unknown(self) -> frozenset[int]:
        """Places of the words that the model never saw; none once the columns hold other words."""
        words, places = self._unknown
        return places if words == self.columns.words else frozenset()

    def marked(self) -> bool:
        """Whether the tree is compared with another."""
        return self._marks is not None

    def set_marks(
        self, right: Iterable[Span] | None, wrong: Iterable[Span] = (), missed: Iterable[Span] = ()
    ) -> None:
        """What gold has to say: spans of the tree that it has, that it lacks, and spans that the tree lacks.

        ``right`` None takes all marks away.
        """
        self._marks = None if right is None else Marks(frozenset(right), frozenset(wrong), frozenset(missed))
        self._redraw()

    def threshold(self) -> float:
        """The height below which words are one chunk."""
        return self._threshold

    def set_threshold(self, value: float) -> None:
        """Cut there, 0 to 1, without a signal; what is no number changes nothing."""
        value = min(max(value, 0.0), 1.0)
        if value == value and value != self._threshold:
            self._threshold = value
            self._redraw()

    def collapsed(self) -> frozenset[Span]:
        """The spans drawn shut."""
        return self._collapsed

    def legend(self) -> tuple[str, str, str]:
        """The counts of the marks in the language shown."""
        m = self._marks or Marks()
        counts = len(m.right), len(m.wrong), len(m.missed)
        return (
            tr("{count} right", count=counts[0]),
            tr("{count} wrong", count=counts[1]),
            tr("{count} missed", count=counts[2]),
        )

    def caption(self) -> str:
        """What there is to say of the lit split, empty when none is lit."""
        scene = self.scene()
        node = scene.node_of(self._gap)
        if node < 0 or scene.tree is None:
            return ""
        branch = scene.tree.branches[node]
        value = f"{scene.tree.height[node]:.2f}"
        gold = self._marks.verdict(branch.span, len(self.columns.words)) if self._marks else None
        if gold is None:
            return tr("split {value}", value=value)
        return tr("split {value}, in gold too" if gold else "split {value}, not in gold", value=value)

    def never_seen(self, at: int) -> str:
        """What there is to say of a word that the model never saw, empty of any other."""
        known = at not in self.unknown() or not 0 <= at < len(self.columns.words)
        return "" if known else tr("{word}: the model has never seen it", word=self.columns.words[at])

    def _describe(self) -> None:
        """Tell a screen reader of the lit split and the unknown words beside it; of all where none is lit."""
        caption = self.caption()
        words = (self._gap - 1, self._gap) if caption else sorted(self.unknown())
        said = [caption, *(self.never_seen(at) for at in words)]
        self.setAccessibleDescription("; ".join(part for part in said if part))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()

    def scene(self) -> Scene:
        """Where everything lies now."""
        if self._scene is None:
            fits = self._branch is not None and self._branch.end == len(self.columns.words)
            self._scene = stage(
                self.columns, self._branch if fits else None, self.width(), self.height(), marks=self._marks,
                threshold=self._threshold, collapsed=self._collapsed, unknown=self.unknown(),
            )  # fmt: skip
        return self._scene

    def _redraw(self) -> None:
        self._scene = None
        super()._redraw()

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(720, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def _paint(self, painter: QPainter) -> None:
        if not self.columns.words:
            paint_empty(
                painter,
                self.rect(),
                tr(self._empty) if self._empty else tr("Type a sentence to see its tree"),
            )
            return
        paint_scene(painter, self.scene(), tokens.current())
        if self._marks is not None:
            paint_legend(painter, self.scene(), tokens.current(), self.legend())

    # files

    def paint(self, painter: QPainter, place: QRect, theme: Tokens | None = None) -> None:
        """Draw the whole sentence, nothing lit, into a rectangle; smaller where it has not the room."""
        t, size = theme or tokens.current(), self.export_size()
        width = max(place.width(), size.width())
        columns = self._export_columns()
        columns.set_room(width - LEFT - RIGHT)
        shrink = min(1.0, place.width() / width)
        fits = self._branch is not None and self._branch.end == len(columns.words)
        scene = stage(
            columns, self._branch if fits else None, width, place.height() / shrink,
            marks=self._marks, threshold=self._threshold, collapsed=self._collapsed, unknown=self.unknown(),
        )  # fmt: skip
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(shrink, shrink)
        paint_scene(painter, scene, t)
        if self._marks is not None:
            paint_legend(painter, scene, t, self.legend())
        if fits and len(columns.words) > 1:
            paint_threshold(painter, scene, t)
        painter.restore()

    def _export_columns(self) -> WordColumns:
        """Columns of their own, in the font for titles whatever the room."""
        columns = WordColumns()
        columns.set_words(self.columns.words)
        columns.set_font(word_font("title", columns.words))
        columns.set_room(1.0)
        return columns

    def export_size(self) -> QSize:
        """Logical px at which the whole sentence can be read, even in a font that is not quite this one."""
        wide = self._export_columns().content * 1.4 + LEFT + RIGHT
        return QSize(max(_LEAST.width(), round(wide)), _LEAST.height())

    def export_svg(self, path: str | Path, theme: Tokens | None = None) -> None:
        """Write the tree as an SVG file whose words are words.

        Raises:
            OSError: it cannot be written there.
        """
        t = theme or tokens.current()
        title = " ".join(self.columns.words)
        write(path, svg_bytes(lambda p, r: self.paint(p, r, t), self.export_size(), title, t.stage))

    def export_png(
        self, path: str | Path | None = None, scale: float = 2.0, theme: Tokens | None = None
    ) -> QImage:
        """The tree as a picture, ``scale`` times as fine as on screen, written to ``path`` if there is one.

        Raises:
            OSError: it cannot be written there.
        """
        t = theme or tokens.current()
        picture = image(lambda p, r: self.paint(p, r, t), self.export_size(), scale, t.stage)
        if path is not None:
            write(path, png_bytes(picture))
        return picture
