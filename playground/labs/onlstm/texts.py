"""What the ON-LSTM lab learns from: a file, a folder of trees, what was copied, or a treebank to download."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.ground.runner import Runner
from engines.onlstm.texts import telling, treebanks
from engines.onlstm.texts.telling import TREES
from playground.ground.source import Source
from playground.kit import pasted
from widgets.frame.offers import Offer, Offers
from widgets.look import style
from widgets.look.figures import count
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.onlstm import OnLstmConfig

TEXTS = (".txt", ".text", ".md")
ABOUT = mark("Sentences with their trees. Once downloaded they stay on this computer; nothing is sent.")


class Texts(Source):
    """Asks for texts and treebanks. Nothing is downloaded unasked."""

    def __init__(self) -> None:
        super().__init__()
        self._agreed: set[str] = set()
        """Treebanks that the person wants to have, with licence and size before them."""

    # -- the form --------------------------------------------------------------------------------------

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        """What has to be asked before a field takes a value: "text", "treebank", "file", or a treebank that
        is not here yet."""
        bank = value if field == "bank" else config.bank
        here = bank in treebanks.BANKS and treebanks.kept(bank) is not None
        if field == "corpus" and value in ("text", "treebank"):
            return "" if value == "treebank" and here else str(value)
        return str(value) if field == "bank" and not here else ""

    def ask_path(self, kind: str, config: Any, parent: QWidget) -> str:
        """A file from a dialog; or "", and treebanks are offered in a pop-up."""
        if kind in treebanks.BANKS or (kind == "treebank" and config.corpus != "treebank"):
            self.offer(config, parent)
            return ""
        suffixes = TEXTS if kind == "text" else TREES
        title = tr("Choose a text") if kind == "text" else tr("Choose a treebank")
        known = " ".join(f"*{s}" for s in suffixes)
        filters = f"{title} ({known});;" + tr("All files") + " (*)"
        return QFileDialog.getOpenFileName(parent, title, str(Path.home()), filters)[0]

    # -- treebanks -------------------------------------------------------------------------------------

    def offer(self, config: Any, parent: QWidget) -> None:
        """Show what there is: figures, licence, source, and a button for each."""
        offers = [_offer(bank) for bank in treebanks.BANKS.values()]
        popup = Offers(
            mark("Treebanks"), offers, ABOUT, mark("Open a file of trees…"), "onlstm.banks", parent
        )
        style.apply(popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.taken.connect(self.take)
        popup.source_wanted.connect(lambda key: QDesktopServices.openUrl(QUrl(treebanks.BANKS[key].page)))
        popup.other_clicked.connect(lambda: self.open_file("file", config, parent))
        popup.show()

    def take(self, key: str) -> None:
        """Learn from a treebank, which is fetched first if need be."""
        self._agreed.add(key)
        self.wanted.emit({"corpus": "treebank", "bank": key})

    def fetch(self, config: OnLstmConfig, runner: Runner[Any]) -> None:
        """On the engine's thread, before a build: have the treebank that the person agreed to.

        Raises:
            Problem: it could not be downloaded. Cancelled: the person gave it up.
        """
        if config.corpus == "treebank" and config.bank in self._agreed:
            treebanks.fetch(treebanks.BANKS[config.bank], runner.report, runner.cancelled)

    # -- files, folders, pastes ------------------------------------------------------------------------

    def open_file(self, kind: str, config: Any, parent: QWidget) -> None:
        """Choose a file and learn from it."""
        path = self.ask_path(kind, config, parent)
        if path:
            self.drop([path])

    def accepts(self, paths: Sequence[str]) -> str:
        """What dropping these would do."""
        if len(paths) != 1:
            return ""
        path = Path(paths[0])
        if os.path.isdir(path):
            return tr("Learn from the trees in this folder") if telling.holds_trees(path) else ""
        if not os.path.isfile(path):
            return ""
        trees = telling.kind_of_file(path) == "treebank"
        return tr("Learn from these trees") if trees else tr("Learn from this text")

    def drop(self, paths: Sequence[str]) -> None:
        """Learn from a file or a folder."""
        path = Path(paths[0])
        corpus = "treebank" if os.path.isdir(path) else telling.kind_of_file(path)
        self.wanted.emit({"corpus": corpus, "bank": "file", "path": str(path)})

    def paste(self) -> None:
        """Learn from what was copied."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.said.emit("info", tr("There is no text to paste. Copy a few hundred sentences first."))
            return
        corpus = telling.kind_of(text)
        tokens = "characters" if telling.is_chinese(text) else "words"
        try:
            path = pasted.keep(text, ".mrg" if corpus == "treebank" else ".txt")
        except FileProblem as e:
            self.failed.emit(e)
        else:
            self.wanted.emit({"corpus": corpus, "bank": "file", "path": str(path), "tokens": tokens})


def _offer(bank: treebanks.Bank) -> Offer:
    facts = {"sentences": count(bank.sentences), "words": count(bank.words)}
    here = treebanks.kept(bank.key) is not None
    return Offer(
        key=bank.key,
        title=tr(bank.title),
        facts=tr("{sentences} sentences, {words} words", **facts),
        about=tr(bank.about),
        licence=tr(bank.licence),
        source=bank.page.removeprefix("https://"),
        take=tr("Use") if here else tr("Download {size} MB", size=f"{bank.megabytes:g}"),
    )
