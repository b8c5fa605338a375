"""Titles of settings fit beside their inputs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from engines.ground import spec
from playground.ground import i18n
from playground.lab import create
from widgets.form.row import LABEL
from widgets.look import style
from widgets.look.i18n import tr


@pytest.fixture(params=["en", "zh"])
def language(request, qapp):
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.mark.parametrize("key", ["gan", "vqvae", "words", "onlstm", "ellipse"])
def test_no_title_is_cut(language, key):
    """A switch has room for more."""
    metrics = QFontMetrics(style.fonts("body"))
    titles = [tr(f.title) for f in spec.fields(create(key).config_type) if f.kind != "bool"]
    assert [t for t in titles if metrics.horizontalAdvance(t) > LABEL] == []
