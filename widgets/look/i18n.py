"""Words on screen: English in the source, looked up in one catalogue, changed while the window is open.

``tr`` translates a sentence now. ``say`` puts sentences onto a widget or action and remembers them, so that
``retell`` can put them there again in another language. The catalogue is any callable from English to the
language shown; the playground installs one.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

_lookup: Callable[[str], str] = str

# what can be said of an object: the name used here, and the Qt setter
_SETTERS = {
    "text": "setText",
    "tip": "setToolTip",
    "title": "setTitle",
    "window": "setWindowTitle",
    "placeholder": "setPlaceholderText",
    "name": "setAccessibleName",
    "description": "setAccessibleDescription",
    "status": "setStatusTip",
}


def install(lookup: Callable[[str], str]) -> None:
    """Use ``lookup`` (English -> shown language) from now on."""
    global _lookup
    _lookup = lookup


class Said(str):
    """A sentence in the language shown, which :func:`again` can say in another one."""

    __slots__ = ("facts", "template")

    template: str
    facts: dict[str, Any]


def tr(text: str, /, **facts: Any) -> str:
    """``text`` in the language shown, with ``{fact}`` places filled."""
    found = _lookup(text) if text else text
    said = Said(found.format(**facts) if facts else found)
    said.template, said.facts = text, facts
    return said


def again(text: str) -> str:
    """What :func:`tr` made, in the language shown now; English that was only marked is translated."""
    if not isinstance(text, Said):
        return tr(text)
    return tr(text.template, **{k: again(v) if isinstance(v, Said) else v for k, v in text.facts.items()})


def joined(*sentences: str) -> str:
    """Sentences one after another, with a space between where the language shown has one."""
    return functools.reduce(lambda said, more: tr("{said} {more}", said=said, more=more), sentences)


def mark(text: str) -> str:
    """``text`` unchanged, for words that are data here and said elsewhere: the catalogue collects them."""
    return text


def say(target: QObject, **sentences: str) -> None:
    """Put translated sentences on ``target`` and keep their English for the next change of language.

    Keys: text, tip, title, window, placeholder, name, description, status.
    """
    kept = json.loads(target.property("said") or "{}")
    kept.update(sentences)
    target.setProperty("said", json.dumps(kept))
    _apply(target, sentences)


def spoken(target: QObject, key: str) -> str:
    """What was said of ``target``, in English; "" for nothing."""
    return str(json.loads(target.property("said") or "{}").get(key, ""))


def retranslate(roots: Iterable[QWidget] | None = None) -> None:
    """Say again, in the language shown now, all that was said of these widgets and the objects in them."""
    for root in QApplication.topLevelWidgets() if roots is None else roots:
        for target in (root, *root.findChildren(QWidget), *root.findChildren(QAction)):
            if kept := target.property("said"):
                _apply(target, json.loads(kept))


def _apply(target: QObject, sentences: dict[str, str]) -> None:
    for key, sentence in sentences.items():
        getattr(target, _SETTERS[key])(tr(sentence))
