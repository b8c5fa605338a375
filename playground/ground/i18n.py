"""Which language is shown. The catalogue is gettext's; Qt's own dialogs bring theirs."""

from __future__ import annotations

import gettext
from typing import Any

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from engines.ground.problem import Problem
from playground.ground import paths
from widgets.look import i18n

LANGUAGES = {"en": "English", "zh": "中文"}
_qt: QTranslator | None = None
_language = "en"


def language() -> str:
    """The language shown: "en" or "zh"."""
    return _language


def system_language() -> str:
    """The person's own language where the program speaks it, else English."""
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def use(key: str) -> None:
    """Show ``key`` ("en", "zh") from now on, in all open windows."""
    global _qt, _language
    _language = key if key in LANGUAGES else "en"
    if _qt is not None:
        QApplication.removeTranslator(_qt)
        _qt = None
    if _language == "en":
        i18n.install(str)
    else:
        catalogue = paths.assets() / "translations" / f"{_language}.mo"
        with catalogue.open("rb") as file:
            i18n.install(gettext.GNUTranslations(file).gettext)
        _qt = QTranslator()
        if _qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            QApplication.installTranslator(_qt)
    i18n.retranslate()
    for window in QApplication.topLevelWidgets():
        QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


def toggle() -> None:
    """The other language."""
    use("zh" if _language == "en" else "en")


def message_of(error: Exception) -> str:
    """A problem's sentence in the language shown; facts that are words of ours are translated too. Of another
    error, what it says."""
    if not isinstance(error, Problem):
        return str(error)
    facts: dict[str, Any] = {
        k: i18n.tr(v) if isinstance(v, str) else message_of(v) if isinstance(v, Problem) else v
        for k, v in error.facts.items()
    }
    return i18n.tr(error.template, **facts)
